"""Bringing a translator's file into drafts, and taking that back; each in one transaction."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ots_portal.accounts.audit import Event
from ots_portal.accounts.audit import record as audit
from ots_portal.publishing.bundles import key_of
from ots_portal.publishing.desk import Desk
from ots_portal.publishing.drafting import save_draft
from ots_portal.translating.texts import SOURCES
from ots_portal.translating.xliff.models import ImportedFile
from ots_portal.translating.xliff.reading import bytes_of, read
from ots_portal.translating.xliff.reporting import Report


class Overtaken(ValidationError):
    """What the report said is no longer true; nothing was written."""


def take_in(upload, user):
    """Keep a file until its report is confirmed; Refused where it is no file of ours."""
    content = bytes_of(upload)
    language = read(content).language
    ImportedFile.objects.forgotten().delete()
    name = (upload.name or "")[-200:].replace("\0", "")
    return ImportedFile.objects.create(name=name, language=language, content=content, user=user)


def report_of(imported, user):
    return Report(read(bytes(imported.content)), user)


@transaction.atomic
def carry_out(imported, user, seen):
    """Write just what the report said that was `seen`; Overtaken where it would say something else now."""
    imported = ImportedFile.objects.select_for_update().get(pk=imported.pk)
    if imported.imported_at:
        raise Overtaken(_("This file is imported already."))
    lock([record.sheet.record for record in report_of(imported, user).records if record.sheet])
    report = report_of(imported, user)
    if report.seen != seen or not report.changes:
        raise Overtaken(_("Something was changed after you opened this report. Nothing was written; read it again."))
    for record in report.records:
        if record.changes:
            imported.changes[key_of(record.sheet.record)] = written(record, imported.language, user)
    imported.texts, imported.content, imported.imported_at = len(report.changes), b"", timezone.now()
    imported.save()
    audit(user, Event.IMPORT, imported, lane=imported.language, after=in_log(imported))
    return imported


def lock(records):
    """All in the same order, so that two imports never wait for each other."""
    for record in sorted(records, key=key_of):
        Desk(record, locked=True)


def written(record, language, user):
    """Save the texts of one record, made from the source that the file has; {path: [before, after]}."""
    sheet, source = record.sheet, SOURCES[language]
    paths = {line.text.place.path(source): line.text for line in record.changes}
    sources = {path: sheet.source(source).get(path) for path in paths}
    base = sheet.working | sources
    changes = {line.text.path: [base.get(line.text.path), line.wanted] for line in record.changes}
    save_draft(sheet.record, user, base, base | {path: wanted for path, (_was, wanted) in changes.items()})
    return changes


def in_log(imported):
    return {"file": imported.name, "texts": imported.texts, "records": sorted(imported.changes)}
