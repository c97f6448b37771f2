"""Texts as they are compared in the memory: whole, and paragraph by paragraph."""

import re
from typing import NamedTuple

from ots_portal import richtext, turkish
from ots_portal.translating.blocks import blocks_of, digest
from ots_portal.translating.memory.models import WHOLE

# Blocks say where a link leads, and which letters are raised and lowered.
_LINK = re.compile(r"<(?:https?:|mailto:|/|#)[^<>]*>")
_RAISED = re.compile(r"([\^_])(\S[^\^_]*)\1")


class Paragraph(NamedTuple):
    """A text or one of its paragraphs, by which it is found again and as people read it."""

    number: int
    text: str
    digest: str
    folded: str

    @property
    def trigrams(self) -> int:
        """How many runs of three letters it has, as PostgreSQL counts them."""
        padded = (f"  {word} " for word in self.folded.split())
        return len({word[at : at + 3] for word in padded for at in range(len(word) - 2)})


def paragraphs_of(text: str | None, *, is_rich: bool) -> list[Paragraph]:
    """The whole text, then its paragraphs where it has several; nothing for no text."""
    blocks = blocks_of(text, is_rich=is_rich)
    if not blocks:
        return []
    plain = richtext.as_text(text or "") if is_rich else text or ""
    whole = Paragraph(WHOLE, text or "", digest(blocks), turkish.fold(plain))
    several = enumerate(blocks, start=1) if len(blocks) > 1 else ()
    return [
        whole,
        *(Paragraph(n, legible(block), digest([block]), turkish.fold(legible(block))) for n, block in several),
    ]


def legible(block: str) -> str:
    return _RAISED.sub(r"\2", _LINK.sub("", block))
