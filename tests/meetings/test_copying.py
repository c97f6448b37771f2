"""A meeting begun from an earlier one of its series."""

import uuid

import pytest

from meetings.models import AgendaItem, Meeting, Outcome, Participation
from ots_portal.publishing.desk import Desk
from ots_portal.publishing.documents import rows_in
from ots_portal.publishing.models import SourceNote
from tests.factories import (
    make_admin,
    make_area,
    make_city,
    make_institution,
    make_meeting,
    make_person,
    make_series,
    make_state,
    make_topic,
    make_user,
)
from tests.publishing.drafting_acts import draft

pytestmark = pytest.mark.django_db

CFM = {"abbreviation_tr": "DBK", "abbreviation_en": "CFM", "reference_prefix": "cfm"}


def make_cfm(**values):
    return make_meeting(series=make_series(**CFM), kind="extraordinary", ordinal=4, **values)


def address(meeting):
    return f"/tr/yonetim/meetings/meeting/{meeting.pk}/copy/"


def copied(client, meeting, **values):
    """Press the button of the page; the meeting that was added, and what its form says."""
    response = client.post(address(meeting), values, follow=True)
    added = Meeting.objects.exclude(pk=meeting.pk).latest("pk")
    return added, [str(message) for message in response.context["messages"]]


def participants(document):
    rows = rows_in(document)["participations"].values()
    return sorted((row["role"], row.get("institution"), row.get("state")) for row in rows)


def test_the_next_meeting_of_its_series_is_a_draft_that_readers_do_not_see(admin_client):
    area, topic = make_area(), make_topic()
    meeting = make_cfm(city=make_city(), theme_tr="Enerji")
    meeting.areas.add(area)
    meeting.topics.add(topic)

    added, messages = copied(admin_client, meeting)

    working = Desk(added).working
    assert (added.reference, added.ordinal, added.status, added.precision) == ("cfm-eo-5", 5, "planned", "none")
    assert (added.kind, added.format, added.series, added.state_in("tr")) == (
        "extraordinary",
        "in-person",
        meeting.series,
        "never",
    )
    assert [working[name] for name in ("title_tr", "title_en")] == [
        "DBK Beşinci Olağanüstü Toplantısı",
        "Fifth Extraordinary Meeting of the CFM",
    ]
    assert (working["areas"], working["topics"]) == ([area.pk], [topic.pk])
    assert [working.get(name) for name in ("start", "end", "city", "country", "theme_tr")] == [None] * 5
    assert (added.title_tr, list(added.areas.all())) == (None, [])
    assert [str(meeting) in message for message in messages] == [True]


def test_institutions_and_states_come_along_but_no_person_no_office_and_nobody_as_host(admin_client):
    meeting, institution, state = make_cfm(), make_institution(), make_state()
    rows = [
        {"institution": institution, "role": "organiser", "office_tr": "Genel Sekreterlik"},
        {"state": state, "role": "host"},
        {"institution": make_institution(), "role": "visited"},
        {"person": make_person(), "office_tr": "Bakan"},
    ]
    for row in rows:
        Participation.objects.create(meeting=meeting, **row)

    added, _messages = copied(admin_client, meeting)

    working = Desk(added).working
    assert participants(working) == [("organiser", institution.pk, None), ("participant", None, state.pk)]
    assert [path for path in working if "office" in path and working[path]] == []


def test_outcomes_documents_and_sources_stay_where_they_are(admin_client):
    meeting = make_cfm()
    Outcome.objects.create(meeting=meeting, kind="decision", text_tr="Karar")
    SourceNote.objects.create(record=meeting, source="001")

    added, _messages = copied(admin_client, meeting)

    rows = rows_in(Desk(added).working)
    assert {name: len(rows[name]) for name in ("outcomes", "source_notes", "agenda", "links")} == {
        "outcomes": 0,
        "source_notes": 0,
        "agenda": 0,
        "links": 0,
    }


@pytest.mark.parametrize(("sent", "expected"), [({}, []), ({"agenda": "1"}, [("Açılış", "Opening")])])
def test_the_agenda_comes_along_in_both_languages_where_it_is_wanted(admin_client, sent, expected):
    meeting = make_cfm()
    AgendaItem.objects.create(meeting=meeting, text_tr="Açılış", text_en="Opening")

    added, _messages = copied(admin_client, meeting, **sent)

    rows = rows_in(Desk(added).working)["agenda"].values()
    assert [(row["text_tr"], row["text_en"]) for row in rows] == expected
    assert AgendaItem.objects.filter(meeting=added).exists() is False


def test_a_meeting_is_copied_as_its_draft_has_it(admin_client):
    meeting, institution = make_cfm(), make_institution()
    row = f"participations/{uuid.uuid4()}"
    draft(
        meeting,
        {"format": "video", row: True, f"{row}/role": "participant", f"{row}/institution": institution.pk},
    )

    added, _messages = copied(admin_client, meeting)

    assert added.format == "video"
    assert participants(Desk(added).working) == [("participant", institution.pk, None)]


def test_a_meeting_without_a_known_number_keeps_its_titles(admin_client):
    meeting = make_meeting(series=make_series(reference_prefix="seminar"), kind="workshop", title_tr="Çalıştay")

    added, _messages = copied(admin_client, meeting)

    assert (added.reference, added.ordinal, Desk(added).working["title_tr"]) == ("seminar-x", None, "Çalıştay")


def test_words_of_a_language_that_somebody_may_not_write_are_left_out(client):
    meeting = make_cfm()
    AgendaItem.objects.create(meeting=meeting, text_tr="Açılış", text_en="Opening")
    client.force_login(make_user(role="editor", languages=["tr"]))

    added, _messages = copied(client, meeting, agenda="1")

    working = Desk(added).working
    assert (working["title_tr"], working.get("title_en")) == ("DBK Beşinci Olağanüstü Toplantısı", None)
    assert [row.get("text_en") for row in rows_in(working)["agenda"].values()] == [None]


def test_the_page_asks_and_adds_nothing(client):
    client.force_login(make_admin())
    meeting = make_cfm()
    AgendaItem.objects.create(meeting=meeting, text_tr="Açılış")

    response = client.get(address(meeting))

    assert (response.status_code, Meeting.objects.count()) == (200, 1)
    assert response.content.decode().count('name="agenda"') == 1


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        ({"role": "reader"}, 403),
        ({"role": "translator"}, 403),
        ({"role": "reviewer"}, 403),
        ({"role": "editor", "languages": ["en"]}, 403),
        ({"is_staff": True}, 403),
        ({"role": "editor"}, 302),
    ],
)
def test_only_who_may_add_meetings_can_copy_one(client, person, expected):
    client.force_login(make_user(**person))
    meeting = make_cfm()
    link = f'href="{address(meeting)}"'

    form = client.get(f"/tr/yonetim/meetings/meeting/{meeting.pk}/change/").content.decode()
    status = client.post(address(meeting)).status_code

    assert (status, Meeting.objects.count()) == (expected, 1 + (expected == 302))
    assert (link in form) == (expected == 302)


def test_a_draft_that_names_a_series_which_is_gone_is_told(admin_client):
    meeting, gone = make_cfm(), make_series()
    draft(meeting, {"series": gone.pk})
    gone.delete()

    response = admin_client.post(address(meeting), follow=True)

    assert response.status_code == 200
    assert Meeting.objects.count() == 1
    assert len(list(response.context["messages"])) == 1
