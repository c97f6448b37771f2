"""How meetings and their series are found, and by what queries about meetings are narrowed."""

import re
from datetime import timedelta

from django.db.models import Prefetch
from django.utils.translation import get_language, gettext

from cooperation.models import Area, City, Country, Institution, Person, State, Topic
from meetings.models import Meeting, Participation, Series
from ots_portal import partial_dates
from ots_portal.languages import LANGUAGES
from ots_portal.publishing.reading import Words, words
from ots_portal.search import sources
from ots_portal.search.sources import Item, NameOf
from ots_portal.search.wording import in_all_languages, in_words, other_names, said, texts_of

MOST_DAYS = 31
_PREPOSITION = re.compile(r" (?:of|on|in|for|among|\()")
PARTICIPANTS = {Person: "person", Institution: "institution", State: "state"}


def register():
    sources.register(
        Series,
        records=series,
        describe=describe_series,
        names=names_of_series,
        depends=[(Topic, "topic"), (Area, "topic__area")],
    )
    sources.register(
        Meeting,
        records=meetings,
        describe=describe_meeting,
        depends=[
            *((City, "city"), (Country, "country"), (Series, "series"), (Series, "also_in"), (Area, "areas")),
            *((model, f"participations__{name}") for model, name in PARTICIPANTS.items()),
        ],
    )
    sources.register_kinds(series=Series, meeting=Meeting)
    for name, choices in (("kind", Meeting.Kind), ("status", Meeting.Status), ("format", Meeting.Format)):
        sources.register_choices(name, choices.choices)


def series():
    return Series.objects.readable().select_related("topic__area")


def meetings():
    participations = Participation.objects.select_related(*PARTICIPANTS.values())
    return (
        Meeting.objects.readable()
        .select_related("city", "country", "series")
        .prefetch_related(
            "agenda",
            "outcomes",
            Prefetch("participations", participations),
            Prefetch("also_in", Series.objects.readable()),
            Prefetch("areas", Area.objects.readable()),
        )
    )


def describe_series(each):
    area = each.topic.area if each.topic and each.topic.is_readable else None
    yield Item(
        kind="series",
        reference=each.reference,
        title=words(each, "name"),
        names=[*other_names(each, "name"), *in_all_languages(each, "abbreviation")],
        facts=[in_words(each.get_level_display())],
        url=each.get_absolute_url(),
        text=texts_of(each, "summary"),
        facets={"series": [each.reference], "area": [area and area.reference]},
    )


def names_of_series(each):
    """Its names, and the word for what they are: the Summit of the Heads of State is the only summit."""
    series = {"group": f"series/{each.reference}", "field": "series", "value": each.reference}
    for language in LANGUAGES:
        for name in (f"name_{language}", f"abbreviation_{language}"):
            if (text := getattr(each, name)) and each.is_published_in(language):
                yield NameOf(text, language, **series)
        if (name := getattr(each, f"name_{language}")) and each.is_published_in(language):
            yield NameOf(head_of(name), language, **series, is_head=True)


def head_of(name):
    """The last word of a name, or of what stands before the first preposition."""
    return _PREPOSITION.split(name)[0].split()[-1]


def describe_meeting(meeting):
    own_series = [each for each in (meeting.series, *meeting.also_in.all()) if each.is_readable]
    series_names = [
        text for each in own_series for name in ("name", "abbreviation") for text in in_all_languages(each, name)
    ]
    yield Item(
        kind="meeting",
        reference=meeting.reference,
        title=words(meeting, "title"),
        names=[*other_names(meeting, "title"), *said(meeting, "theme")],
        facts=[*series_names, *facts_of(meeting)],
        url=meeting.get_absolute_url(),
        text=texts_of(meeting, "body", more=parts_of(meeting)),
        place=place_of(meeting),
        date=meeting.start,
        date_words=meeting.date_in_words,
        date_machine=meeting.date_for_machines,
        facets={
            "series": [each.reference for each in own_series],
            "area": [area.reference for area in meeting.areas.all()],
            "kind": [meeting.kind],
            "status": [meeting.status],
            "format": [meeting.format],
            "city": [meeting.city and meeting.city.reference],
            "country": [meeting.country_id],
            "year": years_of(meeting),
            "date": dates_of(meeting),
            "ordinal": [meeting.ordinal],
        },
    )


def facts_of(meeting):
    """Kind, places and dates in words, in all languages; the ordinal as it is written."""
    yield in_words(meeting.get_kind_display())
    for place in filter(None, (meeting.city, meeting.country)):
        yield from in_all_languages(place, "name")
    for language in LANGUAGES:
        yield Words(partial_dates.span_in_words(meeting.start, meeting.end, meeting.precision, language), language)
        yield from (Words(day.in_words(language), language) for day in days_of(meeting)[1:])
    if meeting.ordinal:
        yield in_words(f"{meeting.ordinal}.")


def days_of(meeting):
    """The days of a meeting, so that it is found by any of them."""
    if meeting.precision != Meeting.Precision.DAY:
        return []
    number = min((meeting.end - meeting.start).days, MOST_DAYS)
    days = [meeting.start + timedelta(days=each) for each in range(number + 1)]
    return [partial_dates.PartialDate.of(day, partial_dates.Precision.DAY) for day in days]


def dates_of(meeting):
    """Its days and months as far as known."""
    days = [str(day) for day in days_of(meeting)]
    months = [day[:7] for day in days] or [meeting.date_for_machines]
    return dict.fromkeys([*days, *months])


def years_of(meeting):
    return range(meeting.start.year, meeting.end.year + 1) if meeting.start else []


def place_of(meeting):
    if meeting.format == Meeting.Format.VIDEO:
        return gettext("Videoconference")
    return ", ".join(words(each, "name").text for each in (meeting.city, meeting.country) if each)


def parts_of(meeting):
    """Agenda, outcomes, and who took part in which office."""
    yield from (text for item in meeting.agenda.all() for text in said(item, "text"))
    yield from (text for outcome in meeting.outcomes.all() for text in said(outcome, "text"))
    for each in meeting.participations.all():
        if each.participant.is_readable:
            office = words(each, "office")
            name = words(each.participant, "name").text or each.participant.name_in(get_language())
            yield Words(f"{name}, {office.text}" if office.text else name, office.language)
