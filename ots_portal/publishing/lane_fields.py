"""What of a form somebody may write: the fields of their lanes; rows of parts come and go with the shared lane."""

from functools import cache

from django.contrib import admin
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from ots_portal import richtext
from ots_portal.accounts.roles import SHARED, Act, may
from ots_portal.languages import LANGUAGES
from ots_portal.publishing.fields import RichTextField
from ots_portal.publishing.parts import fields_of


def lane_of_field(field):
    """The language whose words a column holds, or the lane of what all languages share."""
    return getattr(field, "language", SHARED)


def may_move(user, record, language):
    """Whether somebody decides what readers see of a record in a language."""
    return may(user, Act.PUBLISH, record, language) and may(user, Act.WITHDRAW, record, language)


@cache
def as_read(model, name):
    """A line of a form that shows rich text as readers see it."""
    field = model._meta.get_field(name)

    @admin.display(description=field.verbose_name)
    def words(record):
        text = getattr(record, name)
        return text and format_html('<div lang="{}">{}</div>', lane_of_field(field), mark_safe(richtext.clean(text)))  # noqa: S308

    words.__name__ = name
    return words


def replaced(rows, shown):
    """Rows of a fieldset with some names replaced."""
    return [
        tuple(shown.get(name, name) for name in row) if isinstance(row, (list, tuple)) else shown.get(row, row)
        for row in rows
    ]


class LaneFields:
    """Makes fields of foreign lanes read-only; what is read-only has no field in the form, so nothing forged is read."""

    def governed(self, obj):
        return obj or self.model

    def get_readonly_fields(self, request, obj=None):
        closed = self.closed_fields(request, obj)
        return [*super().get_readonly_fields(request, obj), *closed, *(self.as_shown(name) for name in closed)]

    def with_read_texts(self, fieldsets, request, obj):
        """The fieldsets, with the rich text of other lanes as readers see it."""
        closed = {name: self.as_shown(name) for name in self.closed_fields(request, obj)}
        return [(title, options | {"fields": replaced(options["fields"], closed)}) for title, options in fieldsets]

    def as_shown(self, name):
        is_rich = isinstance(self.opts.get_field(name), RichTextField)
        return as_read(self.model, name) if is_rich else name

    def closed_fields(self, request, obj):
        user, record = request.user, self.governed(obj)
        written = {lane for lane in (SHARED, *LANGUAGES) if may(user, Act.WRITE, record, lane)}
        notices = {f"notice_{code}" for code in LANGUAGES if not may_move(user, record, code)}
        columns = [*fields_of(self.model), *self.opts.many_to_many]
        return [each.name for each in columns if lane_of_field(each) not in written or each.name in notices]


class LaneRows(LaneFields):
    """The same for rows of parts, judged by their record."""

    def governed(self, obj):
        return obj or self.parent_model

    def has_view_permission(self, request, obj=None):
        return may(request.user, Act.VIEW, self.governed(obj))

    def has_change_permission(self, request, obj=None):
        return may(request.user, Act.WRITE, self.governed(obj))

    def has_add_permission(self, request, obj=None):
        return may(request.user, Act.WRITE, self.governed(obj), SHARED)

    def has_delete_permission(self, request, obj=None):
        return may(request.user, Act.WRITE, self.governed(obj), SHARED)
