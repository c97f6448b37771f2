"""From longitude and latitude to the map of meeting places: a conic projection, in which no country is blown up."""

from math import cos, log, pi, radians, sin, tan

WIDTH = 1000  # of the drawing, in its own units; the height follows from the frame
WEST, EAST, SOUTH, NORTH = 18.0, 87.0, 33.8, 55.4  # degrees: the frame along the middle parallel and meridian
MIDDLE = (51.0, 44.0)  # longitude and latitude
PARALLELS = radians(37), radians(52)  # where the scale is true


def half_angle(latitude: float) -> float:
    """Of a latitude in radians."""
    return tan(pi / 4 + latitude / 2)


CONE = log(cos(PARALLELS[0]) / cos(PARALLELS[1])) / log(half_angle(PARALLELS[1]) / half_angle(PARALLELS[0]))
FACTOR = cos(PARALLELS[0]) * half_angle(PARALLELS[0]) ** CONE / CONE


def distance(latitude: float) -> float:
    """From the tip of the cone, for a latitude in degrees."""
    return FACTOR / half_angle(radians(latitude)) ** CONE


def conic(longitude: float, latitude: float) -> tuple[float, float]:
    """Lambert's conformal conic on a globe of radius 1; y grows downwards."""
    angle = CONE * radians(longitude - MIDDLE[0])
    return distance(latitude) * sin(angle), distance(latitude) * cos(angle) - distance(MIDDLE[1])


LEFT, RIGHT = (conic(longitude, MIDDLE[1])[0] for longitude in (WEST, EAST))
TOP, BOTTOM = (conic(MIDDLE[0], latitude)[1] for latitude in (NORTH, SOUTH))
SCALE = WIDTH / (RIGHT - LEFT)
HEIGHT = round((BOTTOM - TOP) * SCALE)


def project(longitude: float, latitude: float) -> tuple[float, float]:
    """Where a place stands on the map, in the drawing's units from its upper left corner."""
    x, y = conic(longitude, latitude)
    return (x - LEFT) * SCALE, (y - TOP) * SCALE
