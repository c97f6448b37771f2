"""Who took part in a meeting, grouped by what they did there."""

from itertools import groupby

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from meetings.models import Participation

Role = Participation.Role

# In the order in which a page names them; each stands above one name or many.
HEADINGS = {
    Role.HOST: _("Hosted by"),
    Role.CO_HOST: _("Co-hosted by"),
    Role.CHAIR: _("Chaired by"),
    Role.INITIATOR: _("On the initiative of"),
    Role.ORGANISER: _("Organised by"),
    Role.CO_ORGANISER: _("Co-organised by"),
    Role.PARTICIPANT: pgettext_lazy("above names", "Took part"),
    Role.VISITED: pgettext_lazy("above names", "Visited"),
    Role.RECEIVED_BY: pgettext_lazy("above names", "Received by"),
}
ORDER = list(HEADINGS)


def by_role(participations):
    """Pairs of heading and participations; those that readers may not see are left out."""
    shown = [each for each in participations if each.participant and each.participant.is_readable]
    shown.sort(key=lambda each: ORDER.index(each.role))
    return [(HEADINGS[role], list(group)) for role, group in groupby(shown, key=lambda each: each.role)]
