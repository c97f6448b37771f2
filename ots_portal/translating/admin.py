"""The worklist of translators: records by language, what each still needs, who does it and until when."""

from django.contrib import admin, messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import F
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from ots_portal.accounts.logged_admin import LoggedAdmin
from ots_portal.accounts.models import User
from ots_portal.accounts.roles import Act, may
from ots_portal.change_lists import SafeChangeList, StaffAdmin
from ots_portal.labels import capitalized
from ots_portal.publishing.draft_list import TypeFilter
from ots_portal.publishing.drafts import Draft, Pending
from ots_portal.publishing.forms import language_name
from ots_portal.publishing.record_pages import change_address
from ots_portal.publishing.record_types import models_seen_by
from ots_portal.publishing.state_columns import name_of
from ots_portal.translating import areas
from ots_portal.translating.assigning.pages import AssignPages
from ots_portal.translating.desk.pages import FILTERS, DeskPages, desk_address
from ots_portal.translating.filters import ALL, AreaFilter, LanguageFilter, StateFilter, TranslatorFilter
from ots_portal.translating.interface.pages import InterfacePages
from ots_portal.translating.judging import minor_change, still_correct
from ots_portal.translating.models import Task
from ots_portal.translating.names.pages import NamePages, names_address
from ots_portal.translating.names.tables import missing, worded_models
from ots_portal.translating.shown_texts import shown_texts
from ots_portal.translating.texts import SOURCES
from ots_portal.translating.xliff.admin import ImportedFileAdmin  # noqa: F401 - registers itself
from ots_portal.translating.xliff.export_pages import XliffExport
from ots_portal.turkish import sort_key

ACTS = {"correct": still_correct, "minor": minor_change}
PART_OF_STATE = '<span class="by-language text-{}">{}</span>'
LINK = '<a href="{}">{}<span class="visually-hidden">: {}</span></a>'


class TaskList(SafeChangeList):
    """With the drafts of the rows shown, which may hold the only name of a record, and the way to their desks."""

    all_query = f"{StateFilter.parameter_name}={ALL}"

    def get_results(self, request):
        super().get_results(request)
        self.result_list = list(self.result_list)
        keys = [task.object_id for task in self.result_list]
        drafts = {(each.content_type_id, each.object_id): each for each in Draft.objects.filter(object_id__in=keys)}
        for task in self.result_list:
            task.draft = drafts.get((task.content_type_id, task.object_id))
            may_translate = self.model_admin.has_change_permission(request, task)
            task.desk = desk_address(task.pk, {FILTERS: request.GET.urlencode()}) if may_translate else ""


@admin.register(Task)
class TaskAdmin(AssignPages, InterfacePages, DeskPages, NamePages, XliffExport, LoggedAdmin, StaffAdmin):
    """What people write here is who translates and until when; all else follows from the texts."""

    actions = [*AssignPages.actions, *XliffExport.actions]
    list_display = [
        "name_column",
        "desk_column",
        "type_column",
        "language",
        "state_column",
        "words",
        "translator_column",
        "due_on",
    ]
    list_filter = [LanguageFilter, StateFilter, TypeFilter, AreaFilter, TranslatorFilter]
    list_select_related = ["content_type", "translator"]
    ordering = [F("due_on").asc(nulls_last=True), "-words", "pk"]
    search_fields = ["search_text"]
    fields = ["record_link", "language", "state_column", "words", "translator", "due_on"]
    readonly_fields = ["record_link", "language", "state_column", "words"]

    @admin.display(description=_("record"))
    def name_column(self, task):
        return name_of(task.record, task.draft)

    @admin.display(description=_("record"))
    def record_link(self, task):
        return format_html('<a href="{}">{}</a>', change_address(task.record), _("Open the form of the record"))

    @admin.display(description=_("type of record"))
    def type_column(self, task):
        return capitalized(task.record._meta.verbose_name)

    @admin.display(description=pgettext_lazy("pending", "state"))
    def state_column(self, task):
        return format_html_join("", PART_OF_STATE, parts_of_state(task))

    @admin.display(description=_("translator"), ordering="translator")
    def translator_column(self, task):
        return task.translator and task.translator.shown_name

    @admin.display(description=_("translation"), empty_value="")
    def desk_column(self, task):
        return format_html(LINK, task.desk, _("Translate"), name_of(task.record, task.draft)) if task.desk else None

    # ---- Rows ----------------------------------------------------------------------------------------------------
    def get_queryset(self, request):
        types = ContentType.objects.get_for_models(*models_seen_by(request.user)).values()
        tasks = super().get_queryset(request).there().filter(content_type__in=[each.pk for each in types])
        return tasks.prefetch_related("record")

    def get_search_results(self, request, queryset, search_term):
        return queryset.containing(search_term), False

    def get_changelist(self, request, **kwargs):
        return TaskList

    def changelist_view(self, request, extra_context=None):
        response = super().changelist_view(request, {"title": _("Translations"), **(extra_context or {})})
        if cl := getattr(response, "context_data", {}).get("cl"):
            is_short = StateFilter.is_left_to_us(request)
            response.context_data |= {
                "progress": progress(in_all_states(request, cl) if is_short else cl.queryset),
                "names": names_to_do(request.user),
                "longer_list": cl.get_query_string({StateFilter.parameter_name: ALL}) if is_short else "",
            }
        return response

    # ---- Texts ---------------------------------------------------------------------------------------------------
    def get_urls(self):
        view = self.admin_site.admin_view(require_POST(self.judge_view))
        return [path("<int:key>/judge/", view, name="translating_task_judge"), *super().get_urls()]

    def render_change_form(self, request, context, *args, **kwargs):
        task = context["original"]
        source, (to_do, in_step) = SOURCES[task.language], shown_texts(task)
        may_write_source = may(request.user, Act.WRITE, type(task.record), source)
        context |= {
            "title": f"{task.record} ({task.get_language_display()})",
            "subtitle": None,
            "to_do": to_do,
            "in_step": in_step,
            "source_language": source,
            "source_name": language_name(source),
            "may_write_source": may_write_source,
            "desk_address": desk_address(task.pk, request.GET) if self.has_change_permission(request, task) else "",
            "may_judge": may_write_source or self.has_change_permission(request, task),
        }
        return super().render_change_form(request, context, *args, **kwargs)

    def judge_view(self, request, key):
        task = self.get_object(request, str(key))
        act = ACTS.get(request.POST.get("act"))
        if task is None or act is None:
            raise Http404
        try:
            act(task.record, task.language, request.POST.getlist("seen"), request.user, request.POST.get("reason", ""))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("This is kept. It holds until the source changes again."))
        return redirect("admin:translating_task_change", task.pk)

    # ---- Rights --------------------------------------------------------------------------------------------------
    def has_view_permission(self, request, obj=None):
        return may(request.user, Act.VIEW, type(obj.record)) if obj else bool(models_seen_by(request.user))

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_change_permission(self, request, obj=None):
        return obj is not None and may(request.user, Act.WRITE, type(obj.record), obj.language)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def history_view(self, request, object_id, extra_context=None):
        raise PermissionDenied

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "translator":
            kwargs["queryset"] = User.objects.filter(is_active=True, is_staff=True)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "translator":
            field.widget = field.widget.widget  # without the links to the user's own form
        return field


def parts_of_state(task):
    """What a record needs in a language, then how far that has come which is not published yet."""
    numbers = [
        ("stale", task.stale, ngettext("%(number)d text out of date", "%(number)d texts out of date", task.stale)),
        ("missing", task.missing, ngettext("%(number)d text missing", "%(number)d texts missing", task.missing)),
        ("unofficial", task.unofficial, _("official text missing")),
    ]
    parts = [(name, text % {"number": number} if "%" in text else text) for name, number, text in numbers if number]
    if task.pending != Pending.NONE:
        parts.append(("pending", task.get_pending_display()))
    return parts or [("in-step", _("in step"))]


def names_to_do(user):
    """For each language the user gives names in, how many lack."""
    return [
        (language_name(code), missing(user, code), names_address(language=code))
        for code in SOURCES
        if worded_models(user, code)
    ]


def in_all_states(request, cl):
    """What the filters leave; what is in step is left out of the list at first, but not of the progress."""
    return cl.get_queryset(request, exclude_parameters=[StateFilter.parameter_name])


def progress(tasks):
    """Of the words of each area, how many are translated, as far as the list's filters leave them."""
    names = areas.names() | {"": _("Without an area")}
    rows = sorted(tasks.by_area(), key=lambda row: (row[0] == "", sort_key(str(names.get(row[0], "")), get_language())))
    return [{"name": names.get(area, area), "done": total - words, "total": total} for area, words, total in rows]
