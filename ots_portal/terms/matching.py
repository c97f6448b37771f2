"""Finding terms in a text: which stand where, inflected or not, the longest first; pure functions on text."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from ots_portal import turkish
from ots_portal.terms import english_forms, turkish_forms

LONGEST_KEY = 3
_WORD = re.compile(rf"\w+(?:[{turkish.APOSTROPHES}]\w+)*(?:(?<=s)[’'])?")  # “States’” has its apostrophe at the end
_APOSTROPHES = str.maketrans(dict.fromkeys(turkish.APOSTROPHES, "’"))
_UNHATTED = str.maketrans("âîû", "aiu")  # “resmî” is also written without
_GAP = re.compile(r"[ \t\u00a0\u202f]+")
_ORDINALS = (
    "[Bb]irinci|[İi]kinci|[Üü]çüncü|[Dd]ördüncü|[Bb]eşinci|[Aa]ltıncı|[Yy]edinci|[Ss]ekizinci|[Dd]okuzuncu|[Oo]nuncu"
)
_WITH_ORDINAL = re.compile(rf"[ \u00a0]+(?:\d+\.|{_ORDINALS})[ \u00a0]+")
_HYPHEN = re.compile(r"[ \u00a0]?[-\u2010-\u2015][ \u00a0]?")


@dataclass(frozen=True)
class Entry:
    """A term as it is looked for: its wordings and abbreviations by language, the one to write first."""

    key: object
    kind: str
    wordings: dict[str, tuple[str, ...]]
    abbreviations: dict[str, str] = field(default_factory=dict)
    forbidden: dict[str, tuple[str, ...]] = field(default_factory=dict)
    note: dict[str, str] = field(default_factory=dict)

    def wording(self, language: str) -> str:
        return next(iter(self.wordings.get(language, ())), "")

    def abbreviation(self, language: str) -> str:
        """Its own in a language; where it has none, that of another language is used as it is."""
        return self.abbreviations.get(language) or next(iter(self.abbreviations.values()), "")

    def __hash__(self) -> int:
        return hash(self.key)


class Word(NamedTuple):
    start: int
    end: int
    text: str
    small: str


class Hit(NamedTuple):
    """A stretch of text that is a term; several terms may have the same wording."""

    start: int
    end: int
    text: str
    entries: tuple[Entry, ...]


def normalized(text: str) -> str:
    """The text in which the places of hits are counted."""
    return unicodedata.normalize("NFC", text)


# ---- Words ---------------------------------------------------------------------------------------------------
def words_of(text: str, language: str) -> list[Word]:
    return [Word(*each.span(), each[0], small(each[0], language)) for each in _WORD.finditer(text)]


def small(text: str, language: str) -> str:
    lowered = turkish.lower(text).translate(_UNHATTED) if language == "tr" else text.replace("İ", "i").lower()
    return lowered.translate(_APOSTROPHES)


def last_bears_suffixes(token: str, word: str, is_last: bool) -> bool:
    return turkish_forms.is_form(token, word) if is_last else token == word


def any_may_be_plural(token: str, word: str, is_last: bool) -> bool:
    return english_forms.is_form(token, word)


def begins_so(token: str, word: str, is_last: bool) -> bool:
    """For languages whose forms we do not know."""
    return token.startswith(word)


FORMS = {"tr": last_bears_suffixes, "en": any_may_be_plural}


class Wording:
    """A wording ready to be looked for.

    A word with a capital is found with a capital only; abbreviations are found as they are written.
    """

    def __init__(self, text: str, language: str, *, is_abbreviation: bool = False) -> None:
        text = normalized(text).translate(_APOSTROPHES)
        self.words = words_of(text, language)
        self.gaps = [text[one.end : two.start] for one, two in pairwise(self.words)]
        self.is_abbreviation, self.is_form = is_abbreviation, FORMS.get(language, begins_so)

    @property
    def key(self) -> str:
        return key_of(self.words[0].small)

    def match(self, text: str, words: list[Word], at: int, *, any_case: bool = False) -> int:
        """How many words it takes from a place on; 0 where it does not stand there."""
        end = at + len(self.words)
        if self.has_form(text, words[at:end], any_case=any_case):
            return len(self.words)
        # Turkish meetings are numbered within their name: “Sağlık Bakanları 1. Toplantısı”.
        is_numbered = len(self.words) > 1 and self.has_form(
            text, [*words[at : end - 1], *words[end : end + 1]], any_case=any_case, last_gap=_WITH_ORDINAL
        )
        return len(self.words) + 1 if is_numbered else 0

    def has_form(self, text: str, found: list[Word], *, any_case: bool, last_gap: re.Pattern | None = None) -> bool:
        if len(found) < len(self.words):
            return False
        last = len(found) - 1
        pairs = enumerate(zip(found, self.words, strict=True))
        if not all(self.is_word(*pair, is_last=n == last, any_case=any_case) for n, pair in pairs):
            return False
        between = [text[one.end : two.start] for one, two in pairwise(found)]
        if last_gap and not last_gap.fullmatch(between.pop()):
            return False
        return all(same_gap(*pair) for pair in zip(self.gaps, between, strict=False))

    def is_word(self, token: Word, word: Word, *, is_last: bool, any_case: bool) -> bool:
        if self.is_abbreviation:
            stem = token.text.translate(_APOSTROPHES).partition("’")[0]
            return stem in (word.text, f"{word.text}s")
        is_fit = any_case or token.text[0].isupper() or not word.text[0].isupper()
        return is_fit and self.is_form(token.small, word.small, is_last)


def key_of(small_word: str) -> str:
    """By which a wording is found quickly; short words may change their third letter."""
    return small_word[: LONGEST_KEY if len(small_word) > LONGEST_KEY + 1 else LONGEST_KEY - 1]


def same_gap(wanted: str, found: str) -> bool:
    for pattern in (_GAP, _HYPHEN):
        if pattern.fullmatch(wanted):
            return bool(pattern.fullmatch(found))
    return wanted.strip() == found.strip()


# ---- Terms ---------------------------------------------------------------------------------------------------
class Finder:
    """Wordings of one language with what they stand for, found by the beginning of their first word."""

    def __init__(self, language: str, wordings: Iterable[tuple[Wording, Entry]]) -> None:
        self.language, self.by_key = language, defaultdict(list)
        for wording, entry in wordings:
            if wording.words:
                self.by_key[wording.key].append((wording, entry))

    def all(self, text: str, *, any_case: bool = False) -> Iterator[Hit]:
        """Every wording that stands in a normalized text, also within others."""
        words = words_of(text, self.language)
        for at, word in enumerate(words):
            for wording, entry in self.candidates(word):
                if count := wording.match(text, words, at, any_case=any_case):
                    start, end = word.start, words[at + count - 1].end
                    yield Hit(start, end, text[start:end], (entry,))

    def candidates(self, word: Word) -> list[tuple[Wording, Entry]]:
        keys = {word.small[:LONGEST_KEY], word.small[: LONGEST_KEY - 1]}
        return [each for key in keys for each in self.by_key.get(key, ())]

    def longest(self, text: str) -> list[Hit]:
        """The hits that overlap no longer one, in the order of the text."""
        together = defaultdict(dict)
        for hit in self.all(text):
            together[hit.start, hit.end].update(dict.fromkeys(hit.entries))
        hits, taken = [], []
        for start, end in sorted(together, key=lambda span: (span[0] - span[1], span)):
            if all(end <= other_start or start >= other_end for other_start, other_end in taken):
                taken.append((start, end))
                hits.append(Hit(start, end, text[start:end], tuple(together[start, end])))
        return sorted(hits)


class TermBase:
    """All terms, ready to be looked for in any language."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entries)
        self._finders = {}

    def finder(self, language: str) -> Finder:
        """What finds the terms of a language."""
        return self._made(("terms", language), terms_in)

    def forbidden(self, language: str) -> Finder:
        """What finds wordings that are not to be used in a language."""
        return self._made(("forbidden", language), forbidden_in)

    def _made(self, key: tuple[str, str], wordings: Callable) -> Finder:
        if key not in self._finders:
            self._finders[key] = Finder(key[1], wordings(self.entries, key[1]))
        return self._finders[key]

    def hits(self, text: str, language: str) -> list[Hit]:
        """Where terms stand in a plain text; the longest wins."""
        return self.finder(language).longest(normalized(text))


def terms_in(entries: Iterable[Entry], language: str) -> Iterator[tuple[Wording, Entry]]:
    for entry in entries:
        yield from ((Wording(text, language), entry) for text in entry.wordings.get(language, ()))
        if abbreviation := entry.abbreviation(language):
            yield Wording(abbreviation, language, is_abbreviation=True), entry


def forbidden_in(entries: Iterable[Entry], language: str) -> Iterator[tuple[Wording, Entry]]:
    for entry in entries:
        yield from ((Wording(text, language), entry) for text in entry.forbidden.get(language, ()))
