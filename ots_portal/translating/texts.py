"""Which texts of a record are translated, and where in its document each of them stands."""

from functools import cache
from typing import NamedTuple

from django.conf import settings
from modeltranslation.fields import TranslationField

from ots_portal.languages import FIRST_LANGUAGE
from ots_portal.publishing.documents import rows_in
from ots_portal.publishing.fields import RichTextField
from ots_portal.publishing.parts import fields_of, kinds_of
from ots_portal.publishing.words import TEXTS
from ots_portal.translating.blocks import blocks_of

SOURCES = settings.TRANSLATION_SOURCES
NO_TRANSLATIONS = {"slug", "notice"}  # an address is proposed from the title; each withdrawal says its own words


class Place(NamedTuple):
    """A text of a record in all its languages: `row` is the part's path, if it stands in a part."""

    row: str
    name: str
    is_rich: bool
    wording: str = ""  # the field that says whether a text is a summary or official

    def path(self, language):
        return self.beside(self.name, language)

    def beside(self, name, language):
        return "/".join(filter(None, [self.row, f"{name}_{language}"]))

    def key(self, record):
        """What names the record or part for good, also after a part was moved to another record."""
        return self.row.partition("/")[2] or f"{record._meta.label_lower}/{record.pk}"

    def blocks(self, document, language):
        return blocks_of(document.get(self.path(language)), is_rich=self.is_rich)

    def is_official(self, document, language):
        return bool(self.wording) and document.get(self.beside(self.wording, language)) == "official"


@cache
def fields_to_translate(model):
    """Name, kind and wording of the texts that each row of a model has."""
    fields = [field for field in fields_of(model) if getattr(field, "language", "") == FIRST_LANGUAGE]
    worded = getattr(model, "worded", {})
    found = [(field.translated_field.name, field) for field in fields if is_text(field)]
    return [(name, isinstance(field, RichTextField), worded.get(name, "")) for name, field in found]


def is_text(field):
    is_words = isinstance(field, TranslationField) and isinstance(field, TEXTS) and not field.choices
    return is_words and field.translated_field.name not in NO_TRANSLATIONS


def places_in(model, document):
    """The places of a document's texts: the record's own, then those of its parts."""
    for field in fields_to_translate(model):
        yield Place("", *field)
    rows = rows_in(document)
    for kind in kinds_of(model):
        fields = () if kind.model.language_field else fields_to_translate(kind.model)
        for row in rows[kind.name] if fields else ():
            yield from (Place(f"{kind.name}/{row}", *field) for field in fields)
