from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from ots_portal.publishing.drafts import OfRecord
from ots_portal.publishing.fields import ChoiceField

WHOLE = 0  # the number of a whole text; its paragraphs are counted from 1


class Segment(OfRecord):
    """A published text, or a paragraph of one, beside its published source: what others may take over."""

    row = models.CharField(_("record or part"), max_length=80)
    name = models.CharField(_("field"), max_length=60)
    number = models.PositiveSmallIntegerField(_("paragraph"), default=WHOLE)
    language = ChoiceField(_("language"), max_length=5, choices=settings.LANGUAGES)
    source = models.TextField(_("source"))
    target = models.TextField(_("translation"))
    is_rich = models.BooleanField(_("with mark-up"), default=False)
    source_digest = models.CharField(_("digest of the source"), max_length=64)
    source_folded = models.TextField(_("source as it is compared"))
    trigrams = models.PositiveIntegerField(_("number of trigrams"), default=0)
    made = models.ForeignKey(
        "translating.Rendering", on_delete=models.PROTECT, related_name="+", verbose_name=_("rendering")
    )
    published_at = models.DateTimeField(_("published"))

    class Meta:
        verbose_name = _("text in memory")
        verbose_name_plural = _("texts in memory")
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["row", "name", "number", "language"], name="segment_remembered_once")
        ]
        indexes = [
            models.Index(fields=["content_type", "object_id"], name="segment_record"),
            models.Index(fields=["source_digest", "language"], name="segment_digest"),
            models.Index(fields=["language", "trigrams"], name="segment_size"),
            GinIndex(fields=["source_folded"], opclasses=["gin_trgm_ops"], name="segment_similar"),
        ]

    def __str__(self):
        return f"{self.row} {self.name} {self.number} ({self.language})"
