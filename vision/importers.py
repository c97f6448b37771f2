"""The reader of the Vision's official text: a declaration comes out, or a list of what does not fit."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple

from vision.irregularities import irregularities
from vision.official_text import (
    Notice,
    ParsedDeclaration,
    ParsedObjective,
    ParsedPillar,
    ParsedSection,
    Passage,
    UnfitText,
    gettext_noop,
    misfits,
)

MAX_BYTES = 1_000_000
# How the formula before the recitals speaks, per language: a text in another language is not taken for it.
OPENING = {"tr": re.compile(r"\bBiz,$"), "en": re.compile(r"\bWe\b")}
REMARKS = ("(Kabul edildi)",)

BULLET = re.compile(r"[-–—•]\s+(?P<text>\S.*)")
PILLAR = re.compile(r"(?P<number>[0-9]{1,2})\.\s+(?P<title>\S.*)(?<![.,;:])")
MARKED = re.compile(r"(?P<mark>\*{1,2})(?P<title>[^*]+)(?P=mark)")
SENTENCE_END = re.compile(r"[.!?…][\"'”’»)*]*$")
ENDED = (".", ",", ";", ":")


class Line(NamedTuple):
    number: int
    text: str


def decode(data: bytes) -> str:
    """Turn the bytes of a file into text, or tell why they are none."""
    if len(data) > MAX_BYTES:
        message = gettext_noop("The file is larger than %(bytes)d bytes.")
        raise UnfitText([Notice(1, message, {"bytes": MAX_BYTES})])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnfitText([Notice(line, gettext_noop("The file is not text in UTF-8."))]) from error


def parse(text: str, language: str = "tr") -> ParsedDeclaration:
    """Read an official text; raise UnfitText unless every part of the Vision is there."""
    lines = list(_content_lines(text))
    if not lines:
        raise UnfitText([Notice(1, gettext_noop("The file holds no text."))])
    reader = _Reader(OPENING[language])
    for line in lines:
        reader.read(line)
    declaration = reader.declaration()
    problems = [*reader.problems, *misfits(declaration)]
    if problems:
        raise UnfitText(problems)
    return replace(declaration, warnings=irregularities(declaration, language))


def _content_lines(text: str) -> Iterator[Line]:
    """Yield the lines that are not empty; composed letters (NFC) keep a second import equal to the first."""
    composed = unicodedata.normalize("NFC", text.removeprefix("\ufeff"))
    for number, line in enumerate(re.split(r"\r\n|\r|\n", composed), start=1):
        if line.strip():
            yield Line(number, line.strip())


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Zl", "Zp"} and character != "\t"


def _starts_in_lower_case(text: str) -> bool:
    return text.lstrip("*\"'“‘«(")[:1].islower()


def _unmarked(text: str) -> tuple[str, str]:
    """Split a title into its mark (`**`, `*` or nothing) and its words."""
    marked = MARKED.fullmatch(text)
    return (marked["mark"], marked["title"].strip()) if marked else ("", text)


def _split_remark(text: str) -> tuple[str, str]:
    for remark in REMARKS:
        if text.endswith(remark):
            return text.removesuffix(remark).rstrip(), remark
    return text, ""


class _Reader:
    """Takes the lines one by one; each `_read_…` method is the part of the text it is in."""

    def __init__(self, opening: re.Pattern[str]) -> None:
        self._opening = opening
        self.title = Passage(1, "")
        self.introductions: list[Passage] = []
        self.formulas: list[Passage] = []
        self.recitals: list[Passage] = []
        self.commitments: list[Passage] = []
        self.pillars: list[ParsedPillar] = []
        self.problems: list[Notice] = []
        self._seen: dict[str, int] = {}
        self._read_next: Callable[[Line], None] = self._read_title

    def declaration(self) -> ParsedDeclaration:
        self._refuse_open_paragraphs()
        return ParsedDeclaration(
            self.title,
            tuple(self.introductions),
            tuple(self.formulas),
            tuple(self.recitals),
            tuple(self.commitments),
            tuple(self.pillars),
        )

    def read(self, line: Line) -> None:
        if any(map(_is_control, line.text)):
            self._refuse(line, gettext_noop("This line holds characters that are not text."))
        elif not any(map(str.isalpha, line.text)):
            self._refuse(line, gettext_noop("This line holds no words."))
        else:
            self._refuse_repeated(line)
            self._read_next(line)

    def _read_title(self, line: Line) -> None:
        self._read_next = self._read_introduction
        if line.text.endswith(ENDED) or BULLET.fullmatch(line.text) or PILLAR.fullmatch(line.text):
            self._refuse(line, gettext_noop("The title is missing before this line."))
            self._read_introduction(line)
        else:
            self.title = Passage(line.number, _unmarked(line.text)[1])

    def _read_introduction(self, line: Line) -> None:
        if self._is_opening(line):
            self._add_formula(line, self._read_recital)
        elif line.text.endswith((";", ":")) or BULLET.fullmatch(line.text) or PILLAR.fullmatch(line.text):
            self._miss_formula(line, self._read_recital)
        elif not _starts_in_lower_case(line.text):
            self.introductions.append(Passage(line.number, line.text))
        elif self.introductions and not SENTENCE_END.search(self.introductions[-1].text):
            self.introductions[-1] = _joined(self.introductions[-1], line)
        else:
            self._refuse(line, gettext_noop("This line continues a paragraph whose beginning is missing."))

    def _read_recital(self, line: Line) -> None:
        if line.text.endswith(":"):
            self._add_formula(line, self._read_commitment)
        elif BULLET.fullmatch(line.text) or PILLAR.fullmatch(line.text):
            self._miss_formula(line, self._read_commitment)
        elif self._is_opening(line):
            self._refuse(line, gettext_noop("An enacting formula is out of place."))
        elif line.text.endswith((";", ",")):
            self.recitals.append(Passage(line.number, line.text))
        else:
            self._refuse(line, gettext_noop("A recital ends with a semicolon or a comma."))

    def _read_commitment(self, line: Line) -> None:
        bullet = BULLET.fullmatch(line.text)
        if bullet:
            self.commitments.append(Passage(line.number, bullet["text"]))
        elif PILLAR.fullmatch(line.text):
            self._miss_formula(line, self._read_programme)
        elif line.text.endswith(":") and self.commitments:
            self._add_formula(line, self._read_programme)
        else:
            self._refuse(line, gettext_noop("A commitment begins with a hyphen and a space."))

    def _read_programme(self, line: Line) -> None:
        pillar, bullet = PILLAR.fullmatch(line.text), BULLET.fullmatch(line.text)
        if pillar:
            self._add_pillar(line, int(pillar["number"]), pillar["title"])
        elif bullet:
            self._add_section(line, bullet["text"])
        elif line.text.endswith(":"):
            self._refuse(line, gettext_noop("An enacting formula is out of place."))
        else:
            self._add_objective(line)

    def _is_opening(self, line: Line) -> bool:
        return line.text.endswith(",") and bool(self._opening.search(line.text))

    def _add_formula(self, line: Line, read_next: Callable[[Line], None]) -> None:
        self.formulas.append(Passage(line.number, line.text))
        self._read_next = read_next

    def _miss_formula(self, line: Line, read_next: Callable[[Line], None]) -> None:
        self._refuse(line, gettext_noop("An enacting formula is missing before this line."))
        self._read_next = read_next
        read_next(line)

    def _add_pillar(self, line: Line, number: int, title: str) -> None:
        expected = len(self.pillars) + 1
        if number != expected:
            message = gettext_noop("Pillar %(found)d stands where pillar %(expected)d should stand.")
            self._refuse(line, message, found=number, expected=expected)
        self.pillars.append(ParsedPillar(line.number, number, title))

    def _add_section(self, line: Line, text: str) -> None:
        mark, title = _unmarked(text)
        if title.endswith(ENDED):
            self._refuse(line, gettext_noop("The title of a section ends without a mark."))
        if not self.pillars:
            self._refuse(line, gettext_noop("A pillar is missing before this line."))
            self.pillars.append(ParsedPillar(line.number, 1, ""))
        self.pillars[-1].sections.append(ParsedSection(line.number, title, mark))

    def _add_objective(self, line: Line) -> None:
        if not self.pillars or not self.pillars[-1].sections:
            self._refuse(line, gettext_noop("A section is missing before this line."))
            return
        text, remark = _split_remark(line.text)
        self.pillars[-1].sections[-1].objectives.append(ParsedObjective(line.number, text, remark=remark))

    def _refuse(self, line: Line, message: str, **values: object) -> None:
        self.problems.append(Notice(line.number, message, values))

    def _refuse_repeated(self, line: Line) -> None:
        first = self._seen.setdefault(line.text, line.number)
        if first != line.number:
            self._refuse(line, gettext_noop("This line repeats line %(first)d."), first=first)

    def _refuse_open_paragraphs(self) -> None:
        message = gettext_noop("The end of this paragraph is missing.")
        self.problems += [
            Notice(paragraph.line, message)
            for paragraph in self.introductions
            if not SENTENCE_END.search(paragraph.text)
        ]


def _joined(paragraph: Passage, line: Line) -> Passage:
    return replace(
        paragraph,
        text=f"{paragraph.text} {line.text}",
        continued_on=(*paragraph.continued_on, line.number),
    )
