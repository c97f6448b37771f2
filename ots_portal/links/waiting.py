"""The group of those who answer for a record with a link that somebody should mend."""

from django.db.models import Q, Value
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from ots_portal.accounts.roles import SHARED, Act, may
from ots_portal.links.models import Address, Use
from ots_portal.publishing.waiting import by_model, register


def links(user):
    """One's own records with such a link, and those of nobody who still works here."""
    uses = Use.objects.filter(address__in=Address.objects.to_mend(), is_live=True)
    mine, nobodys = Q(owner=user), Q(owner=None) | Q(owner__is_active=False)
    rows = [
        uses.in_records(condition).annotate(is_own=Value(is_own)).values_list("content_type", "object_id", "is_own")
        for condition, is_own in ((mine, True), (nobodys, False))
    ]
    return by_model(rows[0].union(rows[1]), lambda model, is_own: is_own or may(user, Act.WRITE, model, SHARED))


def in_worklist(model):
    query = urlencode({"result": "to-mend", "owner": "mine", "type": model._meta.label_lower})
    return f"{reverse('admin:links_address_changelist')}?{query}"


def register_links():
    register("links", _("Links to mend"), links, is_told=True, address=in_worklist)
