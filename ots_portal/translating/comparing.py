"""The state of one text in one language, beside its source."""

from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ots_portal.translating.blocks import blocks_of, digest, new_blocks, word_count

SHORT = 16


class TextState(TextChoices):
    MISSING = "missing", pgettext_lazy("text", "missing")
    STALE = "stale", pgettext_lazy("text", "stale")
    UNOFFICIAL = "unofficial", _("official text missing")
    IN_STEP = "in-step", _("in step")


class Text(NamedTuple):
    """The blocks of a translation and of its source, and what the translation was made from."""

    place: tuple
    key: tuple
    source: list
    blocks: list
    is_official: bool
    has_official_source: bool
    made_from: dict

    @property
    def state(self):
        if not self.blocks:
            return TextState.MISSING
        if self.has_official_source != self.is_official:
            return TextState.UNOFFICIAL if self.has_official_source else TextState.IN_STEP
        return TextState.IN_STEP if digest(self.source) in self.made_from else TextState.STALE

    @property
    def seen(self):
        """What names this text and its source as they stand now."""
        return f"{self.source_seen} {digest(self.blocks)[:SHORT]}"

    @property
    def source_seen(self):
        return f"{self.place.path('')} {digest(self.source)[:SHORT]}"

    @property
    def rendering(self):
        """The key of what says what it was last made from."""
        return list(self.made_from.values())[-1] if self.made_from else None

    def changed_blocks(self, old_source):
        """The numbers of the blocks of the source that were not translated so."""
        old = blocks_of(old_source, is_rich=self.place.is_rich) if self.state == TextState.STALE else []
        return new_blocks(old, self.source)

    def words_to_do(self, old_source):
        """At least one, since a block may only have gone away."""
        if self.state == TextState.IN_STEP:
            return 0
        return max(1, word_count([self.source[number] for number in self.changed_blocks(old_source)]))
