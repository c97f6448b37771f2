"""Meetings by time, place and what came of them."""

from typing import NamedTuple

from django.contrib.postgres.fields import DateRangeField
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Count, F, Func, Value
from django.db.models.functions import ExtractYear

from cooperation.models import City
from ots_portal.publishing.columns import as_links
from ots_portal.publishing.publishable import PublishableQuerySet

DAYS = Func("start", "end", Value("[]"), function="daterange", output_field=DateRangeField())


class MeetingGroup(NamedTuple):
    """Meetings of one status that begin in one year and end in one."""

    status: str
    first: int | None
    last: int | None
    number: int
    is_only_planned: bool


class PlacedMeetings(NamedTuple):
    """Meetings of one status and format that are placed alike: in a city, in a country at least, or nowhere."""

    city: object
    country_id: str | None
    format: str
    status: str
    number: int
    is_only_planned: bool


class MeetingQuerySet(PublishableQuerySet):
    def own(self):
        """Meetings of the organisation, without events of others."""
        return self.exclude(status=self.model.Status.EXTERNAL)

    def held(self):
        return self.filter(status=self.model.Status.HELD)

    def with_a_day(self):
        return self.filter(precision=self.model.Precision.DAY)

    def upcoming(self, today):
        """Planned for a time that is not over, the nearest first."""
        return self.filter(status=self.model.Status.PLANNED, end__gte=today).order_by("start", "reference")

    def newest_first(self):
        return self.order_by(F("sort_date").desc(nulls_last=True), "-reference")

    def undated_last(self):
        """Newest first, and whatever has no date below, never at a guessed place."""
        return self.order_by(F("start").desc(nulls_last=True), F("sort_date").desc(nulls_last=True), "-reference")

    def most_outcomes_first(self):
        return self.annotate(number_of_outcomes=Count("outcomes")).order_by("-number_of_outcomes", "reference")

    def as_rows(self):
        """With no more of each than a row of a list shows."""
        return as_links(self, "city", "country")

    def by_years(self):
        """How many there are of each status from one year to another; without years, of those without a date."""
        years = self.order_by().values("status", first=ExtractYear("start"), last=ExtractYear("end"))
        return [
            MeetingGroup(**row, is_only_planned=self.is_only_planned(row)) for row in years.annotate(number=Count("pk"))
        ]

    def by_places(self):
        """How many there are of each status and format in each place; the cities with their countries."""
        rows = self.order_by().values("city", "country_id", "format", "status").annotate(number=Count("pk"))
        cities = City.objects.select_related("country").in_bulk({row["city"] for row in rows if row["city"]})
        return [
            PlacedMeetings(**row | {"city": cities.get(row["city"])}, is_only_planned=self.is_only_planned(row))
            for row in rows
        ]

    def is_only_planned(self, row):
        return row["status"] in self.model.ONLY_PLANNED

    def on_days(self, first, last):
        """Meetings that took place on any of the days, as far as their dates are known."""
        return self.alias(days=DAYS).filter(start__isnull=False, days__overlap=DateRange(first, last, "[]"))

    def of_year(self, year):
        """Meetings whose dates touch a calendar year."""
        return self.filter(start__year__lte=year, end__year__gte=year)
