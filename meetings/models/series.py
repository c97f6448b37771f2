from datetime import timedelta

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ots_portal.publishing.fields import ChoiceField, PartialDateField, reference_validator
from ots_portal.publishing.publishable import Part, Publishable


class Series(Publishable):
    """Meetings of one kind that follow each other; the ordinal of a meeting counts within its series."""

    class Level(models.TextChoices):
        HEADS = "heads", _("heads of state")
        MINISTERS = "ministers", _("ministers")
        OFFICIALS = "officials", _("officials")
        EXPERTS = "experts", _("experts")

    name = models.CharField(_("name"), max_length=200)
    abbreviation = models.CharField(_("abbreviation"), max_length=40, blank=True)
    summary = models.TextField(_("summary"), blank=True, help_text=_("One or two sentences on what it is."))
    reference_prefix = models.CharField(
        _("prefix of references"),
        max_length=40,
        unique=True,
        validators=[reference_validator],
        help_text=_("Begins the references of its meetings: cfm gives cfm-eo-5 for the fifth extraordinary one."),
    )
    level = ChoiceField(
        _("level"),
        max_length=20,
        choices=Level.choices,
        blank=True,
        help_text=_("Who meets. Empty when mixed."),
    )
    topic = models.ForeignKey(
        "cooperation.Topic",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="series",
        verbose_name=_("topic"),
    )
    periodicity = models.CharField(
        _("how often"),
        max_length=200,
        blank=True,
        help_text=_("As the source claims it, for example “yearly”."),
    )
    is_external = models.BooleanField(
        _("of other organisations"),
        default=False,
        help_text=_("Events of others, shown as context and not counted."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0, help_text=_("Lower numbers stand first."))

    naming_field = "name"
    searched_fields = ("abbreviation",)
    linked_fields = ("position",)

    class Meta(Publishable.Meta):
        verbose_name = _("series of meetings")
        verbose_name_plural = pgettext_lazy("plural", "series of meetings")
        ordering = ["position", "reference"]
        indexes = [
            *Publishable.Meta.indexes,
            models.Index(fields=["position", "reference"], name="series_position"),
        ]

    def get_absolute_url(self):
        return reverse("meetings:series_detail", args=[self.current_slug])

    def next_ordinal(self, kind):
        """The ordinal that the next meeting of this kind would bear."""
        last = self.meetings.filter(kind=kind).aggregate(last=models.Max("ordinal"))["last"]
        return (last or 0) + 1

    def refresh_sort_dates(self):
        """Give undated meetings their place: just after the nearest lower ordinal of the same kind."""
        previous = {}
        for meeting in self.meetings.order_by("kind", "ordinal"):
            sort_date = meeting.start
            if sort_date is None and meeting.ordinal and previous.get(meeting.kind):
                sort_date = previous[meeting.kind] + timedelta(days=1)
            if meeting.ordinal and sort_date:
                previous[meeting.kind] = sort_date
            if meeting.sort_date != sort_date:
                self.meetings.filter(pk=meeting.pk).update(sort_date=sort_date)


class CountClaim(Part):
    """How many meetings a source says there were; compared with what the portal records."""

    series = models.ForeignKey(
        Series, on_delete=models.CASCADE, related_name="count_claims", verbose_name=_("series of meetings")
    )
    count = models.PositiveIntegerField(_("number of meetings"))
    is_more_than = models.BooleanField(_("more than"), default=False, help_text=_("The source says “more than”."))
    as_of = PartialDateField(_("as of"), help_text=_("A day, a month or a year: 05.01.2022, 11.2022 or 2022."))
    is_as_of_inferred = models.BooleanField(
        _("date inferred"),
        default=False,
        help_text=_("The source does not state the date; it follows from the text."),
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    parent_field = "series"

    class Meta(Part.Meta):
        verbose_name = _("reported number of meetings")
        verbose_name_plural = _("reported numbers of meetings")

    def __str__(self):
        return f"{self.series}: {self.count}"
