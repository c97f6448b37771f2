"""A meeting in the vocabulary of schema.org, which search engines and calendars read."""

from datetime import datetime
from zoneinfo import ZoneInfo

from meetings.models import Meeting
from ots_portal.publishing.reading import words
from ots_portal.templatetags.sharing import absolute, organisation

STATUSES = {
    Meeting.Status.CANCELLED: "https://schema.org/EventCancelled",
    Meeting.Status.POSTPONED: "https://schema.org/EventPostponed",
}
MODES = {
    Meeting.Format.IN_PERSON: "https://schema.org/OfflineEventAttendanceMode",
    Meeting.Format.VIDEO: "https://schema.org/OnlineEventAttendanceMode",
}


def event(meeting):
    """Only what is recorded; nothing without a date and a place, which search engines refuse to call an event."""
    facts = {
        "@type": "Event",
        "name": words(meeting, "title").text,
        "url": absolute(meeting.get_absolute_url()),
        "startDate": moment(meeting, meeting.start, meeting.start_time),
        "endDate": moment(meeting, meeting.end, meeting.end_time),
        "eventStatus": STATUSES.get(meeting.status, "https://schema.org/EventScheduled"),
        "eventAttendanceMode": MODES.get(meeting.format),
        "location": location(meeting),
        "organizer": None if meeting.status == Meeting.Status.EXTERNAL else organisation(),
    }
    is_event = facts["startDate"] and facts["location"]
    return {name: fact for name, fact in facts.items() if fact} if is_event else None


def moment(meeting, day, time):
    """A day as precise as it is known; with a time, the one of the city's clocks."""
    if not day or meeting.precision != Meeting.Precision.DAY:
        return meeting.date_for_machines if day == meeting.start else ""
    if not time or not meeting.city:
        return day.isoformat()
    return datetime.combine(day, time, ZoneInfo(meeting.city.time_zone)).isoformat()


def location(meeting):
    if meeting.format == Meeting.Format.VIDEO:
        return {
            "@type": "VirtualLocation",
            "name": meeting.get_format_display(),
            "url": absolute(meeting.get_absolute_url()),
        }
    place = meeting.city or meeting.country
    if not place:
        return None
    address = {"@type": "PostalAddress", "addressCountry": (meeting.country_id or meeting.city.country_id).upper()}
    if meeting.city:
        address["addressLocality"] = words(meeting.city, "name").text
    return {"@type": "Place", "name": words(meeting, "venue").text or words(place, "name").text, "address": address}
