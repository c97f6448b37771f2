"""What is searched, as the apps announce it: how a record reads to those who look for it, and by which names it goes."""

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ots_portal.publishing.reading import Words

NOTHING = Words("", "")


@dataclass(frozen=True)
class Item:
    """One thing to be found, as readers of the active language get it; a record may hold several."""

    kind: str
    reference: str
    title: Words
    url: str
    part: str = ""
    thing: str = ""  # what is shown once in results, where that is more than this item
    names: Iterable[Words] = ()  # what else it is called
    facts: Iterable[Words] = ()  # words about it: dates, places, what it belongs to
    text: Words = NOTHING
    place: str = ""
    date: datetime.date | None = None
    date_words: str = ""
    date_machine: str = ""
    is_official: bool | None = None
    page: int | None = None
    facets: Mapping[str, Iterable[Any]] = field(default_factory=dict)


class NameOf(NamedTuple):
    """A name of a record; with a field, a query that holds it can be narrowed to the value."""

    text: str
    language: str
    group: str
    field: str = ""
    value: str = ""
    is_head: bool = False  # the word for what it is, which counts only where no other has it


@dataclass(frozen=True)
class Source:
    """How records of a model are read: `records` gives them with all that `describe` needs, only readable ones."""

    model: type
    records: Callable
    describe: Callable  # (record) -> items, in the active language
    depends: tuple  # the models whose records change what is described, each with the lookup that leads there
    names: Callable  # (record) -> names
    files: Callable  # (record) -> stored files whose text can be found


class Vocabulary(NamedTuple):
    """The values of a closed field by which queries can be narrowed: {value: its names, the first as a label}."""

    field: str
    values: Mapping[str, Iterable[Any]]


_sources = {}
_vocabularies = []


def register(
    model, *, records, describe=lambda record: (), depends=(), names=lambda record: (), files=lambda record: ()
):
    """Announce a model; of plain tables, which have no page, only the names."""
    _sources[model] = Source(model, records, describe, tuple(depends), names, files)


def register_choices(field, choices):
    """Announce a closed field by which queries can be narrowed."""
    _vocabularies.append(Vocabulary(field, {value: [label] for value, label in choices}))


def register_kinds(**models):
    """Announce the kinds of what is found, by the models that bear their names."""
    names = {kind: [model._meta.verbose_name, model._meta.verbose_name_plural] for kind, model in models.items()}
    _vocabularies.append(Vocabulary("type", names))


def sources():
    return list(_sources.values())


def source_of(model):
    return _sources.get(model)


def dependents_of(record):
    """The sources whose records say something of this one, each with the lookup that leads to it."""
    for source in _sources.values():
        for model, path in source.depends:
            if isinstance(record, model):
                yield source, path


def vocabularies():
    return list(_vocabularies)
