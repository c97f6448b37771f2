"""What a query means: its words with all that they are also called, and the kinds, places, series and years it names.

Only names that stand in the database or in the closed vocabularies of the records count; nothing is known here.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from django.db.models import Q
from django.utils import translation

from ots_portal.labels import capitalized, ordinal_in_figures
from ots_portal.languages import LANGUAGES
from ots_portal.search.models import Name, Word
from ots_portal.search.sources import vocabularies
from ots_portal.search.tokens import Token, dates, name_key, tokens
from ots_portal.turkish import fold

MOST_WORDS = 16
LONGEST_NAME = 8
LONGEST_QUERY = 300
YEARS = frozenset(map(str, range(1900, 2100)))

# Words that say nothing of what is sought; whoever seeks only such words gets them sought.
_IDLE = """
    a an and are at by for from in is of on or the to was were what when where which who with held
    bir bu da daki de deki en hangi ile icin kim mi ne nerede olan olarak ve veya ya yapilan yapildi duzenlenen
    yil yili yilinda yilindaki year gerceklestirilen hakkinda iliskin tum butun
"""
IDLE = frozenset(_IDLE.split())


class Meaning(NamedTuple):
    """What the words from `start` to `end` narrow the results to: any of these facets."""

    field: str
    facets: tuple[str, ...]
    label: str
    start: int
    end: int


@dataclass
class Query:
    """A text as it is searched."""

    text: str
    language: str
    words: list[Token] = field(default_factory=list)
    dates: dict[int, tuple[str, int]] = field(default_factory=dict)  # the date at a word, and the last word of it
    names: dict[tuple[int, int], list[Name]] = field(default_factory=dict)  # what else these words are called
    spellings: list[str] = field(default_factory=list)  # names that the whole text is, as they are written
    meanings: list[Meaning] = field(default_factory=list)
    known: dict[str, str] = field(default_factory=dict)  # its words, and two of them as one, as the index has them

    @property
    def key(self) -> str:
        return fold(self.text)

    @property
    def is_idle(self) -> bool:
        """Does no word say what is sought? Then they may still be a name, as WHO is."""
        return all(word.forms[0] in IDLE for word in self.words)

    @property
    def telling(self) -> list[int]:
        """The words that say what is sought."""
        return [number for number, word in enumerate(self.words) if self.is_idle or word.forms[0] not in IDLE]

    @property
    def rest(self) -> list[int]:
        """The telling words that narrow nothing."""
        meant = {number for each in self.meanings for number in range(each.start, each.end + 1)}
        return [number for number in self.telling if number not in meant]

    def without(self, meaning: Meaning) -> str:
        """The text without the words that have a meaning."""
        start, end = self.words[meaning.start].start, self.words[meaning.end].end
        return " ".join(f"{self.text[:start]} {self.text[end:]}".split())


def understood(text: str, language: str) -> Query:
    """The query of what somebody typed, whatever it is; one question to the database."""
    query = Query(" ".join(storable(text[:LONGEST_QUERY]).split()), language)
    query.words = list(tokens(query.text, language))[:MOST_WORDS]
    query.dates = dates_at(query)
    phrases = phrases_of(query)
    by_key, by_group = known_names(phrases)
    for span, keys in phrases.items():
        named = [name for key in keys for name in by_key.get(key, ()) if not name.is_head]
        others = {other.key: other for name in named for other in by_group[name.group] if other.key not in keys}
        if others:
            query.names[span] = list(others.values())
        if span == (0, len(query.words) - 1):
            query.spellings = [fold(name.text) for name in named]
    query.meanings = meanings_of(query, by_key)
    query.known = known_among(
        [word.forms[0] for word in query.words] + [joined(query, n) for n in range(len(query.words) - 1)]
    )
    return query


def known_among(words):
    """{word: as it is written}, of these words the ones that the index holds or held"""
    return dict(Word.objects.filter(folded__in=words).values_list("folded", "shown"))


def storable(text: str) -> str:
    """Without what the database cannot hold."""
    return text.replace("\0", " ").encode(errors="ignore").decode()


def dates_at(query):
    starts = {word.start: number for number, word in enumerate(query.words)}
    found = {}
    for each in dates(query.text):
        if each.start in starts:
            last = max(number for number, word in enumerate(query.words) if word.start < each.end)
            found[starts[each.start]] = (each.date, last)
    return found


def joined(query, number):
    """A word and the next one as one: iş birliği may be written işbirliği."""
    return query.words[number].forms[0] + query.words[number + 1].forms[0]


def phrases_of(query):
    """{(first word, last word): its keys in all languages}"""
    number = len(query.words)
    spans = [(start, end) for start in range(number) for end in range(start, min(number, start + LONGEST_NAME))]
    return {span: keys_of(query.words[span[0] : span[1] + 1]) for span in spans}


def keys_of(words):
    text = " ".join(word.forms[0] for word in words)
    return list(dict.fromkeys(name_key(text, language) for language in LANGUAGES))


def known_names(phrases):
    """The names that the phrases are, and by their groups all names that mean the same."""
    keys = {key for own in phrases.values() for key in own}
    groups = Name.objects.filter(key__in=keys, is_head=False).values("group")
    others = Name.objects.filter(group__in=groups, is_head=False).values("key")
    by_key, by_group = defaultdict(list), defaultdict(list)
    for name in Name.objects.filter(Q(key__in=keys) | Q(group__in=groups) | Q(key__in=others)):
        by_key[name.key].append(name)
        if not name.is_head:
            by_group[name.group].append(name)
    return by_key, by_group


# ---- Narrowing -----------------------------------------------------------------------------------------------
def meanings_of(query, by_key):
    """What the words narrow to; longer names first, and no word twice."""
    found = [
        Meaning("date", (f"date:{date[1:]}",), query.text[query.words[start].start : query.words[end].end], start, end)
        for start, (date, end) in query.dates.items()
    ]
    taken = {number for each in found for number in range(each.start, each.end + 1)}
    spans = [(start, end) for start in range(len(query.words)) for end in range(start, len(query.words))]
    for span in sorted(spans, key=lambda span: span[0] - span[1]):
        own = set(range(span[0], span[1] + 1))
        if span[1] - span[0] < LONGEST_NAME and not own & taken and (meaning := meaning_of(query, span, by_key)):
            found.append(meaning)
            taken |= own
    return sorted(found, key=lambda each: each.start)


def meaning_of(query, span, by_key):
    word = query.words[span[0]]
    if span[0] == span[1] and word.forms[0] in YEARS:
        return Meaning("year", (f"year:{word.forms[0]}",), word.forms[0], *span)
    if span[0] == span[1] and word.forms[-1].startswith("#"):
        number = int(word.forms[-1].removeprefix("#"))
        return Meaning("ordinal", (f"ordinal:{number}",), ordinal_in_figures(number, query.language), *span)
    keys = [*keys_of(query.words[span[0] : span[1] + 1]), *(name.key for name in query.names.get(span, ()))]
    if values := [each for key in keys for each in closed_names().get(key, ())]:
        facets = tuple(dict.fromkeys(f"{name}:{value}" for name, value in values))
        return Meaning(values[0][0], facets, label_of(*values[0], query.language), *span)
    named = [name for key in keys for name in by_key.get(key, ()) if name.field]
    return meaning_of_names(query, span, named)


def meaning_of_names(query, span, named):
    """A whole name may stand for several things; the word for what something is only for a single one."""
    whole = [name for name in named if not name.is_head]
    values = sorted({(name.field, name.value) for name in whole or named})
    if not values or (not whole and len(values) > 1):
        return None
    facets = tuple(f"{name}:{value}" for name, value in values)
    return Meaning(values[0][0], facets, label_among(whole, query) if whole else written(query, span), *span)


def label_among(names, query):
    """The name in the reader's language, as far as these rows have it; else as it was asked for."""
    return next((name.text for name in names if name.language == query.language), names[0].text)


def written(query, span):
    """As it was asked for: of "Devlet Başkanları Zirvesi" the word "zirve" alone would be shown with its suffix."""
    return capitalized(query.text[query.words[span[0]].start : query.words[span[1]].end])


@cache
def closed_names():
    """{key: [(field, value)]} of all closed vocabularies in all languages."""
    found = defaultdict(list)
    for language in LANGUAGES:
        with translation.override(language):
            for vocabulary in vocabularies():
                for value, labels in vocabulary.values.items():
                    for label in labels:
                        found[name_key(str(label), language)].append((vocabulary.field, value))
    return {key: list(dict.fromkeys(values)) for key, values in found.items() if key}


def label_of(field_name, value, language):
    """The label of a value of a closed vocabulary."""
    labels = [each.values[value] for each in vocabularies() if each.field == field_name and value in each.values]
    with translation.override(language):
        return capitalized(str(labels[0][-1])) if labels else value
