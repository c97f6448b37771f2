"""The timeline of meetings: where each stands, as shares of the picture's width, so that one drawing fits every screen."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from meetings.drawing import percent
from ots_portal.partial_dates import Precision

NARROWEST = 240  # pixels: the years on a screen of 320 pixels
LANE = 26  # pixels between two lanes: targets of 24 pixels never touch
MOST_YEARS = 14  # as many as can be named side by side
WIDTHS = {Precision.DAY: 24, Precision.MONTH: 28, Precision.YEAR: 40}  # pixels that a mark needs at least
STEPS = (1, 2, 5)


class Years(NamedTuple):
    """The years that the picture spans, the last one included."""

    first: int
    last: int

    @property
    def number(self) -> int:
        return self.last + 1 - self.first

    def share(self, moment: float) -> float:
        """Where a moment in years stands: 0 at the left edge, 1 at the right one."""
        return (moment - self.first) / self.number


class Span(NamedTuple):
    """From where to where something reaches, as shares of the width."""

    left: float
    right: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    def at_least(self, pixels: int) -> "Span":
        """As wide as a number of pixels is on the narrowest screen."""
        half = max(self.right - self.left, pixels / NARROWEST) / 2
        return Span(self.middle - half, self.middle + half)


class Bar(NamedTuple):
    """What is drawn where only the month or year is known: all of it, and in pixels what is seen of it at any width."""

    x: str
    width: str
    least_x: int
    least_width: int


class Mark(NamedTuple):
    """A meeting in its row, as attributes of SVG."""

    meeting: object
    x: str
    y: int
    bar: Bar | None


class Row(NamedTuple):
    """A series and the marks of its meetings; the height in pixels."""

    series: object
    marks: list[Mark]
    height: int


class Year(NamedTuple):
    """A line where a year begins, and the year's name in the middle of it."""

    name: str
    line: str
    x: str
    is_odd: bool


class Timeline(NamedTuple):
    """The rows, and what their key has to explain: kinds by value and name, hollow marks, bars."""

    years: list[Year]
    rows: list[Row]
    kinds: list[tuple[str, str]]
    shows_planned: bool
    precisions: set[str]


def timeline(meetings: Iterable) -> Timeline | None:
    """The picture of all meetings whose date is known, a row for each series; none without any."""
    return picture(in_order(meetings), by_series)


def lane(series, meetings: Iterable) -> Timeline | None:
    """The picture of one series and whatever belongs to it."""
    return picture(in_order(meetings), lambda dated: [(series, dated)])


def picture(dated: Sequence, grouped: Callable) -> Timeline | None:
    if not dated:
        return None
    years = Years(dated[0].start.year, max(meeting.end.year for meeting in dated))
    return Timeline(
        years=named_years(years),
        rows=[row(series, belonging, years) for series, belonging in grouped(dated)],
        kinds=list({meeting.kind: meeting.get_kind_display() for meeting in dated}.items()),
        shows_planned=any(meeting.is_only_planned for meeting in dated),
        precisions={meeting.precision for meeting in dated},
    )


def in_order(meetings: Iterable) -> list:
    """The dated ones, the earliest first."""
    dated = [meeting for meeting in meetings if meeting.start]
    return sorted(dated, key=lambda meeting: (meeting.start, meeting.end, meeting.reference))


def by_series(meetings: Iterable) -> list[tuple[object, list]]:
    """Meetings by their main series, in the order of the series; what stands in no readable one comes last, under None."""
    found: dict = {}
    for meeting in meetings:
        found.setdefault(meeting.series if meeting.series.is_readable else None, []).append(meeting)
    return sorted(found.items(), key=lambda pair: (pair[0] is None, *place_of(pair[0])))


def place_of(series) -> tuple:
    return (series.position, series.reference) if series else ()


def row(series, meetings: Sequence, years: Years) -> Row:
    spans = [span_of(meeting.start, meeting.end, years) for meeting in meetings]
    needed = [span.at_least(WIDTHS[meeting.precision]) for span, meeting in zip(spans, meetings, strict=True)]
    lanes = lanes_of(needed)
    marks = [mark(*each) for each in zip(meetings, spans, lanes, strict=True)]
    return Row(series, marks, (max(lanes) + 1) * LANE)


def mark(meeting, span: Span, lane: int) -> Mark:
    return Mark(meeting, percent(span.middle), lane * LANE + LANE // 2, bar(span, meeting.precision))


def bar(span: Span, precision: Precision) -> Bar | None:
    if precision == Precision.DAY:
        return None
    pixels = WIDTHS[precision]
    return Bar(percent(span.left), percent(span.right - span.left), -pixels // 2, pixels)


def span_of(start: date, end: date, years: Years) -> Span:
    """From the beginning of the first day to the end of the last."""
    return Span(years.share(moment(start)), years.share(moment(end, after=1)))


def moment(day: date, after: int = 0) -> float:
    """A day, or so many days after it, in years: 2022-07-02 is almost 2022.5."""
    length = date(day.year, 12, 31).timetuple().tm_yday
    return day.year + (day.timetuple().tm_yday - 1 + after) / length


def lanes_of(spans: Iterable[Span]) -> list[int]:
    """A lane for each span: the highest one in which it touches no earlier span."""
    lanes, ends = [], []
    for span in spans:
        lane = next((number for number, end in enumerate(ends) if end <= span.left), len(ends))
        ends[lane : lane + 1] = [span.right]
        lanes.append(lane)
    return lanes


def named_years(years: Years) -> list[Year]:
    step = step_of(years.number)
    return [
        Year(f"{year:04}", percent(years.share(year)), percent(years.share(year + 0.5)), is_odd=bool(number % 2))
        for number, year in enumerate(range(years.first, years.last + 1, step))
    ]


def step_of(number: int) -> int:
    """Every how many years one is named: 1, 2, 5, 10, 20, 50 …"""
    power = 1
    while True:
        for step in STEPS:
            if number <= step * power * MOST_YEARS:
                return step * power
        power *= 10
