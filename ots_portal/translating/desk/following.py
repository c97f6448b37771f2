"""The record after this one: the next of the worklist from which somebody came, as it was filtered there."""

import copy

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.contenttypes.models import ContentType
from django.http import QueryDict

from ots_portal.accounts.roles import Act, may
from ots_portal.publishing.record_types import publishable_models


def following(request, task_admin, task, filters):
    """The key of the next task in the same language that the user may do; after the last one, the first."""
    rows = listed(request, task_admin, filters).filter(language=task.language)
    rows = list(rows.values_list("pk", "content_type", "words"))
    keys = [key for key, _type, _words in rows]
    here = keys.index(task.pk) + 1 if task.pk in keys else 0
    writable = writable_types(request.user, task.language)
    later = rows[here:] + rows[: max(here - 1, 0)]
    return next((key for key, content_type, words in later if words and content_type in writable), None)


def listed(request, task_admin, filters):
    listing = copy.copy(request)
    listing.method, listing.GET = "GET", QueryDict(filters)
    try:
        return task_admin.get_changelist_instance(listing).queryset
    except IncorrectLookupParameters:
        return task_admin.get_queryset(request).order_by(*task_admin.ordering)


def writable_types(user, language):
    types = ContentType.objects.get_for_models(*publishable_models()).items()
    return {each.pk for model, each in types if may(user, Act.WRITE, model, language)}
