"""Searching what is published: `search()` gives a page of hits with all that leads on from it, `suggest()` a few names."""

from dataclasses import dataclass, field, replace
from typing import NamedTuple

from ots_portal.search.marking import snippet, sought_by
from ots_portal.search.missing import note
from ots_portal.search.models import Entry
from ots_portal.search.ranking import Wanted, found
from ots_portal.search.spelling import corrected
from ots_portal.search.understanding import label_of, understood

PER_PAGE = 20
MOST_SUGGESTIONS = 8
ASKED_ONLY = ("keys", "facets", "names", "words")  # what the database asks of an entry, and no page shows

# A kind or state narrows whatever words stand with it; a place or year alone may only be part of a name.
TELLING = {"kind", "status", "format"}
PLACES_AND_TIMES = {"city", "country", "year", "date"}

LOOSE_WAYS = (Wanted(is_broad=True), Wanted(is_loose=True))


@dataclass(frozen=True)
class Filters:
    """What the reader chose beside the text: values of the same field mean or, different fields mean and."""

    kinds: tuple[str, ...] = ()  # data-type: meeting, series, document, ...
    areas: tuple[str, ...] = ()  # references of areas
    years: tuple[int, ...] = ()


class Understood(NamedTuple):
    """A part of the text that narrows the results; `text` is what is left without it."""

    field: str  # type, kind, status, format, city, country, series, area, year
    label: str
    text: str


class Hit(NamedTuple):
    kind: str  # data-type
    reference: str
    title: str
    title_language: str
    url: str
    place: str
    date_words: str
    date_machine: str  # for <time datetime>; "" without a date
    is_official: bool | None  # None: nobody says whose words these are
    snippet: str  # safe HTML with <mark>
    snippet_language: str
    page: int | None  # of the PDF file in which the words stand


@dataclass
class Results:
    text: str
    understood: list[Understood] = field(default_factory=list)
    is_narrowed: bool = False  # do `understood` narrow these hits? Else they are only what the text could mean
    hits: list[Hit] = field(default_factory=list)
    total: int = 0
    page: int = 1
    pages: int = 1
    kinds: dict[str, int] = field(default_factory=dict)  # {data-type: number with the other filters as they are}
    areas: dict[str, int] = field(default_factory=dict)
    years: dict[int, int] = field(default_factory=dict)
    corrected: str = ""  # nothing was found as it was typed: these are the hits of this text
    is_loose: bool = False  # nothing has all words: these have as many of them as possible


def search(
    text: str, language: str, *, filters: Filters = Filters(), page: int = 1, is_literal: bool = False
) -> Results:
    """A page of what readers of a language may find; whatever is typed, this gives an answer.

    What nothing has is sought again with the words corrected, unless the text is meant literally, then with words that
    begin alike, then with some words.
    """
    query = understood(text, language)
    if not query.words:
        return Results(query.text)
    if results := first_of(query, strict_ways(query), filters, page):
        return results
    results = None if is_literal else first_corrected(corrected(query), language, filters, page)
    results = results or first_of(query, LOOSE_WAYS, filters, page) or Results(query.text)
    if page == 1 and filters == Filters() and (results.is_loose or not results.total):
        note(query)
    return results


def first_corrected(correction, language, filters, page):
    """The results of what was probably meant: whatever has all its words; where one slip explains it, also some."""
    for text, ways in ((correction.likely, strict_ways), (correction.sure, lambda query: LOOSE_WAYS)):
        other = understood(text, language)
        if text and (results := first_of(other, ways(other), filters, page)):
            return replace(results, corrected=text)
    return None


def strict_ways(query):
    """All and only what the text narrows to, else what has all its words."""
    fields = {meaning.field for meaning in query.meanings}
    if len(fields) > 1 or (fields == {"type"} and not query.rest) or (fields and fields <= TELLING and query.rest):
        yield Wanted(is_narrowed=True)
    yield Wanted()


def first_of(query, ways, filters, page):
    """The results of the first way to read the text that gives any, or None."""
    for wanted in ways:
        answer = found(query, wanted, filters, page, PER_PAGE)
        if wanted.is_narrowed and answer.is_name and query.rest:
            continue
        if answer.total_before_filters or (wanted.is_narrowed and is_set(query)):
            return results_of(query, wanted, answer)
    return None


def results_of(query, wanted, answer):
    entries, sought = Entry.objects.defer(*ASKED_ONLY).in_bulk(answer.keys), sought_by(query)
    meanings = query.meanings if wanted.is_narrowed else []
    return Results(
        text=query.text,
        understood=[Understood(each.field, each.label, query.without(each)) for each in meanings],
        is_narrowed=wanted.is_narrowed,
        hits=[hit(entries[key], sought) for key in answer.keys],
        total=answer.total,
        page=answer.page,
        pages=max(1, -(-answer.total // PER_PAGE)),
        kinds=answer.counts("type"),
        areas=answer.counts("area"),
        years={int(year): number for year, number in answer.counts("year").items()},
        is_loose=wanted.is_broad or wanted.is_loose,
    )


def is_set(query):
    """Does every word narrow, as in "2022 meetings"? Then the answer may well be that there is none."""
    fields = {meaning.field for meaning in query.meanings}
    return (
        not query.rest and bool(fields & {"year", "date"}) and set() < fields - PLACES_AND_TIMES <= {"type", "series"}
    )


def hit(entry, sought):
    return Hit(
        kind=entry.kind,
        reference=entry.reference,
        title=entry.title,
        title_language=entry.title_language,
        url=entry.url,
        place=entry.place,
        date_words=entry.date_words,
        date_machine=entry.date_machine,
        is_official=entry.is_official,
        snippet=snippet(entry.text, entry.text_language, sought),
        snippet_language=entry.text_language,
        page=entry.page,
    )


def kind_label(kind: str, language: str) -> str:
    """The name of a data-type for several of them, as filters show it."""
    return label_of("type", kind, language)


# ---- While typing --------------------------------------------------------------------------------------------
class Suggestion(NamedTuple):
    title: str
    title_language: str
    kind: str
    reference: str
    url: str


def suggest(text: str, language: str) -> list[Suggestion]:
    """The few things whose names fit what was typed so far best."""
    query = understood(text, language)
    if not query.words:
        return []
    answer = found(query, Wanted(only_names=True), Filters(), 1, MOST_SUGGESTIONS)
    entries = Entry.objects.defer(*ASKED_ONLY, "text").in_bulk(answer.keys)
    return [
        Suggestion(each.title, each.title_language, each.kind, each.reference, each.url)
        for each in map(entries.get, answer.keys)
    ]
