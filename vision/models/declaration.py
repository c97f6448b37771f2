from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ots_portal.publishing.fields import ChoiceField, RichTextField
from ots_portal.publishing.publishable import Part, Publishable


class Wording(models.TextChoices):
    """Whose words a text is in, per language."""

    SUMMARY = "summary", _("summary")
    OFFICIAL = "official", _("official text")


def wording_field():
    return ChoiceField(
        _("wording"),
        max_length=10,
        choices=Wording.choices,
        blank=True,
        help_text=_("A summary is ours; the official text is the signed one, word for word."),
    )


class Declaration(Publishable):
    """The signed text as a whole."""

    title = models.CharField(_("title"), max_length=200)
    lead = models.TextField(_("lead"), blank=True, help_text=_("One or two sentences under the title."))
    status_line = models.CharField(
        _("status line"),
        max_length=300,
        blank=True,
        help_text=_("When and where it was approved, in one line."),
    )
    approved_at = models.ForeignKey(
        "meetings.Meeting",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="approved_declarations",
        verbose_name=_("approved at"),
    )
    document = models.ForeignKey(
        "cooperation.Document",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="declarations",
        verbose_name=_("document"),
    )

    class Meta(Publishable.Meta):
        verbose_name = pgettext_lazy("Vision", "declaration")
        verbose_name_plural = pgettext_lazy("Vision", "declaration")

    def get_absolute_url(self):
        return reverse("vision:declaration_detail")


class DeclarationPart(Part):
    """A paragraph of the declaration."""

    text = RichTextField(_("text"), blank=True)
    wording = wording_field()

    parent_field = "declaration"
    worded = {"text": "wording"}

    class Meta(Part.Meta):
        abstract = True


class Introduction(DeclarationPart):
    declaration = models.ForeignKey(
        Declaration, on_delete=models.CASCADE, related_name="introductions", verbose_name=_("declaration")
    )

    class Meta(DeclarationPart.Meta):
        verbose_name = _("paragraph of the introduction")
        verbose_name_plural = _("introduction")

    def __str__(self):
        return str(_("Paragraph %(number)s")) % {"number": self.position}


class Formula(DeclarationPart):
    """An enacting formula, by the place where it stands."""

    class Place(models.TextChoices):
        RECITALS = "recitals", _("before the recitals")
        COMMITMENTS = "commitments", _("before the commitments")
        PILLARS = "pillars", _("before the pillars")

    declaration = models.ForeignKey(
        Declaration, on_delete=models.CASCADE, related_name="formulas", verbose_name=_("declaration")
    )
    place = ChoiceField(_("place"), max_length=20, choices=Place.choices)

    class Meta(DeclarationPart.Meta):
        verbose_name = _("enacting formula")
        verbose_name_plural = _("enacting formulas")
        constraints = [
            models.UniqueConstraint(fields=["declaration", "place"], name="formula_place_unique"),
        ]

    def __str__(self):
        return self.get_place_display()


class Recital(DeclarationPart):
    declaration = models.ForeignKey(
        Declaration, on_delete=models.CASCADE, related_name="recitals", verbose_name=_("declaration")
    )
    number = models.PositiveSmallIntegerField(_("number"))

    class Meta(DeclarationPart.Meta):
        verbose_name = _("recital")
        verbose_name_plural = _("recitals")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["declaration", "number"], name="recital_number_unique"),
        ]

    def __str__(self):
        return self.reference

    @property
    def reference(self):
        return f"r{self.number}"


class Commitment(DeclarationPart):
    declaration = models.ForeignKey(
        Declaration, on_delete=models.CASCADE, related_name="commitments", verbose_name=_("declaration")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    text = models.TextField(_("text"), blank=True)
    sections = models.ManyToManyField(
        "vision.Section", blank=True, related_name="commitments", verbose_name=_("sections")
    )

    class Meta(DeclarationPart.Meta):
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["declaration", "number"], name="commitment_number_unique"),
        ]

    def __str__(self):
        return self.reference

    @property
    def reference(self):
        return f"c{self.number}"
