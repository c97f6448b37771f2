"""Meetings as CSV and JSON."""

import csv
import json
from datetime import UTC, date, datetime, time, timedelta
from io import StringIO

import pytest
from hypothesis import HealthCheck, given, settings

from meetings.models import Meeting, Outcome, Participation
from ots_portal.spreadsheets import FORMULA_STARTS
from tests.factories import (
    make_area,
    make_city,
    make_document,
    make_institution,
    make_meeting,
    make_person,
    make_series,
    make_state,
    make_topic,
)
from tests.open_data import CSV, JSON, titles
from tests.public_pages import hidden

pytestmark = pytest.mark.django_db

ORIGIN = "http://127.0.0.1:8000"


def json_at(client, query="", language="tr"):
    return json.loads(client.get(f"{JSON[language]}?{query}").content)


def csv_at(client, query="", language="tr"):
    text = client.get(f"{CSV[language]}?{query}").content.decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline=""), strict=True))


def full_meeting(**values):
    changed = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
    city = make_city(reference="istanbul", latitude="41.0082", longitude="-28.9784")
    meeting = make_meeting(
        reference="cfm-eo-4",
        title_tr="Dördüncü",
        title_en="Fourth",
        series=make_series(reference="cfm", name_tr="Konsey", name_en="Council"),
        kind="extraordinary",
        ordinal=4,
        start=date(2022, 10, 17),
        start_time=time(10),
        city=city,
        venue_tr="Salon",
        venue_en="Hall",
        theme_tr="Enerji",
        published_at_en=changed,
        changed_at_en=changed,
        changed_at_tr=changed,
        **values,
    )
    document = make_document(reference="doc-b")
    Outcome.objects.create(meeting=meeting, kind="decision", text_tr="Karar", document=document)
    Participation.objects.create(meeting=meeting, institution=make_institution(reference="tika"))
    Participation.objects.create(meeting=meeting, institution=make_institution(reference="sam"))
    Participation.objects.create(meeting=meeting, person=make_person(reference="kisi"))
    Participation.objects.create(meeting=meeting, state=make_state(reference="tr"))
    meeting.documents.add(make_document(reference="doc-a"), document)
    meeting.areas.add(make_area(reference="political"))
    meeting.topics.add(make_topic(reference="cfm"))
    meeting.also_in.add(make_series(reference="also"))
    return meeting


EXPECTED = {
    "reference": "cfm-eo-4",
    "citation": f"{ORIGIN}/r/meeting/cfm-eo-4/",
    "address_tr": f"{ORIGIN}/tr/toplantilar/dorduncu/",
    "address_en": f"{ORIGIN}/en/meetings/fourth/",
    "title_tr": "Dördüncü",
    "title_en": "Fourth",
    "series": "cfm",
    "series_name_tr": "Konsey",
    "series_name_en": "Council",
    "also_in": ["also"],
    "kind": "extraordinary",
    "ordinal": 4,
    "is_ordinal_stated": True,
    "status": "held",
    "format": "in-person",
    "precision": "day",
    "start": "2022-10-17",
    "end": "2022-10-17",
    "start_time": "10:00",
    "end_time": None,
    "time_zone": "Europe/Istanbul",
    "city": "istanbul",
    "city_name_tr": "İstanbul",
    "city_name_en": "Istanbul",
    "latitude": 41.0082,
    "longitude": -28.9784,
    "country": "tr",
    "venue_tr": "Salon",
    "venue_en": "Hall",
    "theme_tr": "Enerji",
    "theme_en": None,
    "areas": ["political"],
    "topics": ["cfm"],
    "institutions": ["sam", "tika"],
    "people": ["kisi"],
    "states": ["tr"],
    "documents": ["doc-a", "doc-b"],
    "outcome_count": 1,
    "changed_tr": "2026-03-04T09:30:00Z",
    "changed_en": "2026-03-04T09:30:00Z",
}


@pytest.mark.parametrize("language", JSON)
def test_json_holds_every_field_and_is_the_same_at_both_addresses(client, language):
    full_meeting()

    assert json_at(client, language=language)["meetings"] == [EXPECTED]


def test_csv_holds_the_same_fields(client):
    full_meeting()

    [row] = csv_at(client)

    assert row == {name: as_cell(value) for name, value in EXPECTED.items()}


def as_cell(value):
    if isinstance(value, list):
        return " ".join(value)
    return (
        {None: "", True: "true"}.get(value, str(value)) if not isinstance(value, int) or value is True else str(value)
    )


def test_json_says_what_it_is(client):
    make_meeting(kind="extraordinary")
    make_meeting()

    found = json_at(client, "kind=extraordinary&page=7&unknown=1", "en")

    assert {name: value for name, value in found.items() if name != "meetings"} == {
        "title": "Organization of Turkic States – Meetings · Kind: Extraordinary",
        "address": f"{ORIGIN}/en/meetings/data.json?kind=extraordinary",
        "page": f"{ORIGIN}/en/meetings/?kind=extraordinary",
        "documentation": f"{ORIGIN}/en/open-data/",
        "count": 1,
    }


def test_dates_are_never_more_precise_than_known(client):
    make_meeting(reference="day", start=date(2022, 10, 17), end=date(2022, 10, 19))
    make_meeting(reference="month", precision="month", start=date(2019, 10, 1))
    make_meeting(reference="year", precision="year", start=date(2011, 1, 1))
    series = make_series()
    make_meeting(series=series, ordinal=1, start=date(2010, 1, 1), reference="first")
    make_meeting(series=series, ordinal=2, precision="none", reference="none")
    series.refresh_sort_dates()

    found = json_at(client)["meetings"]

    assert [(each["reference"], each["start"], each["end"]) for each in found] == [
        ("day", "2022-10-17", "2022-10-19"),
        ("month", "2019-10", "2019-10"),
        ("year", "2011", "2011"),
        ("first", "2010-01-01", "2010-01-01"),
        ("none", None, None),
    ]


def test_english_fields_are_empty_where_nothing_is_published_in_english(client):
    make_meeting(
        title_en="Veiled", venue_en="Veiled", languages=["tr"], series=make_series(name_en="Veiled", languages=["tr"])
    )

    [found] = json_at(client, language="en")["meetings"]

    english = {name: value for name, value in found.items() if name.endswith("_en") and value is not None}
    assert english == {}


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_hidden_records_are_in_no_data(client, state):
    make_meeting(reference="gizli", **hidden(state))
    meeting = make_meeting(series=make_series(reference="gizli", name_tr="Gizli", **hidden(state)))
    document = make_document(reference="gizli", **hidden(state))
    Outcome.objects.create(meeting=meeting, kind="decision", text_tr="Karar", document=document)
    Participation.objects.create(meeting=meeting, institution=make_institution(reference="gizli", **hidden(state)))
    Participation.objects.create(meeting=meeting, person=make_person(reference="gizli", **hidden(state)))
    Participation.objects.create(meeting=meeting, state=make_state(reference="gizli", **hidden(state)))
    meeting.documents.add(document)
    area = make_area(reference="gizli", **hidden(state))
    meeting.areas.add(area)
    meeting.topics.add(make_topic(reference="gizli", **hidden(state)), make_topic(reference="gizli-2", area=area))
    meeting.also_in.add(make_series(reference="gizli-2", **hidden(state)))

    pages = [client.get(address).content.decode() for address in [*JSON.values(), *CSV.values()]]

    assert [len(json_at(client)["meetings"]), len(csv_at(client))] == [1, 1]
    assert [("izli" in page) for page in pages] == [False] * 4


def test_data_holds_the_whole_selection_in_the_order_of_the_page(client):
    for number in range(60):
        make_meeting(reference=f"m-{number:02}", start=date(2022, 1, 1) + timedelta(days=number))

    found = json_at(client, "page=2")

    assert [each["reference"] for each in found["meetings"]] == [f"m-{number:02}" for number in range(59, -1, -1)]
    assert [row["reference"] for row in csv_at(client)] == [each["reference"] for each in found["meetings"]]


def test_csv_follows_the_standard_and_begins_with_the_mark_that_excel_needs(client):
    make_meeting(title_tr='Enerji, "su"\nve hava')

    content = client.get(CSV["tr"]).content

    assert content.startswith(b"\xef\xbb\xbfreference,citation,")
    assert content.endswith(b"\r\n")
    assert b'"Enerji, ""su""\nve hava"' in content


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "＝"])
def test_no_text_is_a_formula_for_a_spreadsheet_but_numbers_stay_numbers(client, start):
    make_meeting(title_tr=f"{start}1+1", city=make_city(longitude="-58.4"))

    [row] = csv_at(client)

    assert (row["title_tr"], row["longitude"]) == (f"'{start}1+1", "-58.4")


@settings(max_examples=50, deadline=timedelta(seconds=5), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=titles)
def test_any_title_can_be_read_back(client, title):
    Meeting.objects.all().delete()
    make_meeting(title_tr=title)

    [row], [found] = csv_at(client), json_at(client)["meetings"]

    guard = "'" if title.startswith(FORMULA_STARTS) else ""
    assert row["title_tr"] == guard + title
    assert found["title_tr"] == title
