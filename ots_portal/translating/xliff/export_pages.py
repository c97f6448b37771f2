"""Downloading translations from the worklist: one task, the chosen ones, or all that the filters leave."""

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from ots_portal.accounts.audit import Event
from ots_portal.accounts.audit import record as audit
from ots_portal.translating.xliff.exchange import MOST_RECORDS, name_in_file
from ots_portal.translating.xliff.writing import file_of
from ots_portal.turkish import slugify

TYPE = "application/x-xliff+xml; charset=utf-8"
ACTION = "export_xliff"


class XliffExport:
    """A ModelAdmin mixin for the worklist."""

    actions = [ACTION]

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("xliff/", wrap(require_POST(self.export_list_view)), name="translating_task_export_list"),
            path("<int:key>/xliff/", wrap(require_POST(self.export_view)), name="translating_task_export"),
            *super().get_urls(),
        ]

    @admin.action(description=gettext_lazy("Download for translation (XLIFF)"))
    def export_xliff(self, request, queryset):
        return self.answer(request, queryset)

    def export_view(self, request, key):
        if not self.has_view_permission(request):
            raise PermissionDenied
        task = self.get_object(request, str(key))
        if task is None:
            raise Http404
        return self.answer(request, [task]) or redirect("admin:translating_task_change", task.pk)

    def export_list_view(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied
        back = redirect("admin:translating_task_changelist")
        try:
            tasks = self.get_changelist_instance(request).queryset
        except IncorrectLookupParameters:
            messages.warning(request, _("The address asked for something this list does not know. Choose again."))
            return back
        return self.answer(request, tasks) or back

    def answer(self, request, tasks):
        """The file; None, if there cannot be one, which is told."""
        tasks = list(tasks[: MOST_RECORDS + 1])
        if refusal := refusal_of(tasks):
            return messages.warning(request, refusal)
        content = file_of(tasks)
        if content is None:
            return messages.warning(request, _("There is nothing to translate in this selection."))
        name = file_name(tasks)
        log(request.user, tasks, name)
        disposition = content_disposition_header(as_attachment=True, filename=name)
        return HttpResponse(content, TYPE, headers={"Content-Disposition": disposition, "Cache-Control": "no-store"})


def refusal_of(tasks):
    if not tasks:
        return _("There is nothing to translate in this selection.")
    if len(tasks) > MOST_RECORDS:
        message = _("A file holds at most %(number)d records. Choose fewer with the filters.")
        return message % {"number": MOST_RECORDS}
    if len({task.language for task in tasks}) > 1:
        return _("A file is for one language. Choose one with the filter.")
    return ""


def file_name(tasks):
    """Letters that every system knows: “toplanti-adi.en.xlf”, or the day for several records."""
    first = tasks[0]
    name = (
        slugify(str(first.record))[:80] if len(tasks) == 1 else f"{slugify(_('translations'))}-{timezone.localdate()}"
    )
    return f"{name or first.record.reference}.{first.language}.xlf"


@transaction.atomic
def log(user, tasks, name):
    about = tasks[0].record if len(tasks) == 1 else None
    records = sorted(name_in_file(task.record) for task in tasks)
    audit(user, Event.EXPORT, about, lane=tasks[0].language, after={"file": name, "records": records})
