"""The log of acts as a file: the rows of the list as it is narrowed, all pages of it."""

import csv
import json
from codecs import getwriter
from tempfile import TemporaryFile

from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.http import FileResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_safe

from ots_portal.accounts.audit import Event, record
from ots_portal.spreadsheets import MARK, harmless

NAME = "log.csv"
CHUNK = 2000
COLUMNS = [
    "number",
    "time",
    "user",
    "who",
    "event",
    "type",
    "record",
    "record_name",
    "reference",
    "language",
    "before",
    "after",
]


class LogFile:
    """A mixin of the log's ModelAdmin."""

    def get_urls(self):
        view = self.admin_site.admin_view(require_safe(self.file_view))
        return [path("csv/", view, name="accounts_auditentry_csv"), *super().get_urls()]

    def file_view(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            entries = self.get_changelist_instance(request).queryset
        except IncorrectLookupParameters:
            return redirect("admin:accounts_auditentry_changelist")
        file = TemporaryFile()  # noqa: SIM115 - the answer closes it
        number = write(entries, file)
        record(request.user, Event.DOWNLOAD, after={"file": NAME, "rows": number, "filters": request.GET.urlencode()})
        file.seek(0)
        return FileResponse(file, as_attachment=True, filename=NAME, content_type="text/csv; charset=utf-8")


def write(entries, file):
    """A part at a time, however long the log is; returns the number of entries."""
    text = getwriter("utf-8")(file)
    text.write(MARK)
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    number = 0
    for number, entry in enumerate(entries.iterator(chunk_size=CHUNK), 1):  # noqa: B007 - the last one counts
        writer.writerow(map(harmless, row(entry)))
    return number


def row(entry):
    of = entry.content_type
    return [
        str(entry.pk),
        entry.at.isoformat(),
        str(entry.user_id or ""),
        entry.user_name,
        entry.event,
        f"{of.app_label}.{of.model}" if of else "",
        entry.object_id,
        entry.record_name,
        entry.reference,
        entry.lane,
        values(entry.before),
        values(entry.after),
    ]


def values(facts):
    return json.dumps(facts, ensure_ascii=False, cls=DjangoJSONEncoder) if facts else ""
