"""The group of those who answer for a record with a link that somebody should mend."""

from django.db.models import Q
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from ots_portal.accounts.roles import SHARED, Act, may
from ots_portal.links.models import Address, Use
from ots_portal.publishing.waiting import by_model, register


def links(user):
    """One's own records with such a link, and those of nobody who still works here."""
    uses = Use.objects.filter(address__in=Address.objects.to_mend(), is_live=True)
    found = by_model((*row, SHARED) for row in uses.values_list("content_type", "object_id").distinct())
    return {model: answered_for(model, keys, user) for model, keys in found.items()}


def answered_for(model, keys, user):
    is_mine = Q(owner=user)
    if may(user, Act.WRITE, model, SHARED):
        is_mine |= Q(owner=None) | Q(owner__is_active=False)
    return set(model._base_manager.filter(is_mine, pk__in=keys).values_list("pk", flat=True))


def in_worklist(model):
    query = urlencode({"result": "to-mend", "owner": "mine", "type": model._meta.label_lower})
    return f"{reverse('admin:links_address_changelist')}?{query}"


def register_links():
    register("links", _("Links to mend"), links, is_told=True, address=in_worklist)
