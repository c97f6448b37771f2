"""The names in plain tables – cities, countries, lines of menus –, which records use and nobody publishes."""

from functools import cache
from typing import NamedTuple

from django.apps import apps
from django.db.models import Count, Q

from ots_portal.accounts.roles import may_word
from ots_portal.labels import capitalized
from ots_portal.translating.texts import SOURCES, fields_to_translate
from ots_portal.turkish import sort_key


class Name(NamedTuple):
    """A name of a row in the language of its source, and in the one to translate into."""

    row: object
    field: str
    source: str
    words: str
    language: str

    @property
    def key(self):
        """What names it in addresses and forms."""
        return f"{self.place}/{self.column}"

    @property
    def place(self):
        return f"{self.row._meta.label_lower}/{self.row.pk}"

    @property
    def column(self):
        return f"{self.field}_{self.language}"

    @property
    def type_name(self):
        return capitalized(self.row._meta.verbose_name)


@cache
def named_models():
    """The tables whose rows are named once for all records; each says so itself."""
    return [model for model in apps.get_models() if getattr(model, "is_named_once", False)]


def worded_models(user, language):
    return [model for model in named_models() if may_word(user, model, language)]


def names(models, language):
    """The names that have a source, those to do first: one query for each table."""
    found = [name for model in models for row in model._base_manager.all() for name in names_of(row, language)]
    return sorted(found, key=lambda name: (bool(name.words), name.type_name, sort_key(name.source, SOURCES[language])))


def names_of(row, language):
    for field, _is_rich, _wording in fields_to_translate(type(row)):
        if source := getattr(row, f"{field}_{SOURCES[language]}"):
            yield Name(row, field, source, getattr(row, f"{field}_{language}") or "", language)


def missing(user, language):
    """How many names have no words yet in a language that the user writes; one query for each table."""
    return sum(missing_in(model, language) for model in worded_models(user, language))


def missing_in(model, language):
    counts = {name: Count("pk", filter=is_missing(name, language)) for name, *_more in fields_to_translate(model)}
    return sum(model._base_manager.aggregate(**counts).values())


def is_missing(name, language):
    source, words = f"{name}_{SOURCES[language]}", f"{name}_{language}"
    return Q(**{f"{source}__gt": ""}) & (Q(**{f"{words}__isnull": True}) | Q(**{words: ""}))
