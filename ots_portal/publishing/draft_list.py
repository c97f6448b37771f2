"""The list of all drafts, of whatever type; each is edited in the form of its record."""

from collections import Counter

from django.conf import settings
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.timezone import localtime
from django.utils.translation import get_language, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from ots_portal.accounts.roles import Act, may
from ots_portal.change_lists import ReadOnlyAdmin, SafeChangeList
from ots_portal.labels import capitalized
from ots_portal.languages import LANGUAGES
from ots_portal.publishing.bundle_page import BundlePage
from ots_portal.publishing.drafts import Draft, Pending, Promise
from ots_portal.publishing.forms import language_name
from ots_portal.publishing.record_pages import change_address
from ots_portal.publishing.record_types import models_seen_by
from ots_portal.publishing.state_columns import name_of, states_of
from ots_portal.turkish import sort_key

TOGETHER = '{}, <a href="?bundle={}">{}</a>'
BY_LANGUAGE = '<span class="by-language">{}: {}</span>'
SCHEDULED = '<span class="by-language">{}: {} <strong class="errors">{}</strong></span>'


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

    title = pgettext_lazy("pending", "state")
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


class BundleFilter(admin.SimpleListFilter):
    """What was scheduled together."""

    title = _("scheduled together")
    parameter_name = "bundle"

    def lookups(self, request, model_admin):
        drafts = model_admin.get_queryset(request).values("pk")
        bundles = Promise.objects.filter(draft__in=drafts, bundle__isnull=False).values_list("bundle", "at")
        numbers = Counter(bundles.order_by("at", "bundle"))
        return [(str(bundle), f"{in_words(at)} ({number})") for (bundle, at), number in numbers.items()]

    def queryset(self, request, queryset):
        known = {value for value, _label in self.lookup_choices}
        return queryset.filter(promises__bundle=self.value()).distinct() if self.value() in known else queryset


class DraftList(SafeChangeList):
    def url_for_result(self, draft):
        return change_address(draft.record)


@admin.register(Draft)
class DraftAdmin(BundlePage, ReadOnlyAdmin):
    """Read-only, and only records of types that the user may view."""

    list_display = ["name_column", "type_column", "states_column", "authors_column", "updated_at", "scheduled_column"]
    list_filter = [TypeFilter, LanguageFilter, StateFilter, MineFilter, BundleFilter]
    ordering = ["-updated_at", "-pk"]
    search_fields = ["search_text"]

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
        rows = [
            (language_name(lane.language), ", ".join(user.shown_name for user in lane.authors.all())) for lane in lanes
        ]
        return format_html_join("", BY_LANGUAGE, [row for row in rows if row[1]])

    @admin.display(description=_("Scheduled for"))
    def scheduled_column(self, draft):
        promises = sorted(draft.promises.all(), key=lambda promise: LANGUAGES.index(promise.language))
        rows = [(language_name(each.language), when(each), each.failure) for each in promises]
        return format_html_join("", SCHEDULED, rows)

    def get_queryset(self, request):
        types = ContentType.objects.get_for_models(*models_seen_by(request.user)).values()
        drafts = super().get_queryset(request).filter(content_type__in=[each.pk for each in types])
        return drafts.prefetch_related("record", "lanes__authors", "promises")

    def get_search_results(self, request, queryset, search_term):
        return queryset.containing(search_term), False

    def get_changelist(self, request, **kwargs):
        return DraftList

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": _("All drafts"), **(extra_context or {})})

    def has_view_permission(self, request, obj=None):
        return may(request.user, Act.VIEW, type(obj.record)) if obj else bool(models_seen_by(request.user))

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        draft = self.get_object(request, object_id)
        if draft is None:
            raise Http404
        return redirect(change_address(draft.record))

    def history_view(self, request, object_id, extra_context=None):
        raise PermissionDenied


def in_words(at):
    return date_format(localtime(at), "DATETIME_FORMAT")


def when(promise):
    """The time; what is done then, if it is no publication; and the way to all of its bundle."""
    text = in_words(promise.at)
    if promise.act != promise.Act.PUBLISH:
        text = f"{text} ({promise.get_act_display()})"
    return format_html(TOGETHER, text, promise.bundle, pgettext("scheduled", "together")) if promise.bundle else text
