"""Choosers of records in the forms of staff: what was never published bears the name in its draft."""

from django.contrib.admin.widgets import AutocompleteMixin
from django.utils.translation import get_language

from ots_portal.accounts.roles import Act, may
from ots_portal.publishing.publishable import Publishable
from ots_portal.publishing.state_columns import draft_of, name_of


class NamedChoices:
    """Fields that choose records; whoever may not view these sees only what is live."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        return named(super().formfield_for_foreignkey(db_field, request, **kwargs), request.user)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        return named(super().formfield_for_manytomany(db_field, request, **kwargs), request.user)


def named(field, user):
    rows = getattr(field, "queryset", None)
    if rows is not None and issubclass(rows.model, Publishable) and may(user, Act.VIEW, rows.model):
        if not isinstance(field.widget, AutocompleteMixin):  # those hold only what is chosen: one row or a few
            field.queryset = rows.prefetch_related("drafts")
        field.label_from_instance = listed_name
    return field


def listed_name(record):
    """As lists name it; its draft is asked only where nothing is live."""
    return record.name_in(get_language()) or name_of(record, draft_of(record))
