"""What of a record goes into a file and comes back: each text beside its source, and the units it is cut into."""

import hashlib
from difflib import SequenceMatcher
from functools import cached_property
from typing import NamedTuple

from ots_portal import richtext
from ots_portal.translating.sheets import memory_of
from ots_portal.translating.texts import SOURCES
from ots_portal.translating.worklist import sources_of
from ots_portal.translating.xliff.inline import Blocks, Piece, joined, parse, shapes_in, unparse

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
VERSION = "1.2"
MOST_RECORDS = 250
MARK = 32
SOURCE_MARK, TARGET_MARK, ADDRESS = "x-source-mark", "x-target-mark", "x-address"


class Unit(NamedTuple):
    """A block of rich text, or a whole text, as one line of a translator's program; no target yet, None."""

    key: str
    source: Piece
    target: Piece | None


class Exchanged:
    """One text of a record in one language, with its source as it stands now."""

    def __init__(self, sheet, language, text, old_source=""):
        self.sheet, self.language, self.text, self.place = sheet, language, text, text.place
        self.old_source = richtext.clean(old_source) if self.place.is_rich else old_source
        self.source = self.read(sheet.source(SOURCES[language]), SOURCES[language])
        self.target = self.read(sheet.working, language)

    def read(self, document, language):
        value = document.get(self.place.path(language)) or ""
        return richtext.clean(value) if self.place.is_rich else value

    @property
    def path(self):
        return self.place.path(self.language)

    @property
    def key(self):
        """What names the text in its record, whatever the language."""
        return "/".join(filter(None, [self.place.row, self.place.name]))

    def parse(self, value):
        return parse(value, is_rich=self.place.is_rich)

    @cached_property
    def source_piece(self):
        return self.parse(self.source)

    @cached_property
    def target_piece(self):
        return self.parse(self.target)

    @cached_property
    def source_blocks(self):
        return Blocks(self.source_piece)

    @cached_property
    def target_blocks(self):
        """The present translation block by block, beside the blocks of the source, None for those it lacks.

        It is None itself where the translation stands in another frame than its source and what it was made from.
        """
        if not self.target:
            return [None] * len(self.source_blocks.blocks)
        target, old = Blocks(self.target_piece), Blocks(self.parse(self.old_source))
        if target.frame == self.source_blocks.frame:
            return target.blocks
        return aligned(old, self.source_blocks, target.blocks) if target.frame == old.frame else None

    @property
    def as_exported(self):
        """The text that a file makes which nobody has touched; None where that lacks a block."""
        blocks = self.target_blocks if self.place.is_rich else None
        if blocks is None or None in blocks:
            return None
        return joined(self.source_blocks.frame, map(unparse, blocks))

    @property
    def source_mark(self):
        """The same for sources of the same words and tags, however they are spaced."""
        return digest("\n".join([*self.text.source, *map(str, shapes_in(self.source_piece))]))

    @property
    def target_mark(self):
        return digest(self.target)

    def units(self):
        """Block by block; a translation in another frame than its source stands whole beside it."""
        if not self.place.is_rich or self.target_blocks is None:
            return [Unit(self.key, self.source_piece, self.target_piece if self.target else None)]
        pairs = zip(self.source_blocks.blocks, self.target_blocks, strict=True)
        return [Unit(f"{self.key}.{number}", *pair) for number, pair in enumerate(pairs, 1)]


def aligned(old, new, translations):
    """For each block of a new source the translation that the old one had there."""
    found = [None] * len(new.blocks)
    words = [[unparse(block) for block in each.blocks] for each in (old, new)]
    for act, i, j, start, end in SequenceMatcher(None, *words, autojunk=False).get_opcodes():
        if act == "equal" or j - i == end - start:
            found[start:end] = translations[i:j]
    return found


def digest(text):
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:MARK]


def exchanged(sheets, language):
    """{sheet: its texts}; only what has a source, and no rows that the draft removes."""
    memory = memory_of(sheets)
    texts = {sheet: list(sheet.texts(language, memory)) for sheet in sheets}
    old = sources_of([text for found in texts.values() for text in found])
    found = {
        sheet: [Exchanged(sheet, language, text, old.get(text.rendering, "")) for text in texts[sheet]]
        for sheet in sheets
    }
    return {sheet: [each for each in found[sheet] if is_exchanged(sheet, each)] for sheet in sheets}


def is_exchanged(sheet, each):
    return bool(each.source and each.text.source) and (not each.place.row or bool(sheet.working.get(each.place.row)))


def name_in_file(record):
    """How a file names a record; the reference never changes."""
    return f"{record._meta.label_lower}/{record.reference}"
