from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ots_portal.publishing.fields import ChoiceField, PartialDateField, RichTextField
from ots_portal.publishing.publishable import Part, Publishable

LEGACY_HELP = _("The last part of this page's address on the previous site.")
CONTENT_UPDATED_HELP = _("When the source text was last brought up to date: a day, a month or a year.")


class Area(Publishable):
    """A field in which the states work together."""

    name = models.CharField(_("name"), max_length=200)
    lead = models.TextField(_("lead"), blank=True, help_text=_("One or two sentences under the title."))
    body = RichTextField(_("text"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0, help_text=_("Lower numbers stand first."))
    legacy_path = models.CharField(_("previous address"), max_length=200, blank=True, help_text=LEGACY_HELP)
    content_updated = PartialDateField(_("content as of"), null=True, blank=True, help_text=CONTENT_UPDATED_HELP)

    naming_field = "name"

    class Meta(Publishable.Meta):
        verbose_name = _("area of cooperation")
        verbose_name_plural = _("areas of cooperation")
        ordering = ["position", "reference"]
        indexes = [
            *Publishable.Meta.indexes,
            models.Index(fields=["position", "reference"], name="area_position"),
        ]

    def get_absolute_url(self):
        return reverse("cooperation:area_detail", args=[self.current_slug])


class Topic(Publishable):
    """A mechanism, programme, body or project within an area."""

    class Kind(models.TextChoices):
        MECHANISM = "mechanism", _("mechanism")
        PROGRAMME = "programme", _("programme")
        BODY = "body", _("body")
        INSTITUTION = "institution", _("institution")
        DOCUMENT = "document", _("document")
        PROJECT = "project", _("project")
        TOPIC = "topic", _("topic")
        PAGE = "page", _("overview")

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="topics", verbose_name=_("area"))
    kind = ChoiceField(_("kind"), max_length=20, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=200)
    summary = models.TextField(_("summary"), blank=True, help_text=_("One or two sentences under the title."))
    body = RichTextField(_("text"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0, help_text=_("Lower numbers stand first."))
    institutions = models.ManyToManyField(
        "cooperation.Institution", blank=True, related_name="topics", verbose_name=_("institutions")
    )
    documents = models.ManyToManyField(
        "cooperation.Document", blank=True, related_name="topics", verbose_name=_("documents")
    )
    legacy_path = models.CharField(_("previous address"), max_length=200, blank=True, help_text=LEGACY_HELP)
    content_updated = PartialDateField(_("content as of"), null=True, blank=True, help_text=CONTENT_UPDATED_HELP)

    naming_field = "name"
    lies_within = "area"

    class Meta(Publishable.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["area__position", "position", "reference"]
        constraints = [
            *Publishable.Meta.constraints,
        ]
        indexes = [
            *Publishable.Meta.indexes,
            models.Index(fields=["area", "position"], name="topic_position"),
        ]

    def get_absolute_url(self):
        return reverse("cooperation:topic_detail", args=[self.area.current_slug, self.current_slug])


class Statistic(Part):
    """A number that a source gives, never without the date it holds for."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="statistics", verbose_name=_("topic"))
    key = models.SlugField(_("key"), max_length=60, help_text=_("The name of this number in data; never changed."))
    value = models.PositiveIntegerField(_("value"))
    is_more_than = models.BooleanField(_("more than"), default=False, help_text=_("The source says “more than”."))
    label = models.CharField(_("what is counted"), max_length=200)
    as_of = PartialDateField(_("as of"), help_text=_("A day, a month or a year: 05.01.2022, 11.2022 or 2022."))
    is_as_of_inferred = models.BooleanField(
        _("date inferred"),
        default=False,
        help_text=_("The source does not state the date; it follows from the text."),
    )

    parent_field = "topic"

    class Meta(Part.Meta):
        verbose_name = pgettext_lazy("statistic", "number")
        verbose_name_plural = _("numbers")
        constraints = [models.UniqueConstraint(fields=["topic", "key"], name="statistic_key_unique")]

    def __str__(self):
        return f"{self.value} {self.label}"
