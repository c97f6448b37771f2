"""What differs between two texts or two documents, in words: no key, path or mark-up reaches the reader."""

import re
from collections import defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.formats import date_format, localize, time_format
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext, pgettext, pgettext_lazy

from ots_portal import richtext
from ots_portal.labels import capitalized
from ots_portal.publishing.changes import row_of
from ots_portal.publishing.documents import rows_in
from ots_portal.publishing.fields import PartialDateField, RichTextField
from ots_portal.publishing.parts import Kind, field_at, fields_of, kinds_of, split
from ots_portal.publishing.publishable import GenericPart

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
TEXTS = (models.CharField, models.TextField, RichTextField)
EMPTY = (None, "", [], False)


class Piece(NamedTuple):
    """A stretch of text that both texts have, or only the old or the new one."""

    kind: str  # same, removed, added
    text: str


class Change(models.TextChoices):
    ADDED = "added", pgettext_lazy("difference", "added")
    REMOVED = "removed", pgettext_lazy("difference", "removed")
    CHANGED = "changed", pgettext_lazy("difference", "changed")
    FORMATTED = "formatted", pgettext_lazy("difference", "same words, formatted differently")


@dataclass(frozen=True)
class Difference:
    """One fact that two documents hold differently: its name, its language if it has one, and both texts."""

    label: str
    language: str
    change: Change
    old: str
    new: str
    is_text: bool = True

    @cached_property
    def pieces(self):
        whole = [Piece("removed", self.old), Piece("added", self.new)]
        return word_difference(self.old, self.new) if self.is_text else [piece for piece in whole if piece.text]

    @property
    def html(self):
        return as_html(self.pieces)


# ---- Texts ---------------------------------------------------------------------------------------------------
def word_difference(old, new):
    """The pieces that lead from one text to the other, word by word."""
    old_words, new_words = _WORDS.findall(old), _WORDS.findall(new)
    pieces = []
    for act, i, j, k, m in SequenceMatcher(str.isspace, old_words, new_words, autojunk=False).get_opcodes():
        if act == "equal":
            pieces.append(Piece("same", "".join(old_words[i:j])))
            continue
        changed = [Piece("removed", "".join(old_words[i:j])), Piece("added", "".join(new_words[k:m]))]
        pieces += [piece for piece in changed if piece.text]
    return pieces


def difference_in_html(old, new):
    """The new text with what is gone from the old one in <del> and what is new in <ins>; nothing for equal texts."""
    return as_html(word_difference(old, new)) if old != new else ""


def as_html(pieces):
    shapes = {"same": "{}", "removed": "<del>{}</del>", "added": "<ins>{}</ins>"}
    return mark_safe("".join(format_html(shapes[piece.kind], piece.text) for piece in pieces))  # noqa: S308


# ---- Documents -----------------------------------------------------------------------------------------------
def differences(model, pairs, *documents, order=()):
    """What {path: [old, new]} says, in the order of a form's names; the documents give rows their numbers."""
    pairs = {path: pair for path, pair in pairs.items() if field_at(model, path) and is_telling(path, pair, pairs)}
    reader = Reader(model, pairs, documents)
    places = places_of(model, order)
    paths = sorted(pairs, key=lambda path: place(path, places, reader.numbers))
    found = [reader.difference(path, *pairs[path]) for path in paths]
    return [each for each in found if each]


def is_telling(path, pair, pairs):
    """Of a row that comes or goes, only what it says."""
    if row_of(path) not in pairs:
        return True
    return not path.endswith("/position") and any(value not in EMPTY for value in pair)


class Reader:
    """Puts paths and values of a model's documents into words of the active language."""

    def __init__(self, model, pairs, documents):
        self.model, self.numbers = model, row_numbers(documents)
        self.names = names_of_related(model, pairs)

    def difference(self, path, old, new):
        field = field_at(self.model, path)
        if isinstance(field, Kind):
            return Difference(self.label(path), "", Change.ADDED if new else Change.REMOVED, "", "")
        texts = self.text_of(field, old), self.text_of(field, new)
        change = change_between(field, *texts)
        is_text = isinstance(field, TEXTS) and not field.choices
        return change and Difference(self.label(path), getattr(field, "language", ""), change, *texts, is_text)

    def label(self, path):
        """“Title (Turkish)”, or “Outcome 2: Text (Turkish)”."""
        field, row = field_at(self.model, path), split(path)[1]
        name = "" if isinstance(field, Kind) else capitalized(field.verbose_name)
        return self.with_row(path, row, name) if row else name

    def with_row(self, path, row, name):
        part = capitalized(field_at(self.model, split(path)[0]).model._meta.verbose_name)
        part = f"{part} {self.numbers.get(row, '')}".strip()
        return pgettext("fact", "%(part)s: %(name)s") % {"part": part, "name": name} if name else part

    def text_of(self, field, value):
        """A value as people read it; rich text without mark-up."""
        if value in (None, "", []):
            return ""
        if field.is_relation:
            return self.named(field, value)
        if field.name == "path" and issubclass(field.model, GenericPart):
            return self.fact(value)
        if isinstance(field, ArrayField):
            return ", ".join(chosen(field.base_field, each) for each in value)
        if field.choices:
            return chosen(field, value)
        return next((say(field, value) for kind, say in SAYINGS.items() if isinstance(field, kind)), str(value))

    def named(self, field, value):
        names, keys = self.names[field.related_model], value if isinstance(value, list) else [value]
        return "\n".join(names.get(str(key)) or gettext("(no longer there)") for key in keys)

    def fact(self, path):
        """The fact that a source or another value is about; it names texts without their language."""
        name, row, field_name = split(path)
        model = self.model
        if field_name and (kind := next((each for each in kinds_of(model) if each.name == name), None)):
            return self.with_row(path, row, field_name_in(kind.model, field_name))
        part = field_at(model, name)
        return (
            capitalized(part.model._meta.verbose_name_plural) if isinstance(part, Kind) else field_name_in(model, name)
        )


def change_between(field, old, new):
    if old == new:
        return Change.FORMATTED if isinstance(field, RichTextField) and old else None
    return Change.CHANGED if old and new else Change.ADDED if new else Change.REMOVED


def field_name_in(model, name):
    fields = {field.name: field for field in [*model._meta.fields, *model._meta.many_to_many]}
    return capitalized(fields[name].verbose_name) if name in fields else name


def chosen(field, value):
    return str(dict(field.flatchoices).get(value, value))


SAYINGS = {
    RichTextField: lambda field, value: richtext.as_text(value),
    models.BooleanField: lambda field, value: gettext("yes") if value else gettext("no"),
    PartialDateField: lambda field, value: field.to_python(value).in_words(get_language()),
    models.DateField: lambda field, value: date_format(field.to_python(value), "DATE_FORMAT"),
    models.TimeField: lambda field, value: time_format(field.to_python(value), "TIME_FORMAT"),
    models.DecimalField: lambda field, value: localize(field.to_python(value)),
}


def row_numbers(documents):
    """The number of each row among its kind, as people count; the last document counts first."""
    numbers = {}
    for document in reversed(documents):
        for rows in rows_in(document).values():
            in_order = sorted(rows, key=lambda key: (rows[key].get("position") or rows[key].get("number") or 0, key))
            numbers = {key: number for number, key in enumerate(in_order, 1)} | numbers
    return numbers


def places_of(model, order):
    """Where each name stands: first the names that the form gives, then the rest as the model has them."""
    names = [field.name for field in [*fields_of(model), *model._meta.many_to_many]]
    places = {name: (number, "") for number, name in enumerate(dict.fromkeys([*order, *names]))}
    last = len(places)
    for kind in kinds_of(model):
        places.setdefault(kind.name, (last, kind.name))
        fields = [*fields_of(kind.model), *kind.model._meta.many_to_many]
        places |= {(kind.name, field.name): number for number, field in enumerate(fields)}
    return places


def place(path, places, numbers):
    """Rows stand in their order, each before its fields."""
    name, row, field_name = split(path)
    return (*places[name], numbers.get(row, 0), row, places.get((name, field_name), -1))


def names_of_related(model, pairs):
    """The names of all records that the values name, {model: {key: name}}: one query for each model."""
    keys = defaultdict(set)
    for path, values in pairs.items():
        field = field_at(model, path)
        if not isinstance(field, Kind) and field.is_relation:
            keys[field.related_model] |= {key for value in values for key in as_list(value)}
    return {
        related: {str(row.pk): str(row) for row in related._base_manager.select_related().filter(pk__in=wanted)}
        for related, wanted in keys.items()
    }


def as_list(value):
    return value if isinstance(value, list) else [] if value is None else [value]
