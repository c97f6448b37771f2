"""What the list of meetings can be narrowed by; its choices are looked up inside the request."""

from datetime import date

from django.db.models import Exists, F, Func, IntegerField, OuterRef, Q, TextField
from django.db.models.functions import Cast, ExtractYear
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cooperation.models import Area, City, Country, Document, Institution, Person, State, Topic
from meetings.list_views import LIST, NAMES, query_with, view_value
from meetings.models import Meeting, Participation, Series
from ots_portal import turkish
from ots_portal.languages import LANGUAGES, column
from ots_portal.listing.counting import Rows
from ots_portal.listing.filters import (
    TextFilter,
    TypedYearFilter,
    ValuesFilter,
    ValuesFilterSet,
    YearFilter,
    choice_of,
    records_as_choices,
    vocabulary,
)
from ots_portal.listing.linked_filters import LinkedFilter, RecordFilter
from ots_portal.page_cache.knowing import known

BRINGING_OTHERS = ("series", "status", "institution")


def add_filter(name, added):
    """Let an app to the right of this one add a filter of its own, when the apps are ready."""
    MeetingFilter.base_filters[name] = added


def as_choices(records):
    """Records with the columns that a choice prints, and no others."""
    stems = ("name", "published_at", "withdrawn_at")
    return records.only("reference", *(column(stem, language) for stem in stems for language in LANGUAGES))


@records_as_choices
def series_choices():
    rows = as_choices(Series.objects.readable().in_alphabetical_order())
    return [choice_of(series, series.reference) for series in rows]


@records_as_choices
def city_choices():
    return in_alphabetical_order(choice_of(city, city.reference) for city in City.objects.all())


@records_as_choices
def country_choices():
    return in_alphabetical_order(choice_of(country, country.code) for country in Country.objects.all())


@records_as_choices
def area_choices():
    return [choice_of(area, area.reference) for area in as_choices(Area.objects.readable())]


@records_as_choices
def institution_choices():
    rows = as_choices(Institution.objects.readable().in_alphabetical_order())
    return [choice_of(institution, institution.reference) for institution in rows]


def in_alphabetical_order(choices):
    return sorted(choices, key=lambda choice: turkish.sort_key(choice.text, get_language()))


def every_series():
    """The main one, and those that it also belongs to."""
    further = Meeting.also_in.through.objects.exclude(series=F("meeting__series"))
    return [F("series"), Rows(further, "meeting", F("series"))]


def areas_of_meetings():
    return Rows(Meeting.areas.through.objects, "meeting", F("area"))


def institutions_taking_part():
    institutions = Participation.objects.filter(institution__isnull=False)
    return Rows(institutions, "meeting", F("institution"), may_repeat=True)


class Years(Func):
    """The calendar years from a first to a last day, as an address writes them."""

    template = "to_char(generate_series(%(expressions)s), 'FM0000')"
    output_field = TextField()
    set_returning = True

    def __init__(self, first, last):
        super().__init__(*(Cast(ExtractYear(day), IntegerField()) for day in (first, last)))


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
    """An index leads to the meetings of known series, and to words; to neither where the series are still sought."""
    series = known(("texts of series",), lambda: list(Series.objects.readable().values_list("pk", "search_text")))
    found = Q()
    for part in parts:
        found &= Q(search_text__contains=part) | Q(series__in=[pk for pk, text in series if part in text])
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
        counts=every_series,
        refusal=_("“%(value)s” is not a known series of meetings and was ignored."),
    )
    kind = ValuesFilter(
        lookup_expr="in",
        field_name="kind",
        counts=lambda: F("kind"),
        label=pgettext_lazy("of a meeting", "Kind"),
        choices=vocabulary(Meeting.Kind.choices),
        refusal=_("“%(value)s” is not a known kind of meeting and was ignored."),
    )
    status = ValuesFilter(
        lookup_expr="in",
        field_name="status",
        counts=lambda: F("status"),
        label=pgettext_lazy("of a meeting", "Status"),
        choices=vocabulary(Meeting.Status.choices),
        refusal=_("“%(value)s” is not a known status of a meeting and was ignored."),
    )
    format = ValuesFilter(
        lookup_expr="in",
        field_name="format",
        counts=lambda: F("format"),
        label=pgettext_lazy("of a meeting", "Format"),
        choices=vocabulary(Meeting.Format.choices),
        refusal=_("“%(value)s” is not a known format of a meeting and was ignored."),
    )
    year = YearFilter(
        label=_("Year"),
        method=touching_years,
        counts=lambda: Years("start", "end"),
        refusal=_("“%(value)s” is not a year of four digits and was ignored."),
    )
    year_from = TypedYearFilter(
        label=_("From year"),
        method=not_before,
        refusal=_("“%(value)s” is not a year of four digits and was ignored."),
    )
    year_to = TypedYearFilter(
        label=_("To year"),
        method=not_after,
        refusal=_("“%(value)s” is not a year of four digits and was ignored."),
    )
    city = ValuesFilter(
        lookup_expr="in",
        field_name="city__reference",
        counts=lambda: F("city"),
        label=_("City"),
        choices=city_choices,
        refusal=_("“%(value)s” is not a known city and was ignored."),
    )
    country = ValuesFilter(
        lookup_expr="in",
        field_name="country",
        counts=lambda: F("country"),
        label=_("Country"),
        choices=country_choices,
        refusal=_("“%(value)s” is not a known country and was ignored."),
    )
    area = ValuesFilter(
        label=_("Area of cooperation"),
        choices=area_choices,
        method=in_areas,
        counts=areas_of_meetings,
        refusal=_("“%(value)s” is not a known area of cooperation and was ignored."),
    )
    institution = ValuesFilter(
        label=_("Institution taking part"),
        choices=institution_choices,
        method=attended_by,
        counts=institutions_taking_part,
        refusal=_("“%(value)s” is not a known institution and was ignored."),
    )
    person = RecordFilter(Person, "participations__person", label=_("Person taking part"))
    state = RecordFilter(State, "participations__state", label=_("State taking part"))
    topic = RecordFilter(Topic, "series__topic", "also_in__topic", "topics", label=_("Topic"))
    document = RecordFilter(Document, "documents", "outcomes__document", label=_("Document"))
    q = TextFilter(
        label=_("Words in the title"),
        method=mentioning,
        refusal=_("“%(value)s” was ignored: write a word of letters or digits, and 200 characters at most."),
    )
    view = ValuesFilter(
        choices=vocabulary(NAMES.items()),
        method=as_they_are,
        is_shown=False,
        refusal=_("“%(value)s” is not a known value of “view” and was ignored."),
    )

    @property
    def chosen_view(self):
        return next(iter(self.form.cleaned_data["view"]), LIST)

    @property
    def selection(self):
        """The query of the chosen meetings, however one looks at them."""
        return super().query_without()

    def query_without(self, name=None, left_out=None):
        return query_with(super().query_without(name, left_out), view=view_value(self.chosen_view))

    @property
    def leaves_out_external(self):
        """Events of other organisations are listed only with something of theirs, such as their status or series."""
        return self.is_own(self.form.cleaned_data)

    @property
    def asks_for_years(self):
        return any(self.form.cleaned_data[name] for name in ("year", "year_from", "year_to"))

    def narrowed(self, queryset, values):
        chosen = super().narrowed(queryset, values)
        return chosen.own() if self.is_own(values) else chosen

    def within_others(self, name):
        """Where a choice would bring events of others into the list, its number says how many."""
        found = super().narrowed(self.queryset, self.form.cleaned_data | {name: []})
        return found.own() if self.leaves_out_external and name not in BRINGING_OTHERS else found

    def is_own(self, values):
        return not any(values[name] for name, each in self.filters.items() if brings_others(name, each))


def brings_others(name, each):
    """A link leads to all that stands on the page it comes from."""
    return name in BRINGING_OTHERS or isinstance(each, LinkedFilter)
