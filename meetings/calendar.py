"""Meetings as iCalendar (RFC 5545 and 7986), to be kept among one's own appointments."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, OuterRef, Prefetch, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone

from cooperation.models import Area
from meetings.models import Meeting
from meetings.plain_words import language_of, place, plain, remarks
from ots_portal.languages import FIRST_LANGUAGE
from ots_portal.publishing.models import Revision

REFRESH = timedelta(hours=12)
END = b"END:VCALENDAR\r\n"

# A postponed meeting does not take place on its day; with its new one it is planned again, and tentative.
STATUSES = {
    Meeting.Status.PLANNED: "TENTATIVE",
    Meeting.Status.HELD: "CONFIRMED",
    Meeting.Status.EXTERNAL: "CONFIRMED",
    Meeting.Status.CANCELLED: "CANCELLED",
    Meeting.Status.POSTPONED: "CANCELLED",
}


def calendar_parts(meetings, *, name, address, description, zones):
    """All of these meetings as bytes that only change when one of them does; `zones` are named before their hours."""
    yield calendar_of(name, address, description, zones).to_ical().removesuffix(END)
    for part in meetings.read(with_what_events_need):
        yield b"".join(event_of(meeting).to_ical() for meeting in part)
    yield END


def calendar_of(name, address, description, zones):
    """Without any event."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", f"-//{urlsplit(settings.ORIGIN).hostname}//OTS Portal//{get_language().upper()}")
    calendar.add("url", address)
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT12H")
    for own, of_apple, text in (("name", "x-wr-calname", name), ("description", "x-wr-caldesc", description)):
        calendar.add(own, text)
        calendar.add(of_apple, text)  # older than the standard, and what most programs read
    for zone in zones:
        calendar.add_component(Timezone.from_tzid(zone))
    return calendar


def zones_of(meetings):
    """The time zones of the hours that are known, in an order that stays."""
    placed = meetings.order_by().filter(start_time__isnull=False, city__isnull=False)
    return sorted(set(placed.values_list("city__time_zone", flat=True).distinct()))


def left_out(meetings):
    number = meetings.count() - meetings.with_a_day().count()
    if not number:
        return _("Every meeting of this selection has a known day and stands in this calendar.")
    return ngettext(
        "%(number)s further meeting of this selection has no known day and is not in this calendar.",
        "%(number)s further meetings of this selection have no known day and are not in this calendar.",
        number,
    ) % {"number": number}


def with_what_events_need(meetings):
    """With the number of publications that readers of the active language noticed."""
    content_type = ContentType.objects.get_for_model(Meeting)
    noticed = [FIRST_LANGUAGE, get_language()]
    revisions = Revision.objects.filter(content_type=content_type, object_id=OuterRef("pk"), languages__overlap=noticed)
    numbers = revisions.order_by().values("object_id").annotate(number=Count("pk")).values("number")
    return (
        meetings.select_related("city", "country")
        .prefetch_related(Prefetch("areas", Area.objects.readable()))
        .annotate(publications=Coalesce(Subquery(numbers), 0))
    )


def event_of(meeting):
    address = settings.ORIGIN + meeting.get_absolute_url()
    changed = max(getattr(meeting, f"changed_at_{language}") for language in {FIRST_LANGUAGE, language_of(meeting)})
    event = Event()
    event.add("uid", f"{meeting.reference}@{urlsplit(settings.ORIGIN).hostname}")
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("sequence", meeting.publications)
    event.add("status", STATUSES[meeting.status])
    event.add("transp", "TRANSPARENT")  # nobody who only follows a meeting is busy
    event.add("url", address)
    with override(language_of(meeting)):
        add_words(event, meeting, address)
    add_time(event, meeting)
    if meeting.city:
        event.add("geo", (float(meeting.city.latitude), float(meeting.city.longitude)))
    return event


def add_words(event, meeting, address):
    texts = {
        "summary": plain(meeting, "title"),
        "location": place(meeting),
        "description": "\n\n".join([*times_in_words(meeting), *remarks(meeting), address]),
    }
    for name, text in texts.items():
        if text:
            event.add(name, text, parameters={"language": get_language()})
    if areas := [plain(area, "name") for area in meeting.areas.all()]:
        event.add("categories", areas)


def add_time(event, meeting):
    """Hours where it is known where they are, else whole days; the end of whole days is the morning after."""
    if not has_hours(meeting):
        event.add("dtstart", meeting.start)
        event.add("dtend", meeting.end + timedelta(days=1))
        return
    zone = ZoneInfo(meeting.city.time_zone)
    start = datetime.combine(meeting.start, meeting.start_time, zone)
    event.add("dtstart", start)
    if meeting.end_time and (end := datetime.combine(meeting.end, meeting.end_time, zone)) > start:
        event.add("dtend", end)


def has_hours(meeting):
    """An hour counts where a city tells its time zone, and without the hour of the end only within one day."""
    return bool(meeting.start_time and meeting.city and (meeting.end_time or meeting.start == meeting.end))


def times_in_words(meeting):
    """Known hours for which an event of whole days has no place."""
    if not meeting.start_time or has_hours(meeting):
        return []
    times = [f"{time:%H:%M}" for time in (meeting.start_time, meeting.end_time) if time]
    return [f"{'–'.join(times)} ({_('local time')})"]
