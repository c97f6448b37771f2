"""What the record of a meeting does not hold, so that its page can say so."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from meetings.models import Meeting


def missing_facts(meeting):
    """The names of the facts that one would expect of a meeting and that are not recorded."""
    is_over = meeting.status == Meeting.Status.HELD
    is_placeless = not meeting.country_id and meeting.format != Meeting.Format.VIDEO
    facts = [
        (not meeting.start, pgettext("missing fact", "date")),
        (is_placeless, pgettext("missing fact", "place")),
        (is_over and not meeting.agenda.all(), pgettext("missing fact", "agenda")),
        (is_over and not meeting.participations.all(), pgettext("missing fact", "participants")),
        (is_over and not meeting.outcomes.all(), pgettext("missing fact", "outcomes")),
        (hides_links(meeting), _("verified target of a link given in the source")),
    ]
    return [name for is_missing, name in facts if is_missing]


def hides_links(meeting):
    return any(not link.is_shown for link in meeting.links.all())
