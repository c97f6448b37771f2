"""Texts as trees of words and tags, cut into the pieces that a translator gets; nothing here knows XML or Django."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ots_portal.translating.blocks import BLOCKS

UNSPEAKABLE = r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"  # what XML cannot hold
DEEPEST = 50  # tags further down stand each by itself, so that no file is too deep for its reader
SPACE = " \t\n\r"
_PLAIN = re.compile(UNSPEAKABLE)
_RICH = re.compile(rf'</?[a-z][a-z0-9]*(?:\s+[a-z-]+(?:="[^"]*")?)*\s*/?>|{UNSPEAKABLE}')
_NAME = re.compile(r"</?([a-z][a-z0-9]*)")


@dataclass
class Tag:
    """A tag with what it holds, or None if it holds nothing: a break, a strange character, one half of a pair."""

    mark: str
    children: "Piece | None" = None

    @property
    def name(self) -> str:
        found = _NAME.match(self.mark)
        return found[1] if found else ""

    @property
    def closing(self) -> str:
        return "" if self.children is None else f"</{self.name}>"


Piece = list[str | Tag]
Shape = tuple[str, bool]  # the mark of a tag, and whether it holds words


def parse(text: str, *, is_rich: bool) -> Piece:
    """The tree of a text; rich text must be clean."""
    reader, place = _Reader(), 0
    for token in (_RICH if is_rich else _PLAIN).finditer(text):
        reader.add(text[place : token.start()])
        reader.read(token[0])
        place = token.end()
    reader.add(text[place:])
    return reader.stack[0]


class _Reader:
    def __init__(self) -> None:
        self.stack: list[Piece] = [[]]
        self.too_deep = 0

    def add(self, item: str | Tag) -> None:
        if item:
            self.stack[-1].append(item)

    def read(self, mark: str) -> None:
        if mark.startswith("</"):
            self.close(mark)
        elif mark.startswith("<br") or not mark.startswith("<"):
            self.add(Tag(mark))
        elif len(self.stack) > DEEPEST:
            self.too_deep += 1
            self.add(Tag(mark))
        else:
            self.add(tag := Tag(mark, []))
            self.stack.append(tag.children)

    def close(self, mark: str) -> None:
        if self.too_deep:
            self.too_deep -= 1
            self.add(Tag(mark))
        elif len(self.stack) > 1:
            self.stack.pop()


def unparse(piece: Piece) -> str:
    return "".join(
        item if isinstance(item, str) else f"{item.mark}{unparse(item.children or [])}{item.closing}" for item in piece
    )


def tags_in(piece: Piece) -> Iterator[Tag]:
    """All tags, in the order in which they begin."""
    for item in piece:
        if isinstance(item, Tag):
            yield item
            yield from tags_in(item.children or [])


def shapes_in(piece: Piece) -> list[Shape]:
    return [(tag.mark, tag.children is not None) for tag in tags_in(piece)]


def words_in(piece: Piece) -> str:
    return "".join(item if isinstance(item, str) else words_in(item.children or []) for item in piece)


# ---- Blocks --------------------------------------------------------------------------------------------------
class Blocks:
    """A text as its blocks of words and the frame around them: one string more than there are blocks."""

    def __init__(self, piece: Piece) -> None:
        self.frame, self.blocks, self.run = [""], [], []
        self.take(piece)
        self.end_run()

    def take(self, piece: Piece) -> None:
        for item in piece:
            if isinstance(item, Tag) and is_structure(item):
                self.end_run()
                self.frame[-1] += item.mark
                self.take(item.children or [])
                self.end_run()
                self.frame[-1] += item.closing
            else:
                self.run.append(item)

    def end_run(self) -> None:
        """What stands between two tags of the structure is a block, if it says anything; space around it is frame."""
        run, self.run = self.run, []
        if not words_in(run).strip():
            self.frame[-1] += unparse(run)
            return
        before = after = ""
        if isinstance(run[0], str):
            before, run[0] = cut_left(run[0])
        if isinstance(run[-1], str):
            run[-1], after = cut_right(run[-1])
        self.frame[-1] += before
        self.blocks.append([item for item in run if item])
        self.frame.append(after)


def is_structure(tag: Tag) -> bool:
    return tag.name in BLOCKS or any(each.name in BLOCKS for each in tags_in(tag.children or []))


def skeleton(piece: Piece) -> str:
    """The structure alone, without words and the tags among them."""
    tags = [item for item in piece if isinstance(item, Tag)]
    return "".join(
        f"{tag.mark}{skeleton(tag.children or [])}{tag.closing}" if is_structure(tag) else "" for tag in tags
    )


def cut_left(text: str) -> tuple[str, str]:
    rest = text.lstrip(SPACE)
    return text[: len(text) - len(rest)], rest


def cut_right(text: str) -> tuple[str, str]:
    rest = text.rstrip(SPACE)
    return rest, text[len(rest) :]


def joined(frame: list[str], blocks: list[str]) -> str:
    return "".join(part for pair in zip(frame, [*blocks, ""], strict=True) for part in pair)


# ---- Numbers of tags -----------------------------------------------------------------------------------------
def table_of(source: Piece, target: Piece) -> list[Shape]:
    """The tags that a piece may have: those of its source, then what the present translation has beyond them."""
    table = shapes_in(source)
    free = list(table)
    for shape in shapes_in(target):
        if shape in free:
            free.remove(shape)
        else:
            table.append(shape)
    return table


def numbers_in(piece: Piece, table: list[Shape]) -> list[int]:
    """The number of each tag, counted from one: the first place in the table that has its shape and is free."""
    free, numbers = dict(enumerate(table, 1)), []
    for shape in shapes_in(piece):
        number = next(number for number, each in free.items() if each == shape)
        del free[number]
        numbers.append(number)
    return numbers
