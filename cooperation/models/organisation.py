from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ots_portal.accounts.roles import Governed
from ots_portal.publishing.fields import ChoiceField, PartialDateField, RichTextField
from ots_portal.publishing.publishable import Part, Publishable

ALIASES_HELP = _("Other names and spellings found in texts, one a line; they are found by searching.")
DATE_HELP = _("A day, a month or a year: 12.11.2021, 11.2021 or 2021. Empty when unknown.")


def refuse_reversed(start, end, field):
    """ValidationError on a field when a partial date lies wholly before the one it should follow."""
    if start and end and end.last_day < start.first_day:
        raise ValidationError({field: _("This date lies before the first one.")})


class Institution(Publishable):
    """An organ, a related institution, a partner, or a body that takes part in meetings."""

    class Kind(models.TextChoices):
        ORGAN = "organ", _("organ of the organisation")
        RELATED = "related", _("related institution")
        RESEARCH = "research", _("research centre")
        UNIVERSITY = "university", _("university")
        NATIONAL = "national", _("national institution")
        MEDIA = "media", _("media")
        PARTNER = "partner", _("international partner")

    kind = ChoiceField(_("kind"), max_length=20, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=200)
    abbreviation = models.CharField(_("abbreviation"), max_length=40, blank=True)
    aliases = models.TextField(_("other names"), blank=True, help_text=ALIASES_HELP)
    summary = models.TextField(_("summary"), blank=True, help_text=_("One or two sentences on what it is."))
    country = models.ForeignKey(
        "cooperation.Country",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="institutions",
        verbose_name=_("country"),
    )
    website = models.URLField(_("website"), max_length=300, blank=True)
    parent_institution = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("belongs to"),
    )
    successor = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("succeeded by"),
    )

    naming_field = "name"
    alias_field = "aliases"
    searched_fields = ("abbreviation", "aliases")

    class Meta(Publishable.Meta):
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(parent_institution=F("pk")) & ~Q(successor=F("pk")),
                name="institution_not_its_own",
            ),
        ]
        indexes = [*Publishable.Meta.indexes, models.Index(fields=["kind"], name="institution_kind")]

    def get_absolute_url(self):
        return reverse("cooperation:institution_detail", args=[self.current_slug])


class Person(Publishable):
    """A person; offices belong to meetings, as they were at the time."""

    name = models.CharField(_("name"), max_length=200)
    name_variants = models.TextField(_("other spellings"), blank=True, help_text=ALIASES_HELP)
    description = models.CharField(
        _("description"), max_length=300, blank=True, help_text=_("Who this is, where no meeting says so.")
    )

    naming_field = "name"
    alias_field = "name_variants"
    searched_fields = ("name_variants",)

    class Meta(Publishable.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def get_absolute_url(self):
        return reverse("cooperation:person_detail", args=[self.current_slug])


class State(Publishable):
    """A state in its relation to the organisation."""

    name = models.CharField(_("name"), max_length=100)
    country = models.OneToOneField(
        "cooperation.Country", on_delete=models.PROTECT, related_name="state", verbose_name=_("country")
    )
    body = RichTextField(_("text"), blank=True)

    naming_field = "name"

    class Meta(Publishable.Meta):
        verbose_name = _("state")
        verbose_name_plural = _("states")

    def get_absolute_url(self):
        return reverse("cooperation:state_detail", args=[self.current_slug])


class Membership(Part):
    """What a state is to the organisation, and since when."""

    class Kind(models.TextChoices):
        MEMBER = "member", _("member state")
        OBSERVER = "observer", _("observer state")
        GUEST = "guest", _("guest")

    state = models.ForeignKey(State, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("state"))
    kind = ChoiceField(_("kind"), max_length=20, choices=Kind.choices)
    start = PartialDateField(_("from"), null=True, blank=True, help_text=DATE_HELP)
    end = PartialDateField(_("until"), null=True, blank=True, help_text=DATE_HELP)

    parent_field = "state"

    class Meta(Part.Meta):
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")

    def __str__(self):
        return f"{self.get_kind_display()}: {self.state}"

    def clean(self):
        refuse_reversed(self.start, self.end, "end")


class OrganisationName(models.Model):
    """A name that the organisation bore, and when."""

    name = models.CharField(_("name"), max_length=200)
    short_form = models.CharField(_("short form"), max_length=60, blank=True)
    valid_from = PartialDateField(_("valid from"), null=True, blank=True, help_text=DATE_HELP)
    valid_until = PartialDateField(_("valid until"), null=True, blank=True, help_text=DATE_HELP)
    position = models.PositiveSmallIntegerField(_("position"), default=0, help_text=_("Lower numbers stand first."))

    governed = Governed.WHOLE
    is_named_once = True  # the translators' list of names has it

    class Meta:
        verbose_name = _("name of the organisation")
        verbose_name_plural = _("names of the organisation")
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["position"])]

    def __str__(self):
        return self.name

    def clean(self):
        refuse_reversed(self.valid_from, self.valid_until, "valid_until")
