"""What each translation was made from, and what is left to translate; readers see none of it."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Func, Q, Sum, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ots_portal.publishing.drafts import OfRecord, OfRecordQuerySet, Pending
from ots_portal.publishing.fields import ChoiceField
from ots_portal.search.stemming import beginnings
from ots_portal.translating.memory.models import Segment
from ots_portal.translating.xliff.models import ImportedFile

__all__ = ["ImportedFile", "Rendering", "Segment", "Task"]

_person = {"to": settings.AUTH_USER_MODEL, "on_delete": models.PROTECT, "related_name": "+", "null": True}


class Rendering(models.Model):
    """That a text renders a source text; a text may render several, one after the other.

    Both are named by the digest of their blocks, so that a text restored from the history is known again.
    """

    class Basis(models.TextChoices):
        TYPED = "typed", _("translated")
        ASSUMED = "assumed", _("live together when this was first asked")
        CORRECT = "correct", _("still correct")
        MINOR = "minor", _("minor change of the source")

    row = models.CharField(_("record or part"), max_length=80)
    name = models.CharField(_("field"), max_length=60)
    language = ChoiceField(_("language"), max_length=5, choices=settings.LANGUAGES)
    text_digest = models.CharField(_("digest of the translation"), max_length=64)
    source_digest = models.CharField(_("digest of the source"), max_length=64, blank=True)
    source = models.TextField(_("source"), blank=True)
    basis = ChoiceField(_("basis"), max_length=10, choices=Basis.choices)
    user = models.ForeignKey(**_person, verbose_name=_("user"))
    at = models.DateTimeField(_("time"), auto_now_add=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("rendering")
        verbose_name_plural = _("renderings")
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["row", "name", "language", "text_digest", "source_digest"], name="rendering_known_once"
            )
        ]

    def __str__(self):
        return f"{self.row} {self.name} ({self.language})"


class TaskQuerySet(OfRecordQuerySet):
    def there(self):
        """Records that have a text to translate."""
        return self.filter(total__gt=0)

    def to_do(self):
        return self.there().filter(words__gt=0)

    def by_area(self):
        """Area, words to do and all words; "" for records without an area, and a record of two counts in both."""
        areas = Coalesce(NullIf("areas", Value([], self.model._meta.get_field("areas"))), Value([""]))
        rows = self.order_by().annotate(area=Func(areas, function="unnest", output_field=models.CharField()))
        return rows.values("area").annotate(Sum("words"), Sum("total")).values_list("area", "words__sum", "total__sum")

    def containing(self, text):
        rows = self
        for word in beginnings(text):
            rows = rows.filter(search_text__contains=word)
        return rows


class Task(OfRecord):
    """What one record still needs in one language; the numbers follow from its texts (worklist.py)."""

    language = ChoiceField(_("language"), max_length=5, choices=settings.LANGUAGES)
    missing = models.PositiveIntegerField(pgettext_lazy("texts", "missing"), default=0)
    stale = models.PositiveIntegerField(pgettext_lazy("texts", "stale"), default=0)
    unofficial = models.PositiveIntegerField(_("official text missing"), default=0)
    words = models.PositiveIntegerField(_("words to do"), default=0)
    total = models.PositiveIntegerField(_("words of the source"), default=0)
    pending = ChoiceField(
        pgettext_lazy("pending", "state"), max_length=10, choices=Pending.choices, default=Pending.NONE
    )
    areas = ArrayField(models.CharField(max_length=80), default=list, verbose_name=_("areas"))
    search_text = models.TextField(default="", blank=True, editable=False)
    translator = models.ForeignKey(
        **_person, blank=True, verbose_name=_("translator"), help_text=_("Who translates this record.")
    )
    due_on = models.DateField(_("due on"), null=True, blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id", "language"], name="one_task_per_language"),
        ]
        indexes = [
            models.Index(fields=["language", "-words"], condition=Q(words__gt=0), name="task_to_do"),
            models.Index(fields=["translator"], condition=Q(words__gt=0), name="task_translator"),
        ]

    def __str__(self):
        return str(self.record)
