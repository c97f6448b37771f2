"""The list of all drafts, of whatever type; each is edited in the form of its record."""

from django.conf import settings
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ots_portal.accounts.roles import Act, may
from ots_portal.change_lists import SafeChangeList, StaffAdmin
from ots_portal.labels import capitalized
from ots_portal.publishing.drafts import Draft, Pending
from ots_portal.publishing.forms import language_name
from ots_portal.publishing.publishable import LANGUAGES
from ots_portal.publishing.record_pages import change_address
from ots_portal.publishing.record_types import models_seen_by
from ots_portal.publishing.state_columns import name_of, states_of
from ots_portal.turkish import sort_key

BY_LANGUAGE = '<span class="by-language">{}: {}</span>'
FAILED = '<span class="by-language">{}: {} <strong class="errors">{}</strong></span>'


class TypeFilter(admin.SimpleListFilter):
    title = _("type of record")
    parameter_name = "type"

    def lookups(self, request, model_admin):
        names = [
            (each._meta.label_lower, capitalized(each._meta.verbose_name_plural))
            for each in models_seen_by(request.user)
        ]
        return sorted(names, key=lambda row: sort_key(row[1], get_language()))

    def queryset(self, request, queryset):
        app_label, _dot, model = (self.value() or "").partition(".")
        return queryset.filter(content_type__app_label=app_label, content_type__model=model) if model else queryset


class LanguageFilter(admin.SimpleListFilter):
    title = _("language")
    parameter_name = "language"

    def lookups(self, request, model_admin):
        return settings.LANGUAGES

    def queryset(self, request, queryset):
        return queryset.in_language(self.value()) if self.value() in LANGUAGES else queryset


class StateFilter(admin.SimpleListFilter):
    """With a language chosen, the state in this very language."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [choice for choice in Pending.choices if choice[0] != Pending.NONE]

    def queryset(self, request, queryset):
        return queryset.in_state(self.value(), request.GET.get("language", "")) if self.value() else queryset


class MineFilter(admin.SimpleListFilter):
    title = _("author")
    parameter_name = "author"

    def lookups(self, request, model_admin):
        return [("me", _("I have written in it"))]

    def queryset(self, request, queryset):
        return queryset.filter(lanes__authors=request.user).distinct() if self.value() == "me" else queryset


class DraftList(SafeChangeList):
    def url_for_result(self, draft):
        return change_address(draft.record)


@admin.register(Draft)
class DraftAdmin(StaffAdmin):
    """Read-only, and only records of types that the user may view."""

    list_display = ["name_column", "type_column", "states_column", "authors_column", "updated_at", "scheduled_column"]
    list_filter = [TypeFilter, LanguageFilter, StateFilter, MineFilter]
    ordering = ["-updated_at", "-pk"]

    @admin.display(description=_("record"))
    def name_column(self, draft):
        return name_of(draft.record, draft)

    @admin.display(description=_("type of record"))
    def type_column(self, draft):
        return capitalized(draft.record._meta.verbose_name)

    @admin.display(description=_("Publication"))
    def states_column(self, draft):
        return states_of(draft.record, draft)

    @admin.display(description=_("authors"))
    def authors_column(self, draft):
        lanes = sorted(draft.lanes.all(), key=lambda lane: LANGUAGES.index(lane.language))
        rows = [(language_name(lane.language), ", ".join(map(full_name, lane.authors.all()))) for lane in lanes]
        return format_html_join("", BY_LANGUAGE, [row for row in rows if row[1]])

    @admin.display(description=_("Scheduled for"))
    def scheduled_column(self, draft):
        promises = sorted(draft.promises.all(), key=lambda promise: LANGUAGES.index(promise.language))
        rows = [(language_name(each.language), in_words(each), each.failure) for each in promises]
        return format_html_join("", FAILED, rows)

    def get_queryset(self, request):
        types = ContentType.objects.get_for_models(*models_seen_by(request.user)).values()
        drafts = super().get_queryset(request).filter(content_type__in=[each.pk for each in types])
        return drafts.prefetch_related("record", "lanes__authors", "promises")

    def get_changelist(self, request, **kwargs):
        return DraftList

    def has_view_permission(self, request, obj=None):
        return may(request.user, Act.VIEW, type(obj.record)) if obj else bool(models_seen_by(request.user))

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def change_view(self, request, object_id, form_url="", extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        draft = self.get_object(request, object_id)
        if draft is None:
            raise Http404
        return redirect(change_address(draft.record))

    def history_view(self, request, object_id, extra_context=None):
        raise PermissionDenied


def full_name(user):
    return user.get_full_name() or user.get_username()


def in_words(promise):
    """When, and what if it is not a publication."""
    at = date_format(localtime(promise.at), "DATETIME_FORMAT")
    return at if promise.act == promise.Act.PUBLISH else f"{at} ({promise.get_act_display()})"
