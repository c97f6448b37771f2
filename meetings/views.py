from django.conf import settings
from django.db.models import Prefetch, Q, prefetch_related_objects
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from cooperation.models import Area, Document, OrganisationName, Topic
from meetings.filters import MeetingFilter
from meetings.gaps import missing_facts
from meetings.list_views import MAP, TIMELINE, view_links
from meetings.meeting_map import meeting_map
from meetings.models import Meeting, Outcome, Participation, Series
from meetings.names_of_the_time import is_of_today, names_then
from meetings.participants import by_role
from meetings.selections import selection_addresses
from meetings.structured_data import event
from meetings.surroundings import surroundings
from meetings.timeline import lane, timeline
from ots_portal.listing.beginnings import Beginning, beginning
from ots_portal.listing.paging import paged
from ots_portal.page_cache.knowing import known
from ots_portal.publishing.columns import as_links, with_links
from ots_portal.publishing.reading import words
from ots_portal.publishing.serving import serves

MOST_AT_ONCE = 500  # marks of a picture and rows beside it; more nobody looks at, and a phone cannot draw them


def meeting_list(request):
    meetings = Meeting.objects.readable().undated_last().as_rows()
    meeting_filter = MeetingFilter(request.GET, queryset=meetings)
    listed = meeting_filter.qs.prefetch_related(listed_for(meeting_filter.form.cleaned_data["series"]))
    view = meeting_filter.chosen_view
    shown = {TIMELINE: on_timeline, MAP: on_map}.get(view, on_pages)(request, meeting_filter, listed)
    links = view_links(meeting_filter.selection, view)
    return render(
        request,
        "meetings/meeting_list.html",
        {
            "meeting_filter": meeting_filter,
            "view_links": links,
            "selection": selection_addresses(meeting_filter.selection),
            "remarks": meeting_filter.remarks,
        }
        | shown,
    )


def on_pages(request, meeting_filter, listed):
    shown = paged(request, listed, meeting_filter.query, number=meeting_filter.total)
    return shown | {"remarks": [*meeting_filter.remarks, *shown["remarks"]], "total": meeting_filter.total}


def on_timeline(request, meeting_filter, listed):
    request.known_query = meeting_filter.query
    meetings = Beginning(as_links(listed, "city", "country", "series")[:MOST_AT_ONCE], meeting_filter.total)
    undated = [meeting for meeting in meetings if not meeting.start]
    return {"meetings": meetings, "timeline": timeline(meetings), "undated": undated, "total": meetings.total}


def on_map(request, meeting_filter, _listed):
    request.known_query = meeting_filter.query
    groups = known(("places", meeting_filter.query), meeting_filter.qs.by_places)
    return {"map": meeting_map(groups, lambda city: words(city, "name").text), "total": meeting_filter.total}


@serves(Series, "topic__area")
def series_detail(request, series):
    meetings = Meeting.objects.readable().as_rows()
    series.recorded = series.meetings.readable().held().count()
    belonging = meetings.filter(Q(series=series) | Q(pk__in=series.further_meetings.values("pk")))
    of_series = belonging.newest_first().prefetch_related(listed_for([series.reference]))
    meetings_of_series = beginning(of_series, MOST_AT_ONCE)
    return render(
        request,
        "meetings/series_detail.html",
        {
            "series": series,
            "meetings": meetings_of_series,
            "timeline": lane(series, meetings_of_series),
            "next_meeting": meetings.filter(series=series).upcoming(timezone.localdate()).first(),
            "topics": readable([series.topic] if series.topic else []),
            "selection": selection_addresses(f"series={series.reference}"),
        },
    )


@serves(Meeting, "series__topic__area", "city", "country")
def meeting_detail(request, meeting):
    return render(request, "meetings/meeting_detail.html", meeting_context(meeting))


def meeting_context(meeting):
    """All that the page of a meeting prints, and nothing that readers may not see."""
    outcomes = with_links(Outcome.objects.all(), "document", "membership__state", "fulfilled_by")
    participations = with_links(Participation.objects.all(), "person", "institution", "state")
    prefetch_related_objects(
        [meeting],
        "agenda",
        Prefetch("outcomes", outcomes),
        Prefetch("participations", participations),
        Prefetch("documents", as_links(Document.objects.all())),
        Prefetch("areas", as_links(Area.objects.all())),
        Prefetch("topics", as_links(Topic.objects.all(), "area")),
        Prefetch("also_in", as_links(Series.objects.all())),
    )
    names = known(("names of the organisation",), lambda: list(OrganisationName.objects.all()))
    return {
        "meeting": meeting,
        "event": event(meeting),
        "participants": by_role(meeting.participations.all()),
        "documents": readable(meeting.documents.all()),
        "areas": readable(meeting.areas.all()),
        "topics": readable(meeting.topics.all()),
        "series": readable([meeting.series]),
        "further_series": readable(meeting.also_in.all()),
        "evidence": shown_evidence(meeting),
        "names_then": names_then(meeting, names),
        "name_today": next(filter(is_of_today, names), None),
        "surroundings": surroundings(meeting),
        "missing_facts": missing_facts(meeting),
        "citation": settings.ORIGIN + reverse("citation", args=["meeting", meeting.reference]),
    }


def shown_evidence(meeting):
    """What of the Vision the meeting served; the Vision stands to the right of us, so it is reached by its relation."""
    evidence = with_links(meeting.evidence.readable(), "objective__section__pillar", "outcome")
    shown = [each for each in evidence if each.objective.section.is_readable]
    return sorted(shown, key=lambda each: (*position_of(each.objective), each.reference))


def position_of(objective):
    return objective.section.pillar.number, objective.section.number, objective.number


def readable(records):
    return [record for record in records if record.is_readable]


def listed_for(references):
    """Of a meeting's further series, those for which it is listed."""
    asked_for = Series.objects.readable().filter(reference__in=references)
    return Prefetch("also_in", queryset=asked_for, to_attr="also_listed")
