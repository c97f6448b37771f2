"""Texts as blocks of words: two texts with the same blocks say the same, however they are spaced and marked up."""

import hashlib
import re
import unicodedata
from difflib import SequenceMatcher
from html.parser import HTMLParser

BLOCKS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "div", "ul", "ol", "li", "blockquote"}
BLOCKS |= {"table", "thead", "tbody", "tr", "th", "td"}
MEANT = {"sup": "^", "sub": "_"}  # m² is not m2; bold and italic change no word
_WORD = re.compile(r"\w+(?:['’-]\w+)*")


def blocks_of(text: str | None, *, is_rich: bool) -> list[str]:
    """The blocks of a text: paragraphs, headings, items and cells of rich text, the lines of plain text."""
    if not text:
        return []
    return _without_space(_Reader.read(text) if is_rich else re.split(r"[\r\n]+", text))


def digest(blocks: list[str]) -> str:
    """The same for texts of the same blocks, and for no others; nothing for no text."""
    return hashlib.sha256("\n".join(blocks).encode()).hexdigest() if blocks else ""


def new_blocks(old: list[str], new: list[str]) -> list[int]:
    """The numbers of the new text's blocks that the old one does not have, or has elsewhere."""
    acts = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [number for act, _i, _j, start, end in acts if act != "equal" for number in range(start, end)]


def word_count(blocks: list[str]) -> int:
    return sum(len(_WORD.findall(block)) for block in blocks)


def _without_space(lines: list[str]) -> list[str]:
    spaced = (" ".join(unicodedata.normalize("NFC", line).split()) for line in lines)
    return [line for line in spaced if line]


class _Reader(HTMLParser):
    """Collects the words of each block; where a link leads is part of what its block says."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines, self.links = [""], []

    @classmethod
    def read(cls, html: str) -> list[str]:
        reader = cls()
        reader.feed(html)
        reader.close()
        return reader.lines

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self.lines.append("")
        elif tag == "br":
            self.lines[-1] += " "
        elif tag == "a":
            self.links.append(dict(attrs).get("href") or "")
        self.lines[-1] += MEANT.get(tag, "")

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self.lines.append("")
        elif tag == "a" and self.links:
            self.lines[-1] += f"<{self.links.pop()}>"
        self.lines[-1] += MEANT.get(tag, "")

    def handle_data(self, data: str) -> None:
        self.lines[-1] += data
