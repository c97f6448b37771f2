from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ots_portal.languages import FIRST_LANGUAGE
from ots_portal.publishing.publishable import Part, Publishable, PublishableQuerySet
from vision.models.declaration import Declaration, wording_field


class PillarQuerySet(PublishableQuerySet):
    def with_counts(self):
        """With the number of readable sections and of their objectives."""
        shown = models.Q(
            **{
                f"sections__published_at_{FIRST_LANGUAGE}__isnull": False,
                f"sections__withdrawn_at_{FIRST_LANGUAGE}__isnull": True,
            }
        )
        return self.annotate(
            section_count=models.Count("sections", filter=shown, distinct=True),
            objective_count=models.Count("sections__objectives", filter=shown, distinct=True),
        )


class SectionQuerySet(PublishableQuerySet):
    def with_counts(self):
        return self.annotate(objective_count=models.Count("objectives"))


class Pillar(Publishable):
    """One of the four pillars; its reference is its number."""

    declaration = models.ForeignKey(
        Declaration, on_delete=models.PROTECT, related_name="pillars", verbose_name=_("declaration")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=200)
    lead = models.TextField(_("lead"), blank=True, help_text=_("One or two sentences under the title."))

    objects = PillarQuerySet.as_manager()

    linked_fields = ("number",)

    class Meta(Publishable.Meta):
        verbose_name = _("pillar")
        verbose_name_plural = _("pillars")
        ordering = ["number"]
        constraints = [
            *Publishable.Meta.constraints,
            models.UniqueConstraint(fields=["declaration", "number"], name="pillar_number_unique"),
        ]

    def get_absolute_url(self):
        return reverse("vision:pillar_detail", args=[self.current_slug])


class Section(Publishable):
    """A section of a pillar; its reference is pillar.section, for example 2.4."""

    pillar = models.ForeignKey(Pillar, on_delete=models.PROTECT, related_name="sections", verbose_name=_("pillar"))
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=200)
    lead = models.TextField(_("lead"), blank=True, help_text=_("One or two sentences under the title."))
    areas = models.ManyToManyField(
        "cooperation.Area",
        blank=True,
        related_name="vision_sections",
        verbose_name=_("areas of cooperation"),
        help_text=_("The editors’ judgement: the text itself names no areas."),
    )

    objects = SectionQuerySet.as_manager()

    lies_within = "pillar"
    linked_fields = ("number",)

    class Meta(Publishable.Meta):
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["pillar__number", "number"]
        constraints = [
            *Publishable.Meta.constraints,
            models.UniqueConstraint(fields=["pillar", "number"], name="section_number_unique"),
        ]

    def get_absolute_url(self):
        return reverse("vision:section_detail", args=[self.pillar.current_slug, self.current_slug])


class Objective(Part):
    """One aim of a section; its code never changes and is its address on the page."""

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="objectives", verbose_name=_("section"))
    number = models.PositiveSmallIntegerField(_("number"))
    text = models.TextField(_("text"), blank=True)
    wording = wording_field()
    remark = models.CharField(
        _("remark"), max_length=300, blank=True, help_text=_("What stands beside the text in the source.")
    )

    parent_field = "section"
    worded = {"text": "wording"}

    class Meta(Part.Meta):
        verbose_name = _("objective")
        verbose_name_plural = _("objectives")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["section", "number"], name="objective_number_unique"),
        ]

    def __str__(self):
        return self.code

    @property
    def code(self):
        """For example 2.4.1: pillar, section, objective."""
        return f"{self.section.reference}.{self.number}"

    def get_absolute_url(self):
        return f"{self.section.get_absolute_url()}#{self.code}"
