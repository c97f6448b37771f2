"""The parts of the Vision's official text, and how many of each it must have."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

EMPHASIS = re.compile(r"(?P<mark>\*{1,2})(?P<words>[^*\s](?:[^*]*[^*\s])?)(?P=mark)")


def gettext_noop(message: str) -> str:
    """Mark a message for the catalogues; the command translates it when it prints it."""
    return message


@dataclass(frozen=True)
class Notice:
    """Something to tell about one line: an English msgid and the values it names."""

    line: int
    message: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.line}: {self.message % self.values}"


class UnfitText(Exception):
    """The text does not fit the Vision; `problems` tells why, line by line."""

    def __init__(self, problems: Sequence[Notice]) -> None:
        self.problems = sorted(problems, key=lambda problem: problem.line)
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(frozen=True)
class Passage:
    """A text with the line it begins on, and the lines that continue it after a page break."""

    line: int
    text: str
    continued_on: tuple[int, ...] = ()

    @property
    def is_emphasised(self) -> bool:
        return bool(EMPHASIS.search(self.text))

    @property
    def rich_text(self) -> str:
        return EMPHASIS.sub(r"<em>\g<words></em>", escape(self.text, quote=False))


@dataclass(frozen=True)
class ParsedObjective(Passage):
    remark: str = ""


@dataclass(frozen=True)
class ParsedSection:
    line: int
    title: str
    mark: str
    objectives: list[ParsedObjective] = field(default_factory=list)


@dataclass(frozen=True)
class ParsedPillar:
    line: int
    number: int
    title: str
    sections: list[ParsedSection] = field(default_factory=list)


@dataclass(frozen=True)
class ParsedDeclaration:
    title: Passage
    introductions: tuple[Passage, ...]
    formulas: tuple[Passage, ...]
    recitals: tuple[Passage, ...]
    commitments: tuple[Passage, ...]
    pillars: tuple[ParsedPillar, ...]
    warnings: tuple[Notice, ...] = ()

    @property
    def sections(self) -> list[ParsedSection]:
        return [section for pillar in self.pillars for section in pillar.sections]

    @property
    def objectives(self) -> list[ParsedObjective]:
        return [objective for section in self.sections for objective in section.objectives]


MAX_TITLE = 200
OBJECTIVES = ((7, 3), (22, 10, 8, 7, 6, 6, 8, 4), (5, 13, 5, 3, 5, 2), (4, 5))
EXPECTED = {
    "introductions": (6, gettext_noop("Introduction paragraphs: %(found)d instead of %(expected)d.")),
    "formulas": (3, gettext_noop("Enacting formulas: %(found)d instead of %(expected)d.")),
    "recitals": (13, gettext_noop("Recitals: %(found)d instead of %(expected)d.")),
    "commitments": (52, gettext_noop("Commitments: %(found)d instead of %(expected)d.")),
    "pillars": (len(OBJECTIVES), gettext_noop("Pillars: %(found)d instead of %(expected)d.")),
}


def misfits(declaration: ParsedDeclaration) -> Iterator[Notice]:
    """Yield one notice for every part that the text has too often or not often enough."""
    for name, (expected, message) in EXPECTED.items():
        parts = getattr(declaration, name)
        yield from _misfit(message, parts, expected, parts[-1].line if parts else 1)
    for pillar, expected in zip(declaration.pillars, OBJECTIVES, strict=False):
        yield from _misfits_of_pillar(pillar, expected)
    yield from _long_titles(declaration)


def _long_titles(declaration: ParsedDeclaration) -> Iterator[Notice]:
    message = gettext_noop("This title is longer than %(characters)d characters.")
    titles = [(declaration.title.line, declaration.title.text)]
    titles += [(part.line, part.title) for part in (*declaration.pillars, *declaration.sections)]
    yield from (Notice(line, message, {"characters": MAX_TITLE}) for line, title in titles if len(title) > MAX_TITLE)


def _misfits_of_pillar(pillar: ParsedPillar, expected: Sequence[int]) -> Iterator[Notice]:
    message = gettext_noop("Sections of this pillar: %(found)d instead of %(expected)d.")
    yield from _misfit(message, pillar.sections, len(expected), pillar.line)
    message = gettext_noop("Objectives of this section: %(found)d instead of %(expected)d.")
    for section, objectives in zip(pillar.sections, expected, strict=False):
        yield from _misfit(message, section.objectives, objectives, section.line)


def _misfit(message: str, parts: Sequence[object], expected: int, line: int) -> Iterator[Notice]:
    if len(parts) != expected:
        yield Notice(line, message, {"found": len(parts), "expected": expected})
