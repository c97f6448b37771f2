"""The group of those who translate."""

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
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


def late(user):
    """Records given to a user whose translation should be there by now."""
    rows = Task.objects.to_do().filter(translator=user, due_on__lt=timezone.localdate())
    return by_model(
        rows.values_list("content_type", "object_id", "language"),
        lambda model, language: may(user, Act.WRITE, model, language),
    )


def in_worklist(translator):
    """Where the tasks of a model are listed that this choice of the translators' filter leaves."""

    def address(model):
        query = urlencode({"state": "to-do", "translator": translator, "type": model._meta.label_lower})
        return f"{reverse('admin:translating_task_changelist')}?{query}"

    return address


def register_translations():
    late_title, title = _("Translations whose due date has passed"), _("Translations to do")
    register("late", late_title, late, is_told=True, address=in_worklist("late"))
    register("translations", title, translations, is_told=True, address=in_worklist("open"))
