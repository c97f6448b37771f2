"""Meetings as iCalendar, read back by the library and by khal."""

import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from icalendar import Calendar

from meetings.models import Meeting
from ots_portal.publishing import workflow
from tests.factories import make_admin, make_area, make_city, make_meeting, make_series
from tests.open_data import CALENDAR, titles
from tests.public_pages import hidden
from tests.publishing.drafting_acts import draft

pytestmark = pytest.mark.django_db

KHAL = Path(sys.executable).parent / "khal"
KHAL_SETTINGS = """
[calendars]
[[meetings]]
path = {folder}/vdir
type = calendar
[locale]
local_timezone = Europe/Istanbul
default_timezone = Europe/Istanbul
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = {folder}/khal.db
"""


def calendar_at(client, query="", language="tr"):
    response = client.get(f"{CALENDAR[language]}?{query}")
    assert response.status_code == 200
    return Calendar.from_ical(response.content)


def only_event(client, query="", language="tr"):
    [event] = calendar_at(client, query, language).events
    return event


def khal(folder, *arguments):
    (folder / "vdir").mkdir(exist_ok=True)
    (folder / "config").write_text(KHAL_SETTINGS.format(folder=folder))
    command = [KHAL, "-c", folder / "config", *arguments]
    environment = {"HOME": str(folder), "XDG_CACHE_HOME": str(folder), "LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment, cwd=folder)
    return done.stdout.splitlines()


def test_a_calendar_program_lists_the_meetings_at_their_hours_and_on_their_days(client, tmp_path):
    make_meeting(
        title_tr="Sağlık, Bilim; Kurulu “İzmir”",
        start=date(2022, 10, 17),
        start_time=time(10),
        end_time=time(12, 30),
        city=make_city(time_zone="Asia/Tashkent"),
    )
    make_meeting(title_tr="Üç günlük eğitim", start=date(2022, 10, 17), end=date(2022, 10, 19))
    file = tmp_path / "takvim.ics"
    file.write_bytes(client.get(CALENDAR["tr"]).content)

    khal(tmp_path, "import", "--batch", "-a", "meetings", file)
    listed = khal(tmp_path, "list", "--format", "{start-date} {start-time} {end-time} {title}", "2022-10-17", "4d")

    assert [line for line in listed if line.startswith("2022")] == [
        "2022-10-17   Üç günlük eğitim",
        "2022-10-17 08:00 10:30 Sağlık, Bilim; Kurulu “İzmir”",
        "2022-10-17   Üç günlük eğitim",
        "2022-10-17   Üç günlük eğitim",
    ]


def test_an_event_says_where_when_and_what(client):
    city = make_city(name_en="Istanbul", latitude=41, longitude=29)
    meeting = make_meeting(
        reference="cfm-eo-4",
        title_en="Fourth Meeting",
        venue_tr="Salon",
        venue_en="Hall",
        theme_tr="Enerji",
        theme_en="Energy",
        body_tr="<p>Metin</p>",
        body_en="<p>One</p><p>Two &amp; three</p>",
        city=city,
    )
    meeting.areas.add(make_area(name_en="Energy, water"))

    event = only_event(client, language="en")

    address = f"http://127.0.0.1:8000{meeting_address(meeting, 'en')}"
    assert event["uid"] == "cfm-eo-4@127.0.0.1"
    assert (event["summary"], event["summary"].params["language"]) == ("Fourth Meeting", "en")
    assert event["location"] == "Hall, Istanbul, Türkiye"
    assert event["geo"].to_ical() == "41.0;29.0"
    assert event["url"] == address
    assert event["description"] == f"Theme: Energy\n\nOne Two & three\n\n{address}"
    assert event["categories"].cats == ["Energy, water"]
    assert event["status"] == "CONFIRMED"
    assert event.DTSTAMP == event.LAST_MODIFIED == meeting.changed_at_en.replace(microsecond=0)


def meeting_address(meeting, language):
    return f"/en/meetings/{meeting.slug_en}/" if language == "en" else f"/tr/toplantilar/{meeting.slug_tr}/"


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("planned", "TENTATIVE"),
        ("held", "CONFIRMED"),
        ("cancelled", "CANCELLED"),
        ("postponed", "CANCELLED"),
        ("external", "CONFIRMED"),
    ],
)
def test_the_status_of_an_event_follows_the_meeting(client, status, expected):
    make_meeting(status=status)

    assert only_event(client, f"status={status}")["status"] == expected


def test_whole_days_end_on_the_morning_after(client):
    make_meeting(start=date(2022, 10, 17), end=date(2022, 10, 19))

    event = only_event(client)

    assert (event.start, event.end) == (date(2022, 10, 17), date(2022, 10, 20))


def test_hours_are_those_of_the_city_and_the_calendar_explains_its_time_zone(client):
    make_meeting(start=date(2022, 10, 17), start_time=time(10), city=make_city(time_zone="Asia/Baku"))
    make_meeting(start=date(2022, 10, 18), start_time=time(9), city=make_city(time_zone="America/New_York"))

    calendar = calendar_at(client)

    assert [zone.tz_name for zone in calendar.timezones] == ["America/New_York", "Asia/Baku"]
    assert [event.start.astimezone(UTC) for event in calendar.events] == [
        datetime(2022, 10, 18, 13, tzinfo=UTC),
        datetime(2022, 10, 17, 6, tzinfo=UTC),
    ]


@pytest.mark.parametrize(
    "values",
    [
        {"format": "video", "start_time": time(10)},
        {"end": date(2022, 10, 19), "start_time": time(10), "city": "a city"},
    ],
)
def test_hours_that_cannot_be_placed_are_told_in_words(client, values):
    if "city" in values:
        values = values | {"city": make_city()}
    make_meeting(start=date(2022, 10, 17), **values)

    event = only_event(client, language="en")

    assert event.start == date(2022, 10, 17)
    assert event["description"].startswith("10:00 (local time)\n\n")


def test_an_end_before_the_beginning_is_left_out(client):
    make_meeting(start_time=time(22), end_time=time(1), city=make_city())

    assert "dtend" not in only_event(client)


def test_only_meetings_with_a_day_are_events_and_the_others_are_counted(client):
    make_meeting(title_tr="Günü belli")
    make_meeting(precision="month", start=date(2022, 1, 1))
    make_meeting(precision="none")

    calendar = calendar_at(client, language="en")

    assert len(calendar.events) == 1
    assert calendar["description"] == calendar["x-wr-caldesc"]
    assert calendar["x-wr-caldesc"] == (
        "2 further meetings of this selection have no known day and are not in this calendar."
    )


def test_the_calendar_is_named_after_what_is_chosen_and_asks_to_be_read_twice_a_day(client):
    make_meeting(city=make_city(reference="baku", name_en="Baku"))

    calendar = calendar_at(client, "city=baku&unknown=x", "en")

    assert calendar["x-wr-calname"] == "Organization of Turkic States – Meetings · City: Baku"
    assert calendar["url"] == "http://127.0.0.1:8000/en/meetings/?city=baku"
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT12H" in calendar.to_ical()


def test_what_is_published_only_in_turkish_is_turkish_throughout_and_says_so(client):
    make_meeting(title_tr="Onuncu Zirve", title_en="Tenth", languages=["tr"], status="planned", city=make_city())

    event = only_event(client, language="en")

    assert event["summary"] == "Onuncu Zirve"
    assert {event[name].params["language"] for name in ("summary", "location", "description")} == {"tr"}
    assert event["location"] == "İstanbul, Türkiye"
    assert event["description"].startswith("Planlandı\n\n")


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_hidden_meetings_and_areas_are_in_no_calendar(client, state):
    make_meeting(title_tr="Gizli", title_en="Secret", **hidden(state))
    make_meeting().areas.add(make_area(name_tr="Gizli", name_en="Secret", **hidden(state)))

    pages = [client.get(address).content.decode() for address in CALENDAR.values()]

    assert [page.count("BEGIN:VEVENT") for page in pages] == [1, 1]
    assert [("Gizli" in page or "Secret" in page) for page in pages] == [False, False]


def test_the_sequence_rises_with_every_publication_that_readers_of_the_language_notice(client):
    admin = make_admin()
    meeting = make_meeting(title_tr="Bir", title_en="One")

    found = []
    for number, language in enumerate(["tr", "en", "tr"]):
        draft(meeting, {f"title_{language}": f"Yeni {number}"}, admin)
        workflow.publish(meeting, [language], admin)
        found.append([int(only_event(client, language=each)["sequence"]) for each in ("tr", "en")])

    assert found == [[1, 1], [1, 2], [2, 3]]


def test_a_meeting_has_a_calendar_of_its_own(client):
    meeting = make_meeting(reference="cfm-eo-4", title_tr="Dördüncü Toplantı", title_en="Fourth Meeting")

    page = client.get(meeting_address(meeting, "en")).content.decode()
    response = client.get(f"{meeting_address(meeting, 'en')}calendar.ics")

    assert '<a href="/en/meetings/fourth-meeting/calendar.ics">Add to my calendar</a>' in page
    assert response["Content-Disposition"] == 'attachment; filename="cfm-eo-4.ics"'
    assert [event["summary"] for event in Calendar.from_ical(response.content).events] == ["Fourth Meeting"]


def test_the_calendar_of_a_meeting_follows_its_address_and_its_state(client):
    meeting = make_meeting(title_tr="Dördüncü", title_en="Fourth")
    make_meeting(title_tr="Tarihsiz", precision="none")
    make_meeting(title_tr="Gizli", **hidden("draft"))
    make_meeting(title_tr="Eski", **hidden("withdrawn"))
    slugs = ["fourth", "tarihsiz", "gizli", "eski", "dizi"]

    answers = [client.get(f"/tr/toplantilar/{slug}/takvim.ics") for slug in slugs]

    assert [answer.status_code for answer in answers] == [301, 404, 404, 410, 404]
    assert answers[0]["Location"] == f"/tr/toplantilar/{meeting.slug_tr}/takvim.ics"
    assert "takvim.ics" not in client.get("/tr/toplantilar/tarihsiz/").content.decode()


@settings(max_examples=50, deadline=timedelta(seconds=5), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=titles)
def test_any_title_can_be_read_back(client, title):
    Meeting.objects.all().delete()
    make_meeting(title_tr=title, series=make_series())

    event = only_event(client)

    assert event["summary"] == title


def test_a_series_is_subscribed_to_from_its_page(client):
    series = make_series(reference="cfm", name_tr="Konsey")

    page = client.get(series.get_absolute_url()).content.decode()

    assert 'href="webcal://127.0.0.1:8000/tr/toplantilar/takvim.ics?series=cfm"' in page


def test_control_characters_do_not_reach_calendar_programs(client):
    make_meeting(title_tr="Bir\x0b\x1b\x85\u2028iki", changed_at_tr=timezone.now())

    assert only_event(client)["summary"] == "Biriki"
