"""Any selection of meetings as data: the list's own query, answered as a calendar, a feed, a table or JSON."""

from functools import wraps
from typing import NamedTuple

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext

from meetings.calendar import calendar_parts, left_out, zones_of
from meetings.data import csv_parts, json_parts
from meetings.feeds import feed_of
from meetings.filters import MeetingFilter
from meetings.models import Meeting
from meetings.plain_words import plain
from ots_portal.addresses import word
from ots_portal.listing.parts import InParts
from ots_portal.page_cache.streaming import streamed
from ots_portal.publishing.serving import serves

MOST_WHOLE = 2_000


class SelectionAddresses(NamedTuple):
    """Where a selection stands as a page and as data; calendar programs keep it up to date from `subscription`."""

    page: str
    calendar: str
    subscription: str
    feed: str
    csv: str
    json: str


def selection_addresses(query=""):
    page = absolute("meetings:meeting_list", query)
    calendar, *further = (absolute(f"meetings:selection_{name}", query) for name in ("calendar", "feed", "csv", "json"))
    return SelectionAddresses(page, calendar, f"webcal://{calendar.partition('://')[2]}", *further)


def absolute(name, query=""):
    address = settings.ORIGIN + reverse(name)
    return f"{address}?{query}" if query else address


def selected(request):
    meeting_filter = MeetingFilter(request.GET, queryset=Meeting.objects.readable().undated_last())
    request.known_query = meeting_filter.selection
    return meeting_filter


def selection_name(meeting_filter):
    """What the selection is called where it stands alone: the list's title, and what is chosen."""
    chosen = [f"{chip.label}: {chip.choice.text}" for chip in meeting_filter.chips]
    return " · ".join([f"{gettext('Organization of Turkic States')} – {gettext('Meetings')}", *chosen])


def serves_data(view):
    """For programs on any site, not for search engines."""

    @wraps(view)
    def data(request, **address):
        response = view(request, **address)
        response["X-Robots-Tag"] = "noindex"
        response["Access-Control-Allow-Origin"] = "*"
        return response

    return data


def answer(request, meetings, parts, content_type):
    """A small selection is made whole, so that it can be kept; a large one is made while it is sent."""
    if len(meetings) <= MOST_WHOLE:
        return HttpResponse(b"".join(parts), content_type)
    return streamed(request, parts, content_type)


def to_be_saved(response, name):
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response


@serves_data
def selection_calendar(request):
    meeting_filter = selected(request)
    return calendar(
        request,
        meeting_filter.qs.with_a_day(),
        word("meetings"),
        name=selection_name(meeting_filter),
        address=selection_addresses(meeting_filter.selection).page,
        description=left_out(meeting_filter.qs),
    )


def calendar(request, meetings, filename, **about):
    found = InParts(meetings)
    parts = calendar_parts(found, zones=zones_of(meetings), **about)
    return to_be_saved(answer(request, found, parts, "text/calendar; charset=utf-8"), f"{filename}.ics")


@serves_data
def selection_feed(request):
    meeting_filter = selected(request)
    addresses = selection_addresses(meeting_filter.selection)
    name = selection_name(meeting_filter)
    content = feed_of(meeting_filter.qs, name=name, address=addresses.feed, page=addresses.page)
    return HttpResponse(content, "application/atom+xml; charset=utf-8")


@serves_data
def selection_csv(request):
    meetings = InParts(selected(request).qs)
    response = answer(request, meetings, csv_parts(meetings), "text/csv; charset=utf-8; header=present")
    return to_be_saved(response, f"{word('meetings')}.csv")


@serves_data
def selection_json(request):
    meeting_filter = selected(request)
    meetings = InParts(meeting_filter.qs)
    addresses = selection_addresses(meeting_filter.selection)
    about = {
        "title": selection_name(meeting_filter),
        "address": addresses.json,
        "page": addresses.page,
        "documentation": absolute("open_data"),
        "count": len(meetings),
    }
    return answer(request, meetings, json_parts(meetings, about=about), "application/json")


@serves_data
@serves(Meeting, address=Meeting.get_calendar_url)
def meeting_calendar(request, meeting):
    if meeting.precision != Meeting.Precision.DAY:
        raise Http404
    return calendar(
        request,
        Meeting.objects.filter(pk=meeting.pk),
        meeting.reference,
        name=plain(meeting, "title"),
        address=settings.ORIGIN + meeting.get_absolute_url(),
        description="",
    )
