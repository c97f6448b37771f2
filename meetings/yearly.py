"""How many meetings each year saw, as bars."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

HEIGHT = 72  # pixels of the highest bar
LEAST = 3  # pixels of a bar that stands for anything at all
FRAME = 96  # pixels of the picture: the bars of a year, and a number above them
LINE_GAP = 6
MOST_YEARS = 24


class Year(NamedTuple):
    """A year with its numbers of meetings, and the heights of its bars in pixels."""

    name: str
    held: int
    planned: int
    held_height: int
    planned_height: int

    @property
    def number(self) -> int:
        return self.held + self.planned

    @property
    def held_top(self) -> int:
        """From the upper edge; what was held stands below what is only planned."""
        return FRAME - self.held_height

    @property
    def planned_top(self) -> int:
        return self.held_top - self.planned_height

    @property
    def count_bottom(self) -> int:
        """Where the number stands, just above the bars."""
        return self.planned_top - LINE_GAP


def yearly(groups: Iterable) -> list[Year]:
    """The latest years of groups of meetings; those without a meeting among them where they are few."""
    held, planned = Counter(), Counter()
    for group in groups:
        if group.first:
            numbers = planned if group.is_only_planned else held
            numbers.update(dict.fromkeys(range(group.first, group.last + 1), group.number))
    most = max((held + planned).values(), default=0)
    return [year_of(each, held[each], planned[each], most) for each in shown_years(held + planned)]


def shown_years(years: Iterable[int]) -> list[int]:
    known = sorted(years)[-MOST_YEARS:]
    if known and known[-1] - known[0] < MOST_YEARS:
        return list(range(known[0], known[-1] + 1))
    return known


def year_of(year: int, held: int, planned: int, most: int) -> Year:
    return Year(f"{year:04}", held, planned, height(held, most), height(planned, most))


def height(number: int, most: int) -> int:
    return max(LEAST, round(HEIGHT * number / most)) if number else 0
