"""Run once: Natural Earth's land and outlines of countries -> map_region.json, the few lines that the map draws.

`npm pack world-atlas@2.0.2`, unpack it, then `python -m meetings.map_reduction <its folder>`.
"""

import json
import sys
from collections.abc import Iterator
from itertools import pairwise
from math import dist, hypot
from pathlib import Path

from meetings.map_projection import HEIGHT, WIDTH, project

Point = tuple[float, float]
Ring = list[Point]

SOURCE = (
    "Natural Earth 1:50m (public domain), from the npm package world-atlas 2.0.2, reduced by meetings/map_reduction.py"
)
TARGET = Path(__file__).parent / "map_region.json"
COUNTRIES = {"792": "tr", "031": "az", "398": "kz", "860": "uz", "417": "kg", "795": "tm", "348": "hu"}
REGION = ((0, 0.0, 106.0), (1, 20.0, 66.0))  # degrees, larger than the picture, so that no cut edge shows
PICTURE = ((0, -10, WIDTH + 10), (1, -10, HEIGHT + 10))
TOLERANCE = 1.1  # in the drawing's units
SMALLEST = 30  # islands below this area are left out, in the drawing's square units


def lines_of(topology: dict) -> list[Ring]:
    """The lines of a TopoJSON file in degrees; each point there is a step from the one before it."""
    (scale_x, scale_y), (left, top) = topology["transform"]["scale"], topology["transform"]["translate"]
    lines = []
    for steps in topology["arcs"]:
        x = y = 0
        line = []
        for step_x, step_y in steps:
            x, y = x + step_x, y + step_y
            line.append((x * scale_x + left, y * scale_y + top))
        lines.append(line)
    return lines


def rings_of(geometry: dict, lines: list[Ring]) -> Iterator[Ring]:
    polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
    for ring in (ring for polygon in polygons for ring in polygon):
        points: Ring = []
        for number in ring:
            line = lines[number] if number >= 0 else lines[~number][::-1]
            points += line[1:] if points else line
        yield points[:-1]


def clipped(ring: Ring, box: tuple) -> Ring:
    """What of a closed ring lies in a box: Sutherland and Hodgman."""
    for axis, low, high in box:
        for limit, sign in ((low, 1), (high, -1)):
            ring = half_of(ring, axis, limit, sign)
    return ring


def half_of(ring: Ring, axis: int, limit: float, sign: int) -> Ring:
    kept: Ring = []
    for one, other in zip(ring, ring[1:] + ring[:1], strict=True):
        is_in, is_other_in = (sign * (point[axis] - limit) >= 0 for point in (one, other))
        if is_in != is_other_in:
            share = (limit - one[axis]) / (other[axis] - one[axis])
            kept.append((one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share))
        if is_other_in:
            kept.append(other)
    return kept


def bendable(ring: Ring, step: float = 2.0) -> Ring:
    """With more points on long straight lines, so that a parallel bends as it should."""
    points: Ring = []
    for one, other in zip(ring, ring[1:] + ring[:1], strict=True):
        number = max(1, int(dist(one, other) / step))
        shares = [each / number for each in range(number)]
        points += [(one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share) for share in shares]
    return points


def thinned(line: Ring) -> Ring:
    """Without points that lie nearer than the tolerance to the line through the others: Douglas and Peucker."""
    if not line[1:-1]:
        return line
    far = max(range(1, len(line) - 1), key=lambda number: off(line[number], line[0], line[-1]))
    if off(line[far], line[0], line[-1]) <= TOLERANCE:
        return [line[0], line[-1]]
    return thinned(line[: far + 1])[:-1] + thinned(line[far:])


def off(point: Point, one: Point, other: Point) -> float:
    """How far a point lies from the line through two others."""
    across, down = other[0] - one[0], other[1] - one[1]
    if not across and not down:
        return dist(point, one)
    return abs(across * (one[1] - point[1]) - down * (one[0] - point[0])) / hypot(across, down)


def area(ring: Ring) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise([*ring, ring[0]]))) / 2


def path(geometries: list[dict], lines: list[Ring]) -> str:
    """The outline as it stands in SVG, in whole units and relative steps, which are shorter."""
    drawn = (reduced(ring) for geometry in geometries for ring in rings_of(geometry, lines))
    return "".join(commands(ring) for ring in drawn if ring[3:] and area(ring) >= SMALLEST)


def reduced(ring: Ring) -> Ring:
    within = clipped(ring, REGION)
    if not within:
        return []
    points = thinned(clipped([project(*point) for point in bendable(within)], PICTURE))
    whole = [(round(x), round(y)) for x, y in points]
    return [point for number, point in enumerate(whole) if number == 0 or point != whole[number - 1]]


def commands(ring: Ring) -> str:
    steps = [f"{b[0] - a[0]} {b[1] - a[1]}" for a, b in pairwise(ring)]
    return f"M{ring[0][0]} {ring[0][1]}l{' '.join(steps)}z".replace(" -", "-")


def main(folder: Path) -> None:
    land = json.loads((folder / "land-50m.json").read_text())
    countries = json.loads((folder / "countries-50m.json").read_text())
    shapes = {shape.get("id"): shape for shape in countries["objects"]["countries"]["geometries"]}
    lines = lines_of(countries)
    land_shapes = [shape for each in land["objects"].values() for shape in each["geometries"]]
    region = {
        "source": SOURCE,
        "land": path(land_shapes, lines_of(land)),
        "countries": {code: path([shapes[number]], lines) for number, code in COUNTRIES.items()},
    }
    TARGET.write_text(json.dumps(region, indent=1) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
