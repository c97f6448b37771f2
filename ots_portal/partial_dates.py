"""Dates known to the year, the month or the day: reading, ordering and writing them, and spans of them."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache, total_ordering
from typing import Self

from babel import Locale
from babel.dates import get_month_names
from django.conf import settings

from ots_portal.turkish import fold

_ISO = re.compile(r"(?P<year>[0-9]{4})(-(?P<month>[0-9]{2})(-(?P<day>[0-9]{2}))?)?")
_FIGURES = re.compile(r"((?P<day>[0-9]{1,2}) ?[./] ?)?(?P<month>[0-9]{1,2}) ?[./] ?(?P<year>[0-9]{4})")
_WORDS = re.compile(r"((?P<day>[0-9]{1,2}) )?(?P<name>[^0-9]+) (?P<year>[0-9]{4})")


class Precision(StrEnum):
    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    NONE = "none"


@total_ordering
@dataclass(frozen=True)
class PartialDate:
    """A year, a month or a day; "2019" stands before "2019-10", and that before "2019-10-14"."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.month is None and self.day is not None:
            raise ValueError("A day needs a month.")
        date(self.year, _or_one(self.month), _or_one(self.day))

    def __str__(self) -> str:
        parts = (f"{part:02}" for part in (self.month, self.day) if part is not None)
        return "-".join([f"{self.year:04}", *parts])

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, PartialDate):
            return NotImplemented
        return self._order < other._order

    @classmethod
    def from_iso(cls, text: str) -> Self:
        match = _ISO.fullmatch(text)
        if match is None:
            raise ValueError(f"Not a date like 2019, 2019-10 or 2019-10-14: {text!r}.")
        return cls(*(int(part) for part in match.group("year", "month", "day") if part))

    @classmethod
    def of(cls, day: date, precision: Precision) -> Self:
        """What the precision lets one say of the day."""
        if precision == Precision.YEAR:
            return cls(day.year)
        if precision == Precision.MONTH:
            return cls(day.year, day.month)
        return cls(day.year, day.month, day.day)

    @property
    def precision(self) -> Precision:
        if self.month is None:
            return Precision.YEAR
        return Precision.MONTH if self.day is None else Precision.DAY

    @property
    def first_day(self) -> date:
        return date(self.year, _or_one(self.month), _or_one(self.day))

    @property
    def last_day(self) -> date:
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def in_words(self, language: str) -> str:
        return " ".join(self.words(language))

    def words(self, language: str) -> list[str]:
        """Day, month name and year, as far as known."""
        words = [f"{self.year:04}"]
        if self.month is not None:
            names = _month_names(language, "stand-alone" if self.day is None else "format")
            words.insert(0, names[self.month])
        if self.day is not None:
            words.insert(0, str(self.day))
        return words

    @property
    def _order(self) -> tuple[int, int, int]:
        return self.year, self.month or 0, self.day or 0


def read(text: str) -> PartialDate:
    """Read what a person types: "2019", "10.2019", "14/10/2019", "Ekim 2019", "14 October 2019"."""
    text = " ".join(text.split())
    if _ISO.fullmatch(text):
        return PartialDate.from_iso(text)
    if match := _FIGURES.fullmatch(text):
        return _dated(match, int(match["month"]))
    match = _WORDS.fullmatch(text)
    month = match and _months_by_name().get(fold(match["name"]))
    if not month:
        raise ValueError("Not a date.")
    return _dated(match, month)


def span_in_words(start: date | None, end: date | None, precision: Precision, language: str) -> str:
    """Write a span once where both ends agree: "12–26 Mayıs 2019", "29 June – 1 July 2022"."""
    if start is None or precision == Precision.NONE:
        return ""
    first = PartialDate.of(start, precision).words(language)
    last = PartialDate.of(end or start, precision).words(language)
    shared: list[str] = []
    while first and first[-1] == last[-1]:
        shared.insert(0, first.pop())
        last.pop()
    if not first:
        return " ".join(shared)
    dash = "–" if len(first) == len(last) == 1 else " – "
    return " ".join([dash.join((" ".join(first), " ".join(last))), *shared])


def machine_span(start: date | None, precision: Precision) -> str:
    """The start for `<time datetime>`, which knows no spans."""
    if start is None or precision == Precision.NONE:
        return ""
    return str(PartialDate.of(start, precision))


def _or_one(part: int | None) -> int:
    return 1 if part is None else part


def _dated(match: re.Match[str], month: int) -> PartialDate:
    return PartialDate(int(match["year"]), month, int(match["day"]) if match["day"] else None)


def _month_names(language: str, context: str) -> dict[int, str]:
    return get_month_names("wide", context, Locale.parse(language, sep="-"))


@cache
def _months_by_name() -> dict[str, int]:
    return {fold(name): month for month, name in _all_month_names()}


def _all_month_names() -> Iterator[tuple[int, str]]:
    """What a person may type, whatever the language of the interface."""
    for language, _name in settings.LANGUAGES:
        for context in ("format", "stand-alone"):
            yield from _month_names(language, context).items()
