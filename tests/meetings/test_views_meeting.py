"""The public page of a meeting."""

import re
from datetime import date, time

import pytest

from cooperation.models import OrganisationName
from meetings.models import Outcome, Participation
from meetings.surroundings import surroundings
from ots_portal.partial_dates import PartialDate
from ots_portal.publishing.models import Link, SourceNote, Variant
from tests.factories import (
    make_city,
    make_country,
    make_document,
    make_evidence,
    make_meeting,
    make_objective,
    make_person,
    make_section,
    make_series,
    make_state,
)
from tests.public_pages import detail_page, facts, part, plain, rows

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"start": date(2022, 10, 17)}, '<time datetime="2022-10-17">17 October 2022</time>'),
        (
            {"start": date(2019, 5, 12), "end": date(2019, 5, 26)},
            '<time datetime="2019-05-12">12–26 May 2019</time>',
        ),
        (
            {"precision": "month", "start": date(2019, 10, 1)},
            '<time datetime="2019-10">October 2019</time> <small>only the month known</small>',
        ),
        (
            {"precision": "year", "start": date(2011, 1, 1)},
            '<time datetime="2011">2011</time> <small>only the year known</small>',
        ),
        ({"precision": "none"}, "Date not recorded"),
        (
            {"start": date(2022, 10, 17), "start_time": time(10), "end_time": time(12, 30)},
            '<time datetime="2022-10-17">17 October 2022</time> <small>10:00–12:30, local time</small>',
        ),
    ],
)
def test_the_date_is_as_precise_as_it_is_known(client, values, expected):
    html = detail_page(client, make_meeting(**values), "en")

    assert f"<dt>When</dt><dd>{expected}</dd>" in html


def test_the_facts_name_place_kind_and_ordinal(client):
    city = make_city(name_en="Istanbul", country=make_country(name_en="Türkiye"))
    meeting = make_meeting(
        city=city, venue_tr="Saray", venue_en="Palace", kind="extraordinary", ordinal=2, is_ordinal_stated=False
    )

    found = facts(detail_page(client, meeting, "en"))

    assert plain(found["Where"]) == "Istanbul, Türkiye Palace in person"
    assert plain(found["Kind"]) == (
        "Extraordinary no. 2 of this kind in its series (inferred, not stated in the source)"
    )


def test_a_videoconference_has_no_place(client):
    found = facts(detail_page(client, make_meeting(format="video"), "en"))

    assert plain(found["Where"]) == "Videoconference"


def test_the_name_of_the_organisation_is_the_one_of_the_time(client):
    OrganisationName.objects.create(name_tr="Türk Konseyi", name_en="Turkic Council", valid_until=PartialDate(2021))
    OrganisationName.objects.create(name_tr="Türk Keneşi", name_en="Turkic Council", valid_until=PartialDate(2021))
    OrganisationName.objects.create(
        name_tr="Türk Devletleri Teşkilatı", name_en="Organization of Turkic States", valid_from=PartialDate(2021)
    )
    old, new = make_meeting(start=date(2018, 11, 8)), make_meeting(start=date(2022, 1, 11))
    same_year, undated = make_meeting(start=date(2021, 9, 27)), make_meeting(precision="none")

    name = "Name of the Organization at the time"
    pages = [facts(detail_page(client, each, "en")) for each in (new, same_year, undated)]

    assert plain(facts(detail_page(client, old, "en"))[name]) == "Turkic Council today: Organization of Turkic States"
    assert "Türk Konseyi / Türk Keneşi" in plain(detail_page(client, old, "tr"))
    assert [name in page for page in pages] == [False, False, False]


def test_outcomes_tell_kind_document_membership_follow_up_and_fulfilment(client):
    state = make_state(name_tr="Türkmenistan", name_en="Turkmenistan")
    outcome = Outcome.objects.create(
        meeting=make_meeting(),
        kind="document-signed",
        text_tr="Strateji imzalandı",
        text_en="Strategy signed",
        document=make_document(title_tr="Strateji", title_en="Strategy"),
        membership=state.memberships.create(kind="observer"),
        follow_up="done",
        fulfilled_by=make_meeting(title_tr="Sonraki", title_en="Later one"),
    )

    words = part(detail_page(client, outcome.meeting, "en"), "outcomes")

    assert words == (
        "Outcomes 1 outcome Strategy signed Document signed Strategy "
        "Observer State: Turkmenistan Follow-up: done Fulfilled by: Later one"
    )


def test_participants_stand_by_role_in_the_office_of_the_time(client):
    meeting = make_meeting()
    people = [("participant", "Kaletayev"), ("host", "Amreyev"), ("received-by", "Oktay"), ("participant", "Eren")]
    for position, (role, name) in enumerate(people):
        Participation.objects.create(
            meeting=meeting,
            role=role,
            person=make_person(name=name),
            office_tr=f"Görev {position}",
            office_en=f"Office {position}",
            position=position,
        )

    assert part(detail_page(client, meeting, "en"), "participants") == (
        "Who took part With the offices they held at the time "
        "Hosted by Amreyev Office 1 Took part Kaletayev Office 0 Eren Office 3 Received by Oktay Office 2"
    )


def test_evidence_names_the_objective_and_on_whose_word(client):
    section = make_section()
    later, earlier = make_objective(section=section, number=10), make_objective(section=section, number=2)
    meeting = make_meeting()
    make_evidence(objective=later, meeting=meeting)
    make_evidence(objective=earlier, meeting=meeting, note_tr="Not", note_en="It says so")

    html = detail_page(client, meeting, "en")

    assert re.findall(r'data-type="objective" data-reference="([^"]+)"', html) == ["2.4.2", "2.4.10"]
    assert "The editors’ judgement. It says so" in part(html, "vision")


def test_same_days_and_neighbours_stand_around_a_meeting(client):
    series = make_series()
    make_meeting(reference="before", series=series, ordinal=1, start=date(2019, 10, 2))
    meeting = make_meeting(reference="it", series=series, ordinal=2, start=date(2019, 10, 3), end=date(2019, 10, 4))
    make_meeting(reference="after", series=series, ordinal=3, precision="none", status="planned")
    make_meeting(reference="same-day", start=date(2019, 10, 4))
    make_meeting(reference="same-month", precision="month", start=date(2019, 10, 1))
    make_meeting(reference="hidden", series=series, ordinal=4, start=date(2019, 10, 4), languages=())
    series.refresh_sort_dates()

    html = detail_page(client, meeting)

    assert re.findall(r'data-sequence="(\w+)">.*?data-reference="([^"]+)"', html, re.S) == [
        ("before", "before"),
        ("after", "after"),
    ]
    assert rows(html) == ["same-day"]


def test_a_plan_without_date_and_ordinal_stands_before_nothing(client):
    series = make_series()
    plan = make_meeting(series=series, precision="none", status="planned")
    meeting = make_meeting(series=series, start=date(2019, 10, 3))
    series.refresh_sort_dates()

    assert (part(detail_page(client, meeting), "sequence"), part(detail_page(client, plan), "sequence")) == ("", "")


def test_a_meeting_without_neighbours_shows_none(client):
    html = detail_page(client, make_meeting(precision="none"))

    assert (part(html, "sequence"), part(html, "same-days")) == ("", "")


def test_what_is_not_recorded_is_said(client):
    held = make_meeting(reference="zirve-2", precision="none")
    planned = make_meeting(status="planned", city=make_city())
    Link.objects.create(record=planned, address="https://bit.ly/x", label_tr="Video", result="shortened")

    assert "Not recorded: date, place, agenda, participants, outcomes." in part(
        detail_page(client, held, "en"), "missing"
    ).replace(" ,", ",").replace(" .", ".")
    assert "verified target of a link" in part(detail_page(client, planned, "en"), "missing")


def test_the_citation_holds_an_address_that_never_changes(client, settings):
    settings.ORIGIN = "https://ots.example"
    meeting = make_meeting(
        reference="dia-3", title_en="Third Meeting", city=make_city(name_en="Ankara"), start=date(2018, 11, 8)
    )

    assert part(detail_page(client, meeting, "en"), "citation") == (
        "How to cite Organization of Turkic States, “Third Meeting”, Ankara, 8 November 2018, "
        "https://ots.example/r/meeting/dia-3/"
    )


def test_sources_and_the_value_not_chosen_are_shown(client):
    meeting = make_meeting(start=date(2020, 2, 6))
    SourceNote.objects.create(record=meeting, source="Alanlar", path="start", phrase="6 Şubat 2020")
    Variant.objects.create(record=meeting, path="start", value="2020-02-20", source="DBK")

    words = part(detail_page(client, meeting, "en"), "sources")

    assert "6 February 2020 ; other value: 20 February 2020" in words
    assert "6 Şubat 2020" in words


def test_a_meeting_that_is_still_a_draft_can_be_placed_in_its_series():
    series = make_series()
    before = make_meeting(series=series, start=date(2021, 1, 1))
    draft = make_meeting(series=series, start=date(2022, 1, 1), languages=())

    assert surroundings(draft) == (before, None, [])
