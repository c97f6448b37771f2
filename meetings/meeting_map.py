"""The map of meeting places: circles as shares of the map's size, names of constant size where they cover nothing."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from math import sqrt
from pathlib import Path
from typing import NamedTuple

from meetings.drawing import percent
from meetings.map_projection import HEIGHT, WIDTH, project

RADIUS = 9.0  # of one meeting, in the drawing's units; the area of a circle grows with the number of meetings
LARGEST = 36.0  # no circle is larger, however many meetings there were
SHOWN_AT = (600, 750, 900, 1050, 1220)  # pixels: how wide the map is where names are shown
LETTER, LINE, GAP = 8.5, 20, 5  # pixels: how much a name needs
DIAGONAL = sqrt((WIDTH**2 + HEIGHT**2) / 2)  # what the percentage of a radius refers to


class Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def covers(self, other: "Box") -> bool:
        is_beside = self.right <= other.left or other.right <= self.left
        return not (is_beside or self.bottom <= other.top or other.bottom <= self.top)


class Circle(NamedTuple):
    """In the drawing's units."""

    x: float
    y: float
    radius: float

    def box(self, width: int) -> Box:
        """What it covers on a map of so many pixels."""
        x, y, radius = (each * width / WIDTH for each in self)
        return Box(x - radius, y - radius, x + radius, y + radius)


class Side(NamedTuple):
    """Where a name stands beside its circle; the shift in pixels."""

    anchor: str
    across: int
    down: int
    shift_x: int
    shift_y: int


SIDES = (
    Side("start", 1, 0, GAP, 5),
    Side("end", -1, 0, -GAP, 5),
    Side("middle", 0, -1, 0, -GAP),
    Side("middle", 0, 1, 0, LINE - GAP),
)


class Name(NamedTuple):
    """A name on the map, as attributes of SVG."""

    x: str
    y: str
    side: Side


class Place(NamedTuple):
    """A city and how many meetings were held or only planned there; off the map, it has no circle."""

    city: object
    held: int
    planned: int
    circle: Circle | None
    name: Name | None

    @property
    def cx(self) -> str:
        return percent(self.circle.x / WIDTH)

    @property
    def cy(self) -> str:
        return percent(self.circle.y / HEIGHT)

    @property
    def r(self) -> str:
        return percent(self.circle.radius / DIAGONAL)


class MeetingMap(NamedTuple):
    """Land, outlines of the countries where meetings were, places, and how many meetings have none."""

    width: int
    height: int
    land: str
    hosts: list[str]
    places: list[Place]
    by_video: int
    only_country: int
    nowhere: int

    @property
    def is_empty(self) -> bool:
        return not any(place.circle for place in self.places)


def meeting_map(groups: Iterable, name_of: Callable) -> MeetingMap:
    """Of meetings grouped by place, status and format; name_of gives a city's name as it is printed."""
    groups = list(groups)
    placeless = [group for group in groups if not group.city]
    hosts = sorted({group.country_id for group in groups if group.country_id})
    return MeetingMap(
        width=WIDTH,
        height=HEIGHT,
        land=region()["land"],
        hosts=[region()["countries"][code] for code in hosts if code in region()["countries"]],
        places=list(named(counted(groups), name_of)),
        by_video=sum(group.number for group in placeless if group.format == "video"),
        only_country=sum(group.number for group in placeless if group.country_id),
        nowhere=sum(group.number for group in placeless if not group.country_id and group.format != "video"),
    )


@cache
def region() -> dict:
    return json.loads((Path(__file__).parent / "map_region.json").read_text())


def counted(groups: Iterable) -> list[Place]:
    """The places, those with the most meetings first."""
    numbers: Counter = Counter()
    for group in groups:
        if group.city:
            numbers[group.city, group.is_only_planned] += group.number
    places = [
        Place(city, held, planned, circle_of(city, held), None)
        for city in {city: None for city, _is_planned in numbers}
        for held, planned in [(numbers[city, False], numbers[city, True])]
    ]
    return sorted(places, key=lambda place: (-place.held, -place.planned, place.city.reference))


def circle_of(city, number: int) -> Circle | None:
    x, y = project(float(city.longitude), float(city.latitude))
    if not (0 <= x <= WIDTH and 0 <= y <= HEIGHT):
        return None
    return Circle(x, y, min(LARGEST, RADIUS * sqrt(max(number, 1))))


def named(places: list[Place], name_of: Callable) -> Iterator[Place]:
    """With their names where these cover neither a circle nor another name, at any width at which names are shown."""
    taken = {width: [place.circle.box(width) for place in places if place.circle] for width in SHOWN_AT}
    for place in places:
        length = LETTER * len(f"{name_of(place.city)} {place.held or ''}")
        side = place.circle and free_side(place.circle, length, taken)
        if side:
            for width, boxes in taken.items():
                boxes.append(box_of_name(place.circle, side, length, width))
        yield place._replace(name=name_beside(place.circle, side) if side else None)


def free_side(circle: Circle, length: float, taken: dict[int, list[Box]]) -> Side | None:
    return next((side for side in SIDES if all(is_free(circle, side, length, *each) for each in taken.items())), None)


def is_free(circle: Circle, side: Side, length: float, width: int, boxes: list[Box]) -> bool:
    box = box_of_name(circle, side, length, width)
    is_inside = box.left >= 0 and box.top >= 0 and box.right <= width and box.bottom <= width * HEIGHT / WIDTH
    return is_inside and not any(box.covers(other) for other in boxes)


def box_of_name(circle: Circle, side: Side, length: float, width: int) -> Box:
    """In pixels, on a map of so many pixels."""
    around = circle.box(width)
    x, y = circle.x * width / WIDTH, circle.y * width / WIDTH
    if side.across:
        left = around.right + GAP if side.across > 0 else around.left - GAP - length
        return Box(left, y - LINE / 2, left + length, y + LINE / 2)
    top = around.bottom if side.down > 0 else around.top - LINE
    return Box(x - length / 2, top, x + length / 2, top + LINE)


def name_beside(circle: Circle, side: Side) -> Name:
    x, y = circle.x + side.across * circle.radius, circle.y + side.down * circle.radius
    return Name(percent(x / WIDTH), percent(y / HEIGHT), side)
