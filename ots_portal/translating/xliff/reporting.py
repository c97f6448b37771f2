"""What an import would do, text by text, before anything is written."""

import hashlib
import json
from collections import Counter
from functools import cached_property
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ots_portal import richtext
from ots_portal.accounts.roles import Act, may
from ots_portal.publishing.forms import with_line_ends
from ots_portal.publishing.parts import field_at
from ots_portal.publishing.record_types import models_by_label
from ots_portal.publishing.words import Reader, difference_in_html
from ots_portal.translating.sheets import sheets_of
from ots_portal.translating.shown_texts import legible
from ots_portal.translating.xliff.exchange import digest, exchanged, name_in_file
from ots_portal.translating.xliff.inline import joined, numbers_in, shapes_in, skeleton, table_of, unparse
from ots_portal.translating.xliff.reading import SHOWN, Damaged, piece_in

MOST_DIFFERENCES = 300


class Verdict(models.TextChoices):
    CHANGE = "change", pgettext_lazy("import", "will change")
    UNCHANGED = "unchanged", pgettext_lazy("import", "unchanged")
    EMPTY = "empty", pgettext_lazy("import", "not translated")
    INCOMPLETE = "incomplete", gettext_lazy("refused: blocks without a translation")
    SOURCE = "source", gettext_lazy("refused: the source is newer")
    CLASH = "clash", gettext_lazy("refused: the translation was changed meanwhile")
    DAMAGED = "damaged", gettext_lazy("refused: damaged tags")
    UNFIT = "unfit", gettext_lazy("refused: does not fit")
    RIGHTS = "rights", gettext_lazy("refused: no rights")
    UNKNOWN = "unknown", gettext_lazy("refused: no longer there")


QUIET = {Verdict.UNCHANGED, Verdict.EMPTY}


class Line(NamedTuple):
    """What becomes of one text."""

    label: str
    verdict: Verdict
    message: str = ""
    text: object = None  # as it stands here; None for what is not known or not to be seen
    wanted: str = ""

    @property
    def old(self):
        return legible(self.text.place, self.text.target)

    @property
    def new(self):
        return legible(self.text.place, self.wanted)

    @property
    def difference(self):
        return difference_in_html(self.old, self.new) if self.old else self.new


class RecordReport(NamedTuple):
    """What becomes of one record; `sheet` is None where it is unknown or hidden from the user."""

    name: str
    sheet: object
    lines: list

    @property
    def changes(self):
        return [line for line in self.lines if line.verdict == Verdict.CHANGE]

    @property
    def refused(self):
        return [line for line in self.lines if line.verdict not in {*QUIET, Verdict.CHANGE}]

    @property
    def told(self):
        return [line for line in self.lines if line.verdict not in QUIET]


class Report:
    def __init__(self, file, user):
        self.language = file.language
        sheets = sheets_named([each.name for each in file.records], user)
        texts = exchanged([sheet for sheet in sheets.values() if sheet], file.language)
        self.records = [report_of(each, sheets.get(each.name), texts, file.language, user) for each in file.records]

    @cached_property
    def lines(self):
        return [line for record in self.records for line in record.lines]

    @property
    def changes(self):
        return [line for line in self.lines if line.verdict == Verdict.CHANGE]

    @property
    def counts(self):
        numbers = Counter(line.verdict for line in self.lines)
        return [(verdict, numbers[verdict]) for verdict in Verdict if numbers[verdict]]

    @property
    def told(self):
        return [record for record in self.records if record.told]

    @property
    def shows_differences(self):
        return len(self.changes) <= MOST_DIFFERENCES

    @cached_property
    def seen(self):
        """What names all that this report promises; the same later only if nothing of it has changed."""
        rows = [[record.name, *promise(line)] for record in self.records for line in record.lines]
        return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


def promise(line):
    text = line.text
    return [str(line.verdict), *([text.key, text.source_mark, text.target, line.wanted] if text else [])]


def sheets_named(names, user):
    """{name in the file: sheet}, None where the user may not see the record; what is unknown is left out."""
    known, found = models_by_label(), {}
    references = {}
    for label, _slash, reference in (name.partition("/") for name in names):
        references.setdefault(label, []).append(reference)
    for label in references.keys() & known.keys():
        model = known[label]
        rows = model._base_manager.filter(reference__in=references[label])
        sheets = sheets_of(model, list(rows.values_list("pk", flat=True)))
        is_seen = may(user, Act.VIEW, model)
        found |= {name_in_file(sheet.record): sheet if is_seen else None for sheet in sheets}
    return found


# ---- Records -------------------------------------------------------------------------------------------------
def report_of(read, sheet, texts, language, user):
    if sheet is None:
        return RecordReport(read.name, None, [Line(read.name[:SHOWN], Verdict.UNKNOWN)])
    known = {each.key: each for each in texts[sheet]}
    reader = Reader(sheet.model, {}, (sheet.live, sheet.working))
    may_write = may(user, Act.WRITE, sheet.model, language)
    lines = [line_of(each, known.get(each.key), reader, may_write) for each in read.texts]
    return RecordReport(read.name, sheet, lines)


def line_of(read, text, reader, may_write):
    if text is None:
        return Line(read.key[:SHOWN], Verdict.UNKNOWN)
    verdict, message, wanted = judged(read, text)
    if verdict == Verdict.CHANGE and not may_write:
        verdict = Verdict.RIGHTS
    return Line(reader.fact(text.key), verdict, message, text, wanted)


def judged(read, text):
    """The verdict on one text, what is to be said of it, and the text wanted."""
    if all(is_empty(target) for target in read.targets.values()):
        return Verdict.EMPTY, "", ""
    if read.source_mark != text.source_mark:
        return Verdict.SOURCE, "", ""
    verdict, message, wanted = compared(read, text)
    if verdict not in QUIET and read.target_mark != text.target_mark:
        return Verdict.CLASH, "", ""
    return verdict, message, wanted


def compared(read, text):
    """The same as if nobody had touched the translation since; whoever left a text as it was changes nothing."""
    try:
        wanted = wanted_text(read, text)
    except Damaged as damage:
        return (Verdict.INCOMPLETE if isinstance(damage, Incomplete) else Verdict.DAMAGED), str(damage), ""
    if wanted in {text.target, text.as_exported} or digest(wanted) == read.target_mark:
        return Verdict.UNCHANGED, "", ""
    return checked(text, wanted)


def checked(text, wanted):
    """What is made of a text as its field in a form would make it."""
    field = field_at(text.sheet.model, text.path)
    try:
        value = tidied(field.formfield().clean(wanted), text)
    except ValidationError as error:
        return Verdict.UNFIT, " ".join(error.messages), ""
    if not value:
        return Verdict.EMPTY, "", ""
    if text.place.is_rich and shapes_in(text.parse(value)) != shapes_in(text.parse(wanted)):
        return Verdict.DAMAGED, _("In this order the tags make no text."), ""
    return (Verdict.UNCHANGED if value == text.target else Verdict.CHANGE), "", value


def tidied(value, text):
    if text.place.is_rich:
        return richtext.clean(value)
    value = with_line_ends(value or "")
    is_line = not isinstance(field_at(text.sheet.model, text.path), models.TextField)
    return " ".join(value.split("\n")) if is_line else value


# ---- Texts ---------------------------------------------------------------------------------------------------
def is_empty(target):
    return target is None or not (len(target) or (target.text or "").strip())


class Incomplete(Damaged):
    """Some of the blocks have no translation yet."""


def wanted_text(read, text):
    """The text that the units of a file make together."""
    if set(read.targets) == {text.key}:
        return unparse(read_piece(read.targets[text.key], text, text.source_piece, text.target_piece))
    blocks = text.source_blocks
    old = text.target_blocks or [None] * len(blocks.blocks)
    keys = [f"{text.key}.{number}" for number in range(1, len(old) + 1)]
    if set(read.targets) - set(keys):
        raise Damaged(_("The file has blocks that this text does not have."))
    targets = [read.targets.get(key) for key in keys]
    if empty := [str(number) for number, target in enumerate(targets, 1) if is_empty(target)]:
        raise Incomplete(_("Without a translation: blocks %(numbers)s.") % {"numbers": ", ".join(empty)})
    pairs = enumerate(zip(targets, blocks.blocks, old, strict=True), 1)
    return joined(blocks.frame, [unparse(read_block(number, text, *pair)) for number, pair in pairs])


def read_block(number, text, target, source, old):
    try:
        return read_piece(target, text, source, old)
    except Damaged as damage:
        raise Damaged(_("Block %(number)d: %(message)s") % {"number": number, "message": damage})


def read_piece(target, text, source, old):
    """A unit as the file has it: with the tags of its source, or with those of the present translation."""
    old = old or []
    table = table_of(source, old)
    models = [source, old] if old else [source]
    allowed = [sorted(numbers_in(each, table)) for each in models]
    piece = piece_in(target, table, allowed, is_rich=text.place.is_rich)
    if skeleton(piece) not in map(skeleton, models):
        raise Damaged(_("Paragraphs, lists and tables must stay in their order."))
    return piece
