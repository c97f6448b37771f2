"""The group of those who translate."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ots_portal.accounts.roles import Act, may
from ots_portal.publishing.waiting import by_model, register
from ots_portal.translating.models import Task


def translations(user):
    """Records with something to translate that are given to a user, or to nobody yet, where the user may write it."""
    rows = Task.objects.to_do().filter(Q(translator=user) | Q(translator=None))
    return by_model(
        rows.values_list("content_type", "object_id", "language"),
        lambda model, language: may(user, Act.WRITE, model, language),
    )


def register_translations():
    register("translations", _("Translations to do"), translations)
