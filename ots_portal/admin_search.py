"""The search at the top of the administration, over all records that the user may view; `search` is its only door."""

from typing import Any, NamedTuple

from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language

from ots_portal.accounts.roles import Act, Governed, may
from ots_portal.labels import capitalized
from ots_portal.publishing.publishable import Publishable
from ots_portal.publishing.record_pages import change_address
from ots_portal.publishing.state_columns import name_of, states_of
from ots_portal.turkish import fold, sort_key

MOST = 5


class Row(NamedTuple):
    name: str
    form: str
    reference: str = ""
    states: str = ""


class Group(NamedTuple):
    """What was found of one type, and the list that has all of it."""

    name: str
    rows: list[Row]
    has_more: bool
    address: str


def search(site: Any, request: Any, text: str) -> list[Group]:
    """Records whose names, drafted names, references or aliases hold every word, by type."""
    if not fold(text):
        return []
    groups = [group_of(model_admin, request, text) for model_admin in searched(site, request.user)]
    return sorted((group for group in groups if group.rows), key=lambda group: sort_key(group.name, get_language()))


def searched(site, user):
    """The lists of what is published per language, of plain tables, and of users."""
    for model, model_admin in site._registry.items():
        is_plain = getattr(model, "governed", None) is Governed.WHOLE or model is get_user_model()
        if (is_plain or issubclass(model, Publishable)) and may(user, Act.VIEW, model):
            yield model_admin


def group_of(model_admin, request, text):
    model = model_admin.model
    rows, _may_repeat = model_admin.get_search_results(request, model_admin.get_queryset(request), text)
    if issubclass(model, Publishable):
        rows = rows.prefetch_related("seen_drafts__lanes", "seen_drafts__promises")
    found = list(rows.order_by(*model_admin.get_ordering(request))[: MOST + 1])
    return Group(
        name=capitalized(model._meta.verbose_name_plural),
        rows=[row_of(record) for record in found[:MOST]],
        has_more=len(found) > MOST,
        address=f"{reverse(f'admin:{model._meta.app_label}_{model._meta.model_name}_changelist')}?{urlencode({'q': text})}",
    )


def row_of(record):
    if not isinstance(record, Publishable):
        return Row(name=str(record), form=change_address(record))
    draft = next(iter(record.seen_drafts), None)
    return Row(name_of(record, draft), change_address(record), record.reference, states_of(record, draft))
