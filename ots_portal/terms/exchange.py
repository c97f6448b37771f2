"""Terms as a table: written for spreadsheets, and read back with a report before anything is kept."""

import csv
from hashlib import sha256
from io import StringIO
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ots_portal import turkish
from ots_portal.accounts.audit import Event
from ots_portal.accounts.audit import record as audit
from ots_portal.labels import capitalized
from ots_portal.languages import FIRST_LANGUAGE, LANGUAGES
from ots_portal.spreadsheets import FORMULA_STARTS, MARK, harmless
from ots_portal.terms.models import WORDS, Term, lines

MOST_BYTES, MOST_ROWS = 1_000_000, 5_000
BETWEEN = " | "
MANY = {f"{name}_{code}" for name in ("also", "forbidden") for code in LANGUAGES}
COLUMNS = ["reference", "category", "kind", "status", *(f"{n}_{code}" for code in LANGUAGES for n in WORDS), "source"]
DEMANDED = {"category", f"wording_{FIRST_LANGUAGE}"}


# ---- Writing -------------------------------------------------------------------------------------------------
def csv_of(terms):
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows([cell(name, getattr(term, name)) for name in COLUMNS] for term in terms)
    return MARK + text.getvalue()


def cell(name, value):
    """Several wordings stand in one cell."""
    return harmless(BETWEEN.join(lines(value or "")) if name in MANY else value or "")


def value_in(name, cell):
    text = cell.strip()
    if text[:1] == "'" and text[1:].startswith(FORMULA_STARTS):
        text = text[1:]
    if name in MANY:
        return "\n".join(filter(None, (each.strip() for each in text.split("|")))) or None
    return text or (None if name.endswith(tuple(f"_{code}" for code in LANGUAGES)) else "")


# ---- Reading -------------------------------------------------------------------------------------------------
class Refusal(NamedTuple):
    """What is wrong in a line of the file; 0 is the file itself."""

    line: int
    column: str
    reason: str


class Row(NamedTuple):
    """A term as the file wants it; `before` is {column: value} of what it changes, for a new term None."""

    line: int
    term: Term
    before: dict | None

    @property
    def differences(self):
        return [
            (label_of(name), shown(old), shown(getattr(self.term, name))) for name, old in (self.before or {}).items()
        ]


class Report:
    """What reading a file would do, or what stands against it."""

    def __init__(self):
        self.added, self.changed, self.unchanged, self.refusals = [], [], 0, []

    @property
    def is_fit(self):
        return not self.refusals and bool(self.added or self.changed)

    @property
    def digest(self):
        """Other terms in the database would make another report of the same file."""
        told = [(row.line, row.term.pk, row.before) for row in (*self.added, *self.changed)]
        return sha256(repr(told).encode()).hexdigest()

    def refuse(self, line, column, reason):
        self.refusals.append(Refusal(line, column, reason))

    def take(self, row):
        if row.before is None:
            self.added.append(row)
        elif row.before:
            self.changed.append(row)
        else:
            self.unchanged += 1


def examine(content):
    """Read the bytes of a file; nothing is written."""
    report = Report()
    try:
        rows = list(rows_of(text_of(content)))
    except ValidationError as error:
        report.refuse(0, "", error.messages[0])
        return report
    known = {term.reference: term for term in Term.objects.all()}
    seen = {}
    for line, values in rows:
        examine_row(report, line, values, known, seen)
    return report


def text_of(content):
    if len(content) > MOST_BYTES:
        raise ValidationError(_("The file is larger than 1 MB."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValidationError(_("The file is not in UTF-8. In Excel, save it as “CSV UTF-8”."))
    if "\0" in text or not text.strip():
        raise ValidationError(_("This is no table of terms."))
    return text


def rows_of(text):
    """(number of the line, {column: text}) of each line that says something."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter_of(text), strict=True)
    try:
        header = [name.strip().lower() for name in next(reader)]
        refuse_header(header)
        line = reader.line_num + 1
        for number, cells in enumerate(reader):
            if number >= MOST_ROWS:
                raise ValidationError(_("The file has more than %(number)d lines.") % {"number": MOST_ROWS})
            if any(cell.strip() for cell in cells):
                yield line, dict(zip(header, cells, strict=False)) | more_cells(header, cells)
            line = reader.line_num + 1
    except csv.Error:
        raise ValidationError(_("Line %(line)d cannot be read as CSV.") % {"line": reader.line_num})


def delimiter_of(text):
    """Excel writes semicolons where a comma stands in decimal numbers."""
    first = text.lstrip().partition("\n")[0]
    return max(",;\t", key=first.count)


def refuse_header(header):
    unknown = [name for name in header if name not in COLUMNS]
    if unknown:
        reason = _("There is no column “%(name)s”. Known are: %(known)s.")
        raise ValidationError(reason % {"name": unknown[0][:60], "known": ", ".join(COLUMNS)})
    if twice := next((name for name in header if header.count(name) > 1), None):
        raise ValidationError(_("The column “%(name)s” stands there twice.") % {"name": twice})
    if not {"reference", f"wording_{FIRST_LANGUAGE}"} & set(header):
        raise ValidationError(_("The first line must hold the names of the columns, “reference” among them."))


def more_cells(header, cells):
    return {None: cells[len(header) :]} if any(cell.strip() for cell in cells[len(header) :]) else {}


def examine_row(report, line, values, known, seen):
    if values.pop(None, None):
        return report.refuse(line, "", _("This line has more cells than there are columns."))
    values = {name: value_in(name, cell) for name, cell in values.items()}
    reference = values.get("reference") or turkish.slugify(values.get(f"wording_{FIRST_LANGUAGE}") or "")
    if reference in seen:
        reason = _("This term stands in line %(line)d already.") % {"line": seen[reference]}
        return report.refuse(line, label_of("reference"), reason)
    seen[reference] = line
    old = known.get(reference)
    term = Term.objects.model(**{name: getattr(old, name) for name in ["pk", *COLUMNS]}) if old else Term()
    row = Row(line, term, None if old is None else {})
    for name, value in (values | {"reference": reference}).items():
        if old is not None and (getattr(old, name) or "") != (value or ""):
            row.before[name] = getattr(old, name)
        setattr(term, name, value)
    refuse_unfit(report, row)
    return report.take(row)


def refuse_unfit(report, row):
    try:
        row.term.full_clean(validate_unique=False, exclude=WORDS)
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            report.refuse(row.line, label_of(name), " ".join(messages))


def label_of(name):
    return capitalized(Term._meta.get_field(name).verbose_name) if name in COLUMNS else ""


def shown(text):
    return BETWEEN.join(lines(text or ""))


# ---- Keeping -------------------------------------------------------------------------------------------------
@transaction.atomic
def keep(report, user):
    """Write all that a fit report says, or nothing; each term leaves its trace in the log."""
    for row in (*report.added, *report.changed):
        row.term.save()
        names = row.before if row.before is not None else [name for name in COLUMNS if getattr(row.term, name)]
        audit(user, Event.IMPORT, row.term, before=row.before, after={name: getattr(row.term, name) for name in names})
