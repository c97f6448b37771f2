"""The base classes of the admin: records published per language, and the parts edited with them."""

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import redirect
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django_prose_editor.widgets import AdminProseEditorWidget
from js_asset import Media
from modeltranslation.admin import TranslationAdmin, TranslationGenericStackedInline, TranslationStackedInline

from ots_portal.accounts.logged_admin import LoggedAdmin
from ots_portal.accounts.roles import Act, may
from ots_portal.change_lists import SafeChangeList, StaffAdmin, StaffFields
from ots_portal.languages import FIRST_LANGUAGE, LANGUAGES, column
from ots_portal.publishing import draft_list, rule_admin  # noqa: F401 - they register themselves
from ots_portal.publishing.bundle_page import BundleAction
from ots_portal.publishing.choosers import NamedChoices
from ots_portal.publishing.comment_pages import CommentPages
from ots_portal.publishing.draft_admin import DraftForms
from ots_portal.publishing.fields import RichTextField
from ots_portal.publishing.forms import DraftForm, PublishableForm, RichTextFormField, WordsForm
from ots_portal.publishing.history import HistoryPages
from ots_portal.publishing.lane_fields import LaneFields, LaneRows
from ots_portal.publishing.models import Link, SourceNote, Variant
from ots_portal.publishing.part_formsets import GenericPartFormSet, PartFormSet
from ots_portal.publishing.preview_pages import PreviewPages
from ots_portal.publishing.publishable import State
from ots_portal.publishing.record_pages import change_address
from ots_portal.publishing.state_columns import draft_of, name_of, states_of
from ots_portal.publishing.uses import UsePages
from ots_portal.publishing.waiting import WaitingFilter

MOST_EMPTY_ROWS = 5
STAFF_ONLY = ["owner", "review_on", "internal_note"]


class RichTextWidget(AdminProseEditorWidget):
    @property
    def media(self):
        return super().media + Media(js=["js/rich_text.js"])


FORM_FIELDS = StaffFields.formfield_overrides | {
    RichTextField: {"form_class": RichTextFormField, "widget": RichTextWidget},
    models.URLField: {"assume_scheme": "https"},
}


def both(*names):
    """Rows of a form in which the languages of a field stand side by side."""
    return [tuple(f"{name}_{code}" for code in LANGUAGES) for name in names]


def in_all_languages(*names):
    """The columns of translated fields, for the search of a list."""
    return [f"{name}_{code}" for name in names for code in LANGUAGES]


class InLanguage(models.F):
    """A column in the language of the page, for lists that are ordered while the language is known."""

    def resolve_expression(self, *args, **kwargs):
        return models.F(column(self.name)).resolve_expression(*args, **kwargs)


def state_filter(code, language):
    class StateFilter(admin.SimpleListFilter):
        title = format_lazy("{} ({})", _("state of publication"), language)
        parameter_name = f"state_{code}"

        def lookups(self, request, model_admin):
            return State.choices

        def queryset(self, request, queryset):
            published, withdrawn = f"published_at_{code}__isnull", f"withdrawn_at_{code}__isnull"
            rules = {
                State.NEVER: {published: True},
                State.PUBLISHED: {published: False, withdrawn: True},
                State.WITHDRAWN: {withdrawn: False},
            }
            return queryset.filter(**rules.get(self.value(), {}))

    return StateFilter


STATE_FILTERS = [state_filter(code, language) for code, language in settings.LANGUAGES]


class PublishableList(SafeChangeList):
    def get_queryset(self, request, exclude_parameters=None):
        rows = super().get_queryset(request, exclude_parameters)
        return rows.prefetch_related("drafts__lanes", "drafts__promises")


class RichTextAdmin(NamedChoices, LaneFields, LoggedAdmin, StaffAdmin, TranslationAdmin):
    """A record with translated words; gives the editor's import map the nonce that our policy asks for."""

    form = WordsForm
    formfield_overrides = FORM_FIELDS

    def render_change_form(self, request, context, *args, **kwargs):
        if isinstance(context["media"], Media):
            context["media"] = context["media"].with_nonce(str(request.csp_nonce))
        return super().render_change_form(request, context, *args, **kwargs)


class PublishableAdmin(BundleAction, HistoryPages, PreviewPages, UsePages, CommentPages, DraftForms, RichTextAdmin):
    """A record that is published per language; subclasses give `content`, the fieldsets of their own fields."""

    form = PublishableForm
    search_fields = ["search_text"]
    content = []
    columns = ["name_column"]
    filters = []

    @admin.display(description=_("name"), ordering=InLanguage("sort_key"))
    def name_column(self, record):
        return name_of(record, draft_of(record))

    @admin.display(description=_("Publication"))
    def states_column(self, record):
        return states_of(record, draft_of(record))

    def get_ordering(self, request):
        """Alphabetical in the language of the page, where the records have no order of their own."""
        return [column("sort_key"), "pk"] if self.opts.ordering == ["reference"] else super().get_ordering(request)

    def get_changelist(self, request, **kwargs):
        return PublishableList

    def get_list_display(self, request):
        return [*self.columns, "states_column"]

    def get_list_filter(self, request):
        return [WaitingFilter, *self.filters, *STATE_FILTERS]

    def get_inlines(self, request, obj):
        return [*self.inlines, LinkInline, SourceNoteInline, VariantInline]

    def get_search_results(self, request, queryset, search_term):
        """Whoever may view the records finds them by the names in their drafts, too."""
        is_seen = may(request.user, Act.VIEW, self.model)
        found = queryset.containing(search_term, drafted=is_seen)
        return found.prefetch_related(Prefetch("drafts", to_attr="seen_drafts")) if is_seen else found, False

    def text_in_autocompletes(self, record):
        return name_of(record, next(iter(getattr(record, "seen_drafts", ())), None))

    def get_fieldsets(self, request, obj=None):
        address = ["reference", *(both("slug") if self.model.has_page else [])]
        fieldsets = [
            *self.content,
            (_("Address and citation"), {"fields": address, "classes": ["after-parts", "collapse"]}),
            (_("For staff only"), {"fields": STAFF_ONLY, "classes": ["after-parts", "collapse"]}),
        ]
        return self.with_read_texts(fieldsets, request, obj)

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *(["reference"] if obj else [])]

    def get_changeform_initial_data(self, request):
        return {"owner": request.user.pk} | super().get_changeform_initial_data(request)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "owner":
            field.queryset = field.queryset.filter(is_staff=True)
            field.widget = field.widget.widget  # without the links to the user's own form
        return field

    def has_delete_permission(self, request, obj=None):
        """What readers once saw is withdrawn, not deleted."""
        if obj and any(obj.state_in(code) != State.NEVER for code in LANGUAGES):
            return False
        return super().has_delete_permission(request, obj)

    def view_on_site(self, obj):
        """The address of the page, or of the notice that replaces it."""
        seen = self.model.has_page and obj.state_in(FIRST_LANGUAGE) != State.NEVER
        return self.model._base_manager.get(pk=obj.pk).get_absolute_url() if seen else None


class PartInline(NamedChoices, LaneRows, StaffFields):
    """Parts are edited with their record; without JavaScript ?rows=3 gives empty rows."""

    form = DraftForm
    formset = PartFormSet
    formfield_overrides = FORM_FIELDS
    view_on_site = False

    def get_extra(self, request, obj=None, **kwargs):
        rows = request.GET.get("rows", "")
        return min(int(rows), MOST_EMPTY_ROWS) if rows.isdecimal() and rows.isascii() else 0

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "position":
            field.help_text = _("Lower numbers come first; left at 0, a new row goes last.")
        return field


class StackedInline(PartInline, TranslationStackedInline):
    """Parts with translated words."""


class PlainInline(PartInline, admin.StackedInline):
    """Parts without words of their own."""


class GenericInline(PartInline, TranslationGenericStackedInline):
    """Parts of any record."""

    formset = GenericPartFormSet
    classes = ["collapse"]


class LinkInline(GenericInline):
    model = Link
    fields = [*both("label"), "address", ("kind", "result", "checked_on"), "position"]


class SourceNoteInline(GenericInline):
    model = SourceNote
    fields = [("source", "line"), ("phrase", "path"), "basis", *both("note"), "position"]


class VariantInline(GenericInline):
    model = Variant
    fields = [("path", "value"), ("source", "is_settled"), *both("note"), "position"]


class PartAdmin(StaffAdmin):
    """Registered only so that other forms can choose a part; it is edited with its record, to which this leads."""

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(self.model.parent_field)

    def has_module_permission(self, request):
        return False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        options = self.model._meta.get_field(self.model.parent_field).related_model._meta
        return redirect(f"admin:{options.app_label}_{options.model_name}_changelist")

    def change_view(self, request, object_id, form_url="", extra_context=None):
        part = self.get_object(request, unquote(object_id))
        if part is None:
            raise Http404
        return redirect(change_address(part.parent))

    def delete_view(self, request, object_id, extra_context=None):
        raise PermissionDenied

    def history_view(self, request, object_id, extra_context=None):
        raise PermissionDenied
