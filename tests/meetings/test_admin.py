"""The forms and lists of meetings and series, as the secretariat uses them."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meetings.models import Meeting, Outcome, Series
from tests.admin_pages import admin_address, errors_of, sent_values
from tests.factories import (
    make_area,
    make_city,
    make_country,
    make_meeting,
    make_person,
    make_series,
    make_topic,
    make_user,
)
from tests.publishing.draft_form import press

pytestmark = pytest.mark.django_db

CFM = {"abbreviation_tr": "DBK", "abbreviation_en": "CFM", "reference_prefix": "cfm"}
ADD = "/tr/yonetim/meetings/meeting/add/"
PROPOSE = "/tr/yonetim/meetings/meeting/propose/"
LIST = "/tr/yonetim/meetings/meeting/"


def make_cfm():
    series = make_series(**CFM)
    make_meeting(series=series, kind="extraordinary", ordinal=4)
    return series


def add(client, query="", **values):
    """Send the form of a new meeting with some values; the answer."""
    return client.post(ADD, sent_values(client.get(f"{ADD}?{query}")) | values)


def agenda(*texts):
    rows = {"agenda-TOTAL_FORMS": str(len(texts))}
    for number, (turkish, english) in enumerate(texts):
        row = {"position": "0", "text_tr": turkish, "text_en": english}
        rows |= {f"agenda-{number}-{name}": value for name, value in row.items()}
    return rows


def test_tomorrows_meeting_is_entered_from_the_link_of_its_series(admin_client):
    series, city = make_cfm(), make_city()
    link = f"series={series.pk}&kind=extraordinary"
    rows = agenda(("Gündemin kabulü", "Adoption of the agenda"), ("Bölgedeki durum", "The situation in the region"))

    response = add(admin_client, link, start="22.11.2026", city=str(city.pk), _act="publish:tr+en", **rows)

    assert response.status_code == 302, errors_of(response)
    meeting = Meeting.objects.get(reference="cfm-eo-5")
    assert (meeting.ordinal, meeting.status, meeting.start, meeting.end) == (5, "planned", *[date(2026, 11, 22)] * 2)
    assert (meeting.title_tr, meeting.title_en) == (
        "DBK Beşinci Olağanüstü Toplantısı",
        "Fifth Extraordinary Meeting of the CFM",
    )
    assert (meeting.slug_tr, meeting.slug_en) == (
        "dbk-besinci-olaganustu-toplantisi",
        "fifth-extraordinary-meeting-of-the-cfm",
    )
    assert meeting.country == city.country
    assert meeting.published_languages == ["tr", "en"]
    assert list(meeting.agenda.values_list("position", "text_tr", "text_en")) == [
        (1, "Gündemin kabulü", "Adoption of the agenda"),
        (2, "Bölgedeki durum", "The situation in the region"),
    ]


@pytest.mark.parametrize(("language", "expected"), [("tr", "Gündemin kabulü"), ("en", "Adoption of the agenda")])
def test_what_was_entered_stands_on_the_public_page(admin_client, client, language, expected):
    rows = agenda(("Gündemin kabulü", "Adoption of the agenda"))
    query = f"series={make_cfm().pk}&kind=extraordinary"
    add(admin_client, query, start="22.11.2026", _act="publish:tr+en", **rows)
    client.logout()

    page = client.get("/r/meeting/cfm-eo-5/", headers={"accept-language": language}, follow=True)

    assert expected in page.content.decode()


def test_ordinal_and_reference_left_empty_are_filled_on_saving(admin_client):
    add(admin_client, series=str(make_cfm().pk), kind="extraordinary", start="22.11.2026", title_tr="Toplantı")

    assert Meeting.objects.get(reference="cfm-eo-5").ordinal == 5


def test_an_ordinal_that_is_not_known_stays_empty(admin_client):
    values = {"series": str(make_cfm().pk), "kind": "extraordinary", "start": "22.11.2026", "title_tr": "Toplantı"}

    response = admin_client.post(
        ADD, {k: v for k, v in (sent_values(admin_client.get(ADD)) | values).items() if k != "is_next"}
    )

    assert response.status_code == 302, errors_of(response)
    assert Meeting.objects.get(reference="cfm-eo-2026-11-22").ordinal is None


def test_an_ordinal_that_is_taken_is_refused_with_a_reason(admin_client):
    response = add(
        admin_client, series=str(make_cfm().pk), kind="extraordinary", ordinal="4", start="22.11.2026", title_tr="T"
    )

    assert list(errors_of(response)) == ["__all__"]


def test_a_videoconference_has_no_place(admin_client):
    city = make_city()

    response = add(
        admin_client, series=str(make_cfm().pk), start="22.11.2026", title_tr="T", format="video", city=str(city.pk)
    )

    assert list(errors_of(response)) == ["__all__"]


def test_the_areas_of_the_series_are_proposed(admin_client):
    area = make_area()
    series = make_series(topic=make_topic(area=area))

    initial = admin_client.get(f"{ADD}?series={series.pk}").context["adminform"].form.initial

    assert initial["areas"] == [area.pk]


def test_the_browser_gets_the_proposal(admin_client):
    series = make_cfm()

    assert admin_client.get(PROPOSE, {"series": series.pk, "kind": "extraordinary"}).json() == {
        "ordinal": 5,
        "reference": "cfm-eo-5",
        "title_tr": "DBK Beşinci Olağanüstü Toplantısı",
        "title_en": "Fifth Extraordinary Meeting of the CFM",
    }


@pytest.mark.parametrize(
    "query", [{}, {"series": "x"}, {"series": "9" * 30, "kind": "regular"}, {"series": "1", "kind": "x"}]
)
def test_there_is_no_proposal_for_nonsense(admin_client, query):
    assert admin_client.get(PROPOSE, query).status_code == 404


def test_only_who_may_add_meetings_gets_proposals(client):
    series = make_cfm()
    client.force_login(make_user(is_staff=True))

    assert client.get(PROPOSE, {"series": series.pk, "kind": "regular"}).status_code == 403


def test_list_and_form_of_a_series_lead_to_its_next_meeting(admin_client):
    series = make_cfm()
    link = f'href="{ADD}?series={series.pk}&amp;kind=extraordinary"'

    assert link in admin_client.get(admin_address(Series, "changelist")).content.decode()
    assert link in admin_client.get(admin_address(series, "change")).content.decode()


def test_an_undated_meeting_stands_after_the_one_before_it(admin_client, django_capture_on_commit_callbacks):
    series = make_series()
    make_meeting(series=series, ordinal=1, start=date(2013, 8, 15))
    undated = make_meeting(series=series, ordinal=None, precision="none")

    with django_capture_on_commit_callbacks(execute=True):
        press(admin_client, undated, "publish:tr", ordinal="2")

    undated.refresh_from_db()
    assert undated.sort_date == date(2013, 8, 16)


def test_without_javascript_empty_rows_are_asked_for(admin_client):
    sent = sent_values(admin_client.get(f"{ADD}?rows=2"))

    assert (sent["agenda-TOTAL_FORMS"], sent["outcomes-TOTAL_FORMS"]) == ("2", "2")
    assert "agenda-1-text_en" in sent


def test_a_participant_is_one_of_three(admin_client):
    meeting, person = make_meeting(), make_person()
    address = admin_address(meeting, "change")
    sent = sent_values(admin_client.get(address)) | {
        "participations-TOTAL_FORMS": "1",
        "participations-0-role": "chair",
        "participations-0-position": "0",
    }

    admin_client.post(address, sent | {"participations-0-office_tr": "Bakan"})
    (refusal,) = press(admin_client, meeting, "publish:tr")
    press(admin_client, meeting, "publish:tr", **{"participations-0-person": str(person.pk)})

    assert '<a href="#participations-0">' in refusal
    assert list(meeting.participations.values_list("person", "role")) == [(person.pk, "chair")]


def test_the_list_shows_when_where_and_what(admin_client):
    make_meeting(
        title_tr="Toplantı",
        city=make_city(),
        start=date(2022, 10, 16),
        end=date(2022, 10, 17),
        series=make_series(name_tr="Konsey"),
        kind="extraordinary",
    )

    html = admin_client.get(LIST).content.decode()

    for words in ("16–17 Ekim 2022", "İstanbul", "Toplantı", "Konsey", "olağanüstü", "gerçekleştirildi"):
        assert words in html


@pytest.mark.parametrize("model", ["meeting", "series"])
def test_lists_need_the_same_queries_for_one_row_and_for_three(admin_client, model):
    address = reverse(f"admin:meetings_{model}_changelist")
    rows_with_everything(1)
    with CaptureQueriesContext(connection) as one:
        admin_client.get(address)
    rows_with_everything(2)

    with CaptureQueriesContext(connection) as three:
        admin_client.get(address)

    assert len(three) == len(one) <= 12


def rows_with_everything(number):
    for _ in range(number):
        series = make_series(topic=make_topic())
        meeting = make_meeting(series=series, city=make_city(country=make_country()))
        Outcome.objects.create(meeting=meeting, kind="decision", text_tr="Karar")


def test_the_list_is_sorted_by_date_even_where_no_date_is_known(admin_client):
    make_meeting(title_tr="A", start=date(2021, 1, 1), end=date(2021, 1, 1))
    make_meeting(title_tr="B", start=date(2022, 1, 1), end=date(2022, 1, 1))
    make_meeting(title_tr="C", precision="none")

    titles = [meeting.title_tr for meeting in admin_client.get(LIST).context["cl"].result_list]

    assert titles == ["B", "A", "C"]


def test_a_meeting_with_outcomes_that_nobody_saw_can_be_deleted(admin_client):
    meeting = make_meeting(languages=())
    Outcome.objects.create(meeting=meeting, kind="decision", text_tr="Karar")

    admin_client.post(admin_address(meeting, "delete"), {"post": "yes"})

    assert not Meeting.objects.exists()
