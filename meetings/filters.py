"""What the list of meetings can be narrowed by; its choices are looked up inside the request."""

from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cooperation.models import Area, City, Country, Institution
from meetings.models import Meeting, Participation, Series
from ots_portal import turkish
from ots_portal.listing.filters import (
    Choice,
    TextFilter,
    TypedYearFilter,
    ValuesFilter,
    ValuesFilterSet,
    YearFilter,
    choice_of,
)
from ots_portal.publishing.publishable import LANGUAGES, column
from ots_portal.templatetags.portal import capital


def add_filter(name, added):
    """Let an app to the right of this one add a filter of its own, when the apps are ready."""
    MeetingFilter.base_filters[name] = added


def with_meetings(records, **path_to_record):
    """Records that know whether a readable meeting belongs to them."""
    return records.annotate(has_meetings=Exists(Meeting.objects.readable().filter(**path_to_record)))


def as_choices(records):
    """Records with the columns that a choice prints, and no others."""
    stems = ("name", "published_at", "withdrawn_at")
    return records.only("reference", *(column(stem, language) for stem in stems for language in LANGUAGES))


def series_choices():
    belonging = Meeting.objects.readable().filter(Q(series=OuterRef("pk")) | Q(also_in=OuterRef("pk")))
    rows = Series.objects.readable().annotate(has_meetings=Exists(belonging)).in_alphabetical_order()
    return [choice_of(series, series.reference) for series in as_choices(rows)]


def city_choices():
    rows = with_meetings(City.objects.all(), city=OuterRef("pk"))
    return in_alphabetical_order(choice_of(city, city.reference) for city in rows)


def country_choices():
    rows = with_meetings(Country.objects.all(), country=OuterRef("pk"))
    return in_alphabetical_order(choice_of(country, country.code) for country in rows)


def area_choices():
    rows = with_meetings(Area.objects.readable(), areas=OuterRef("pk"))
    return [choice_of(area, area.reference) for area in as_choices(rows)]


def institution_choices():
    rows = with_meetings(Institution.objects.readable(), participations__institution=OuterRef("pk"))
    rows = as_choices(rows.in_alphabetical_order())
    return [choice_of(institution, institution.reference) for institution in rows]


def year_choices():
    spans = Meeting.objects.readable().filter(start__isnull=False).order_by().values_list("start__year", "end__year")
    years = {year for first, last in spans.distinct() for year in range(first, last + 1)}
    return [Choice(f"{year:04}", f"{year:04}") for year in sorted(years, reverse=True)]


def vocabulary(choices):
    """A function that gives a closed vocabulary as choices, in the language of its moment."""
    return lambda: [Choice(value, capital(label)) for value, label in choices]


def in_alphabetical_order(choices):
    return sorted(choices, key=lambda choice: turkish.sort_key(choice.text, get_language()))


def in_series(meetings, name, references):
    also = Meeting.also_in.through.objects.filter(meeting=OuterRef("pk"), series__reference__in=references)
    return meetings.filter(Q(series__reference__in=references) | Exists(also))


def in_areas(meetings, name, references):
    return meetings.filter(
        Exists(Meeting.areas.through.objects.filter(meeting=OuterRef("pk"), area__reference__in=references))
    )


def attended_by(meetings, name, references):
    return meetings.filter(
        Exists(Participation.objects.filter(meeting=OuterRef("pk"), institution__reference__in=references))
    )


def touching_years(meetings, name, years):
    touching = Q()
    for year in map(int, years):
        touching |= Q(start__lte=date(year, 12, 31), end__gte=date(year, 1, 1))
    return meetings.filter(touching)


def not_before(meetings, name, years):
    return meetings.filter(end__gte=date(min(map(int, years)), 1, 1))


def not_after(meetings, name, years):
    return meetings.filter(start__lte=date(max(map(int, years)), 12, 31))


def mentioning(meetings, name, texts):
    """Meetings whose title, theme or series holds every word of one of the texts."""
    found = Q()
    for text in texts:
        found |= holding_words(turkish.fold(text).split())
    return meetings.filter(found)


def holding_words(parts):
    found = Q()
    for part in parts:
        named_so = Series.objects.readable().filter(pk=OuterRef("series"), search_text__contains=part)
        found &= Q(search_text__contains=part) | Exists(named_so)
    return found


def as_they_are(meetings, name, values):
    return meetings


class MeetingFilter(ValuesFilterSet):
    """The parameters of the list's address, the same in every language (docs/architecture.md)."""

    first_names = ("series", "kind", "year", "city")

    series = ValuesFilter(
        label=_("Series of meetings"),
        choices=series_choices,
        method=in_series,
        refusal=_("“%(value)s” is not a known series of meetings and was ignored."),
    )
    kind = ValuesFilter(
        lookup_expr="in",
        field_name="kind",
        label=pgettext_lazy("of a meeting", "Kind"),
        choices=vocabulary(Meeting.Kind.choices),
        refusal=_("“%(value)s” is not a known kind of meeting and was ignored."),
    )
    status = ValuesFilter(
        lookup_expr="in",
        field_name="status",
        label=pgettext_lazy("of a meeting", "Status"),
        choices=vocabulary(Meeting.Status.choices),
        refusal=_("“%(value)s” is not a known status of a meeting and was ignored."),
    )
    format = ValuesFilter(
        lookup_expr="in",
        field_name="format",
        label=pgettext_lazy("of a meeting", "Format"),
        choices=vocabulary(Meeting.Format.choices),
        refusal=_("“%(value)s” is not a known format of a meeting and was ignored."),
    )
    year = YearFilter(
        label=_("Year"),
        choices=year_choices,
        method=touching_years,
        refusal=_("“%(value)s” is not a year of four digits and was ignored."),
    )
    year_from = TypedYearFilter(
        label=_("From year"),
        method=not_before,
        refusal=_("“%(value)s” is not a year of four digits and was ignored."),
    )
    year_to = TypedYearFilter(
        label=_("Until year"),
        method=not_after,
        refusal=_("“%(value)s” is not a year of four digits and was ignored."),
    )
    city = ValuesFilter(
        lookup_expr="in",
        field_name="city__reference",
        label=_("City"),
        choices=city_choices,
        refusal=_("“%(value)s” is not a known city and was ignored."),
    )
    country = ValuesFilter(
        lookup_expr="in",
        field_name="country",
        label=_("Country"),
        choices=country_choices,
        refusal=_("“%(value)s” is not a known country and was ignored."),
    )
    area = ValuesFilter(
        label=_("Area of cooperation"),
        choices=area_choices,
        method=in_areas,
        refusal=_("“%(value)s” is not a known area of cooperation and was ignored."),
    )
    institution = ValuesFilter(
        label=_("Institution taking part"),
        choices=institution_choices,
        method=attended_by,
        refusal=_("“%(value)s” is not a known institution and was ignored."),
    )
    q = TextFilter(
        label=_("Words in the title"),
        method=mentioning,
        refusal=_("“%(value)s” was ignored: write a word of letters or digits, and 200 characters at most."),
    )
    view = ValuesFilter(
        choices=vocabulary([("list", "")]),
        method=as_they_are,
        is_shown=False,
        refusal=_("“%(value)s” is not a known value of “view” and was ignored."),
    )

    @property
    def leaves_out_external(self):
        """Events of other organisations are listed only when their status or a series is asked for."""
        return not (self.form.cleaned_data["status"] or self.form.cleaned_data["series"])

    @property
    def asks_for_years(self):
        return any(self.form.cleaned_data[name] for name in ("year", "year_from", "year_to"))

    def filter_queryset(self, queryset):
        chosen = super().filter_queryset(queryset)
        return chosen.own() if self.leaves_out_external else chosen
