"""What of a record goes into a file and comes back: each text beside its source, and the units it is cut into."""

import hashlib
from functools import cached_property
from typing import NamedTuple

from ots_portal import richtext
from ots_portal.translating.sheets import memory_of
from ots_portal.translating.texts import SOURCES
from ots_portal.translating.xliff.inline import Blocks, Piece, parse, shapes_in

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
VERSION = "1.2"
MOST_RECORDS = 500
MARK = 32
SOURCE_MARK, TARGET_MARK, ADDRESS = "x-source-mark", "x-target-mark", "x-address"


class Unit(NamedTuple):
    """A block of rich text, or a whole text, as one line of a translator's program; no target yet, None."""

    key: str
    source: Piece
    target: Piece | None


class Exchanged:
    """One text of a record in one language, with its source as it stands now."""

    def __init__(self, sheet, language, text):
        self.sheet, self.language, self.text, self.place = sheet, language, text, text.place
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
        """The blocks of the translation, if they stand in the same frame as those of the source; else None."""
        blocks = Blocks(self.target_piece) if self.target else None
        return blocks if blocks and blocks.frame == self.source_blocks.frame else None

    @property
    def source_mark(self):
        """The same for sources of the same words and tags, however they are spaced."""
        return digest("\n".join([*self.text.source, *map(str, shapes_in(self.source_piece))]))

    @property
    def target_mark(self):
        return digest(self.target)

    def units(self):
        """Block by block; a translation in another frame than its source stands whole beside it."""
        if not self.place.is_rich or (self.target and not self.target_blocks):
            return [Unit(self.key, self.source_piece, self.target_piece if self.target else None)]
        sources = self.source_blocks.blocks
        targets = self.target_blocks.blocks if self.target else [None] * len(sources)
        pairs = zip(sources, targets, strict=True)
        return [Unit(f"{self.key}.{number}", *pair) for number, pair in enumerate(pairs, 1)]


def digest(text):
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:MARK]


def exchanged(sheets, language):
    """{sheet: its texts}; only what has a source, and no rows that the draft removes."""
    memory = memory_of(sheets)
    found = {sheet: [Exchanged(sheet, language, text) for text in sheet.texts(language, memory)] for sheet in sheets}
    return {sheet: [each for each in texts if is_exchanged(sheet, each)] for sheet, texts in found.items()}


def is_exchanged(sheet, each):
    return bool(each.source and each.text.source) and (not each.place.row or bool(sheet.working.get(each.place.row)))


def name_in_file(record):
    """How a file names a record; the reference never changes."""
    return f"{record._meta.label_lower}/{record.reference}"
