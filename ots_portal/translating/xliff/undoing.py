"""What became of the texts that a file brought, and taking back those that nobody has touched since."""

from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from ots_portal import richtext
from ots_portal.accounts.audit import Event
from ots_portal.accounts.audit import record as audit
from ots_portal.accounts.roles import Act, may
from ots_portal.publishing.announcing import tell
from ots_portal.publishing.bundles import key_of
from ots_portal.publishing.desk import Desk
from ots_portal.publishing.drafting import bring_in
from ots_portal.publishing.fields import RichTextField
from ots_portal.publishing.parts import field_at
from ots_portal.publishing.record_types import models_by_label
from ots_portal.publishing.words import Reader, difference_in_html
from ots_portal.translating.sheets import sheets_of
from ots_portal.translating.xliff.importing import in_log
from ots_portal.translating.xliff.models import ImportedFile


class Fate(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("imported text", "in the draft, as imported")
    PUBLISHED = "published", pgettext_lazy("imported text", "published since")
    WORKED_ON = "worked-on", pgettext_lazy("imported text", "changed since")


class ImportedText(NamedTuple):
    path: str
    label: str
    fate: Fate
    before: str | None
    after: str
    is_rich: bool

    @property
    def difference(self):
        before, after = (
            richtext.as_text(each or "") if self.is_rich else each or "" for each in (self.before, self.after)
        )
        return difference_in_html(before, after) if before else after


class ImportedRecord(NamedTuple):
    sheet: object
    texts: list

    @property
    def drafted(self):
        return [text for text in self.texts if text.fate == Fate.DRAFT]


def records_of(imported, user):
    """The records that a file changed, of the types that the user may see, with what became of each text."""
    known, keys = models_by_label(), {}
    for label, _dash, key in (each.rpartition("-") for each in imported.changes):
        keys.setdefault(label, []).append(int(key))
    seen = {label: pks for label, pks in keys.items() if label in known and may(user, Act.VIEW, known[label])}
    sheets = [sheet for label, pks in seen.items() for sheet in sheets_of(known[label], pks)]
    return [ImportedRecord(sheet, list(texts_of(sheet, imported.changes[key_of(sheet.record)]))) for sheet in sheets]


def texts_of(sheet, changes):
    reader = Reader(sheet.model, {}, (sheet.live, sheet.working))
    for path, (before, after) in changes.items():
        field = field_at(sheet.model, path)
        if field:
            is_rich = isinstance(field, RichTextField)
            yield ImportedText(path, reader.label(path), fate_of(sheet, path, after), before, after, is_rich)


def fate_of(sheet, path, after):
    if sheet.working.get(path) != after:
        return Fate.WORKED_ON
    return Fate.DRAFT if sheet.draft and path in sheet.drafted else Fate.PUBLISHED


def may_undo(imported, user):
    """Whoever may write all that the file changed."""
    known = models_by_label()
    models_changed = {known.get(key.rpartition("-")[0]) for key in imported.changes} - {None}
    return all(may(user, Act.WRITE, model, imported.language) for model in models_changed)


@transaction.atomic
def undo(imported, user):
    """Give the drafts back what they said before; what was published or changed since stays. The number of texts."""
    imported = ImportedFile.objects.select_for_update().get(pk=imported.pk)
    if not imported.imported_at or imported.undone_at:
        raise ValidationError(_("There is nothing to undo."))
    for record in sorted(records_of(imported, user), key=lambda each: key_of(each.sheet.record)):
        Desk(record.sheet.record, locked=True)
    number = sum(take_back(record, imported.language, user) for record in records_of(imported, user))
    if not number:
        raise ValidationError(_("Nothing was undone: every text was published or changed since."))
    imported.undone_at = timezone.now()
    imported.save(update_fields=["undone_at"])
    audit(user, Event.UNDO, imported, lane=imported.language, after=in_log(imported) | {"undone": number})
    return number


def take_back(record, language, user):
    """Nobody types anything here: the old words have kept what they were made from."""
    if record.drafted:
        desk = Desk(record.sheet.record)
        bring_in(desk, user, desk.working, desk.working | {text.path: text.before for text in record.drafted})
        tell(desk, "save", [language], user)
    return len(record.drafted)
