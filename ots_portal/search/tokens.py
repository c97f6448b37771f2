"""Texts as the tokens that the index holds: folded words, their stems, ordinals and dates; pure functions.

A word is its folded form ("zirvesinde"), "tr~zirve" its Turkish stem, "#8" an ordinal, "@2021-09-27" a day.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from babel import Locale
from babel.dates import get_month_names
from django.conf import settings

from ots_portal.search.stemming import STEMMERS, stem
from ots_portal.turkish import fold

LONGEST_TOKEN = 60
LONGEST_ORDINAL = 3
MONTHS, DAYS = range(1, 13), range(1, 32)
_WORD = re.compile(r"[0-9]+(?:\.[0-9]+)+|[^\W_]+(?:['’‘‛`´ʼʻʹˈ′\u00ad][^\W_]+)*", re.UNICODE)
_APOSTROPHE = re.compile("['’‘‛`´ʼʻʹˈ′]")
_YEAR = re.compile("([12][0-9]{3})(?:[dt][ae]n?(?:ki)?|y?[aeiu]|n?[iu]n)")
_ORDINAL_FIGURE = re.compile(r"([0-9]{1,3})(?:nci|ncu|inci|uncu|st|nd|rd|th)")
_ROMAN = re.compile(r"(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})")
_TURKISH_UNITS = ["birinci", "ikinci", "ucuncu", "dorduncu", "besinci", "altinci", "yedinci", "sekizinci", "dokuzuncu"]
_TURKISH_TENS = {"on": 10, "yirmi": 20, "otuz": 30, "kirk": 40, "elli": 50}
_ENGLISH_UNITS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
]
_DATES = (
    re.compile(r"\b(?P<year>[12][0-9]{3})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})\b"),
    re.compile(r"\b(?P<day>[0-9]{1,2}) ?[./-] ?(?P<month>[0-9]{1,2}) ?[./-] ?(?P<year>[12][0-9]{3})\b"),
    re.compile(r"\b(?P<month>[0-9]{1,2})[./](?P<year>[12][0-9]{3})\b"),
)


class Token(NamedTuple):
    """What stands at a place of a text: `forms` are the words it is indexed under, the plain one first."""

    forms: tuple[str, ...]
    start: int
    end: int


class Dated(NamedTuple):
    """A day, month or both named in a text."""

    date: str
    start: int
    end: int


def tokens(text: str, language: str) -> Iterator[Token]:
    """The words of a text in their order, each with its stem and, if it is one, its ordinal."""
    for match in _WORD.finditer(text):
        if "." in match[0]:
            yield Token((match[0][:LONGEST_TOKEN],), match.start(), match.end())
            continue
        for word in fold(match[0]).split():
            following = text[match.end() : match.end() + 1]
            yield Token(tuple(forms(word, match[0], following, language)), match.start(), match.end())


def forms(word: str, written: str, following: str, language: str) -> list[str]:
    """The word without what an apostrophe or a year has after it, then as it stands, its stem and its ordinal."""
    base = _APOSTROPHE.split(written)[0]
    folded = "".join(fold(base).split())
    year = _YEAR.fullmatch(word)
    found = [year[1]] if year else [folded] if 1 < len(folded) < len(word) and folded in word else []
    found = [each[:LONGEST_TOKEN] for each in [*found, word]]
    found += [stemmed(each, language) for each in found]
    if number := ordinal(word, written, following):
        found.append(f"#{number}")
    return list(dict.fromkeys(found))


def stemmed(word: str, language: str) -> str:
    return f"{language}~{stem(word, language)}" if language in STEMMERS else word


def ordinal(word: str, written: str, following: str) -> int:
    """The number that a word counts: 8., 8th, 8'inci, VIII., sekizinci, eighth; 0 if it counts nothing."""
    if word in ordinals():
        return ordinals()[word]
    if word.isdecimal():
        return int(word) if following == "." and len(word) <= LONGEST_ORDINAL else 0
    if match := _ORDINAL_FIGURE.fullmatch(word):
        return int(match[1])
    if _ROMAN.fullmatch(written) and (len(written) > 1 or following == "."):
        return roman(written)
    return 0


@cache
def ordinals() -> dict[str, int]:
    """The words for "first" to "fifty-ninth"; onuncu and yirminci stand alone, the others before a unit."""
    words = {word: number for number, word in enumerate(_TURKISH_UNITS, 1)}
    words |= {word: number for number, word in enumerate(_ENGLISH_UNITS, 1)}
    words |= {"onuncu": 10, "yirminci": 20, "otuzuncu": 30, "kirkinci": 40, "ellinci": 50, "twentieth": 20}
    return words | {
        f"{ten}{unit}": value + number
        for ten, value in _TURKISH_TENS.items()
        for number, unit in enumerate(_TURKISH_UNITS, 1)
    }


def roman(written: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10}[letter] for letter in written]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))


def name_key(text: str, language: str) -> str:
    """The form in which names are compared: the stems of all words."""
    return " ".join(stem(word, language) for word in fold(text).split())


# ---- Dates ---------------------------------------------------------------------------------------------------
def dates(text: str) -> Iterator[Dated]:
    """The days and months that a text names, in figures or in words of any language that is read."""
    seen: list[tuple[int, int]] = []
    for pattern in (*_DATES, *_worded()):
        for match in pattern.finditer(text):
            if any(start < match.end() and match.start() < end for start, end in seen):
                continue
            if date := _date_of(match.groupdict()):
                seen.append(match.span())
                yield Dated(date, *match.span())


def _date_of(groups: dict[str, str | None]) -> str:
    month = groups.get("month") or str(_months().get(fold(groups.get("name") or ""), 0))
    day = groups.get("day")
    if int(month) not in MONTHS or (day and int(day) not in DAYS):
        return ""
    return "-".join(["@" + groups["year"], f"{int(month):02}", *([f"{int(day):02}"] if day else [])])


@cache
def _months() -> dict[str, int]:
    return {fold(name): month for name, month in _month_names()}


def _month_names() -> Iterator[tuple[str, int]]:
    for language, _name in settings.LANGUAGES:
        for width in ("wide", "abbreviated"):
            names = get_month_names(width, "format", Locale.parse(language, sep="-"))
            yield from ((name.rstrip("."), month) for month, name in names.items())
    yield from (("eylul", 9), ("agustos", 8), ("subat", 2), ("kasim", 11), ("aralik", 12))


@cache
def _worded() -> tuple[re.Pattern[str], ...]:
    """27 Eylül 2021, 27th September 2021, September 27, 2021, Eylül 2021."""
    names = "|".join(sorted({name for name, _month in _month_names()}, key=len, reverse=True))
    name, day, year = rf"\b(?P<name>{names})", r"\b(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?", r"(?P<year>[12][0-9]{3})\b"
    return tuple(
        re.compile(f"(?i){form}") for form in (rf"{name} {day}\.?,? {year}", rf"(?:{day}\.? )?{name},? {year}")
    )
