"""The pillars as small columns: a block for each section, as high as it has objectives."""

from collections.abc import Iterable
from typing import NamedTuple

FRAME = 64  # pixels: the height of the highest column
GAP = 1  # pixels between two blocks


class Block(NamedTuple):
    """A section; its upper edge and height in pixels, as SVG writes them whatever the language's decimal sign."""

    section: object
    y: str
    height: str


class Column(NamedTuple):
    pillar: object
    blocks: list[Block]


def columns(pillars: Iterable) -> list[Column]:
    """All on one ground line and of one scale; the pillars know their sections, these their number of objectives."""
    sections = {pillar: list(pillar.sections.all()) for pillar in pillars}
    unit = min((unit_of(each) for each in sections.values()), default=0)
    return [Column(pillar, blocks(each, unit)) for pillar, each in sections.items()]


def unit_of(sections: list) -> float:
    """Pixels of one objective that let these sections just fit."""
    number = sum(section.objective_count for section in sections)
    return max(0, FRAME - GAP * (len(sections) - 1)) / max(1, number)


def blocks(sections: list, unit: float) -> list[Block]:
    heights = [section.objective_count * unit for section in sections]
    bottoms = [FRAME - sum(heights[number + 1 :]) - GAP * (len(heights) - number - 1) for number in range(len(heights))]
    return [
        Block(section, f"{bottom - height:.1f}", f"{height:.1f}")
        for section, bottom, height in zip(sections, bottoms, heights, strict=True)
    ]
