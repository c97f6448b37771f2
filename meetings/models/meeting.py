from django.contrib.postgres.indexes import GistIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from meetings.models.meeting_rows import DAYS, MeetingQuerySet
from ots_portal import partial_dates
from ots_portal.languages import FIRST_LANGUAGE
from ots_portal.publishing.fields import ChoiceField, RichTextField
from ots_portal.publishing.publishable import Publishable

READABLE = Q(
    **{f"published_at_{FIRST_LANGUAGE}__isnull": False, f"withdrawn_at_{FIRST_LANGUAGE}__isnull": True}
)  # as readable() asks


class Meeting(Publishable):
    """One meeting: when, where, of which series, and what is known of it."""

    class Kind(models.TextChoices):
        REGULAR = "regular", _("regular")
        EXTRAORDINARY = "extraordinary", _("extraordinary")
        INFORMAL = "informal", _("informal")
        TRAINING = "training", _("training")
        CONFERENCE = "conference", _("conference")
        WORKSHOP = "workshop", _("workshop")
        FORUM = "forum", _("forum")
        SIDE_EVENT = "side-event", _("side event")

    class Format(models.TextChoices):
        IN_PERSON = "in-person", _("in person")
        VIDEO = "video", _("videoconference")
        UNKNOWN = "unknown", _("format not recorded")

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        HELD = "held", _("held")
        CANCELLED = "cancelled", _("cancelled")
        POSTPONED = "postponed", _("postponed")
        EXTERNAL = "external", _("event of another organisation")

    ONLY_PLANNED = (Status.PLANNED, Status.POSTPONED, Status.CANCELLED)

    class Precision(models.TextChoices):
        DAY = "day", _("day known")
        MONTH = "month", _("only the month known")
        YEAR = "year", _("only the year known")
        NONE = "none", _("no date known")

    series = models.ForeignKey(
        "meetings.Series",
        on_delete=models.PROTECT,
        related_name="meetings",
        verbose_name=_("series of meetings"),
        help_text=_("The main series: the ordinal counts there."),
    )
    also_in = models.ManyToManyField(
        "meetings.Series",
        blank=True,
        related_name="further_meetings",
        verbose_name=_("also part of"),
        help_text=_("Other series that this meeting also belongs to."),
    )
    kind = ChoiceField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.REGULAR)
    ordinal = models.PositiveSmallIntegerField(
        _("ordinal"),
        null=True,
        blank=True,
        help_text=_("Its number among the meetings of its series and kind. Empty when unknown."),
    )
    is_ordinal_stated = models.BooleanField(
        _("ordinal stated"),
        default=True,
        help_text=_("The source gives the ordinal; otherwise it is inferred."),
    )
    title = models.CharField(_("title"), max_length=300)
    status = ChoiceField(_("status"), max_length=20, choices=Status.choices, default=Status.PLANNED)
    format = ChoiceField(_("format"), max_length=20, choices=Format.choices, default=Format.UNKNOWN)
    precision = ChoiceField(_("precision of the date"), max_length=10, choices=Precision.choices, default=Precision.DAY)
    start = models.DateField(_("first day"), null=True, blank=True, help_text=_("Of a month or year: its first day."))
    end = models.DateField(
        _("last day"),
        null=True,
        blank=True,
        help_text=_("Empty for one day. Of a month or year: its last day."),
    )
    start_time = models.TimeField(_("begins at"), null=True, blank=True, help_text=_("Local time of the city."))
    end_time = models.TimeField(_("ends at"), null=True, blank=True, help_text=_("Local time of the city."))
    sort_date = models.DateField(null=True, blank=True, editable=False)
    city = models.ForeignKey(
        "cooperation.City",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings",
        verbose_name=_("city"),
        help_text=_("Where it was held; empty for a videoconference."),
    )
    country = models.ForeignKey(
        "cooperation.Country",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings",
        verbose_name=_("country"),
        help_text=_("Follows from the city; choose it where only the country is known."),
    )
    venue = models.CharField(_("venue"), max_length=200, blank=True)
    theme = models.CharField(_("theme"), max_length=300, blank=True)
    body = RichTextField(_("text"), blank=True)
    areas = models.ManyToManyField(
        "cooperation.Area", blank=True, related_name="meetings", verbose_name=_("areas of cooperation")
    )
    topics = models.ManyToManyField(
        "cooperation.Topic", blank=True, related_name="meetings", verbose_name=_("further topics")
    )
    documents = models.ManyToManyField(
        "cooperation.Document",
        blank=True,
        related_name="meetings",
        verbose_name=_("further documents"),
        help_text=_("Documents that no outcome names."),
    )

    objects = MeetingQuerySet.as_manager()

    searched_fields = ("theme",)
    linked_fields = ("kind", "status", "format", "precision", "start", "end", "city", "country")

    class Meta(Publishable.Meta):
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = [F("sort_date").desc(nulls_last=True), "-reference"]
        constraints = [
            *Publishable.Meta.constraints,
            models.UniqueConstraint(
                fields=["series", "kind", "ordinal"],
                name="meeting_ordinal_unique",
                violation_error_message=_("This series already has a meeting of this kind with this ordinal."),
            ),
            models.CheckConstraint(
                condition=Q(precision="none", start__isnull=True, end__isnull=True)
                | Q(
                    precision__in=["day", "month", "year"],
                    start__isnull=False,
                    end__isnull=False,
                    end__gte=F("start"),
                ),
                name="meeting_dates_match_precision",
                violation_error_message=_(
                    "Without a known date both days stay empty; otherwise the last day may not lie before the first."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(format="video") | Q(city__isnull=True, country__isnull=True),
                name="meeting_video_has_no_place",
                violation_error_message=_("A videoconference has no city and no country."),
            ),
            models.CheckConstraint(
                condition=Q(start_time__isnull=True, end_time__isnull=True)
                | Q(precision="day", start_time__isnull=False),
                name="meeting_time_needs_day",
                violation_error_message=_("A time needs a known day, and an end needs a beginning."),
            ),
            models.CheckConstraint(
                condition=Q(ordinal__isnull=True) | Q(ordinal__gte=1), name="meeting_ordinal_from_one"
            ),
        ]
        indexes = [
            *Publishable.Meta.indexes,
            models.Index(F("sort_date").desc(nulls_last=True), F("reference").desc(), name="meeting_newest_first"),
            models.Index(fields=["series", "sort_date", "reference"], name="meeting_neighbours"),
            models.Index(  # all that the list asks for to count and to find a page; the rows themselves are not read
                F("start").desc(nulls_last=True),
                F("sort_date").desc(nulls_last=True),
                F("reference").desc(),
                include=["id", "series", "kind", "status", "format", "end", "city", "country"],
                condition=READABLE,
                name="meeting_listed",
            ),
            GistIndex(DAYS, condition=Q(start__isnull=False), name="meeting_days"),
            *[
                models.Index(fields=[name], name=f"meeting_{name}")
                for name in ("start", "end", "status", "kind", "format")
            ],
        ]

    def clean(self):
        super().clean()
        self.complete_dates()
        if self.city_id and self.country_id and self.city.country_id != self.country_id:
            raise ValidationError({"country": _("The city lies in another country. Leave the country empty.")})

    def save(self, *args, **kwargs):
        self.complete_dates()
        if self.city_id:
            self.country_id = self.city.country_id
        if self.start:
            self.sort_date = self.start
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("meetings:meeting_detail", args=[self.current_slug])

    def get_calendar_url(self):
        return reverse("meetings:meeting_calendar", args=[self.current_slug])

    def complete_dates(self):
        """One day ends on itself; a month or a year spans from its first to its last day."""
        if not self.start or self.precision == self.Precision.NONE:
            return
        first = partial_dates.PartialDate(self.start.year, self.start.month)
        last = partial_dates.PartialDate((self.end or self.start).year, (self.end or self.start).month)
        if self.precision == self.Precision.YEAR:
            first, last = partial_dates.PartialDate(first.year), partial_dates.PartialDate(last.year)
        if self.precision == self.Precision.DAY:
            self.end = self.end or self.start
        else:
            self.start, self.end = first.first_day, last.last_day

    @property
    def date_in_words(self):
        return partial_dates.span_in_words(self.start, self.end, self.precision, get_language())

    @property
    def date_for_machines(self):
        return partial_dates.machine_span(self.start, self.precision)

    @property
    def is_only_planned(self):
        """Was it planned, and is not known to have been held?"""
        return self.status in self.ONLY_PLANNED

    def proposed_reference(self):
        """A reference from the series: cfm + extraordinary + 5 gives cfm-eo-5; without ordinal, from the day."""
        prefix = self.series.reference_prefix
        infix = {"extraordinary": "-eo", "informal": "-inf"}.get(self.kind, "")
        if prefix.endswith(infix):
            infix = ""
        return f"{prefix}{infix}-{self.ordinal or self.date_for_machines or 'x'}"

    def has_passed(self, today):
        """Was it planned for a time that is over? Then no outcome is recorded."""
        return bool(self.end and self.end < today)
