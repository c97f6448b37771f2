"""What readers may not see is named on no page of meetings; what is withdrawn or only in Turkish is said."""

import re

import pytest

from meetings.models import AgendaItem, Outcome, Participation
from tests.factories import (
    make_area,
    make_country,
    make_document,
    make_evidence,
    make_institution,
    make_meeting,
    make_objective,
    make_person,
    make_section,
    make_series,
    make_state,
    make_topic,
)
from tests.public_pages import LIST, detail_page, hidden, list_page

pytestmark = pytest.mark.django_db


def everything_linked(state):
    """A readable meeting that refers to one hidden record of every type, each named Gizli."""
    name = {"name_tr": "Gizli", "name_en": "Gizli"}
    title = {"title_tr": "Gizli", "title_en": "Gizli"}
    meeting = make_meeting(series=make_series(**name, **hidden(state)))
    meeting.also_in.add(make_series(**name, **hidden(state)))
    meeting.areas.add(make_area(**name, **hidden(state)))
    meeting.topics.add(make_topic(**name, **hidden(state)), make_topic(**name, area=make_area(**hidden(state))))
    meeting.documents.add(make_document(**title, **hidden(state)))
    for who in (
        {"person": make_person(name="Gizli", **hidden(state))},
        {"institution": make_institution(**name, **hidden(state))},
        {"state": make_state(**name, **hidden(state))},
    ):
        Participation.objects.create(meeting=meeting, **who)
    Outcome.objects.create(
        meeting=meeting,
        kind="decision",
        text_tr="Karar",
        document=make_document(**title, **hidden(state)),
        membership=make_state(**name, country=make_country(code="az"), **hidden(state)).memberships.create(
            kind="guest"
        ),
        fulfilled_by=make_meeting(**title, series=meeting.series, **hidden(state)),
    )
    section = make_section(**title, **hidden(state))
    make_evidence(objective=make_objective(section=section, text_tr="Gizli"), meeting=meeting)
    return meeting


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_hidden_records_are_named_on_no_page_of_a_meeting(client, state):
    meeting = everything_linked(state)

    pages = [detail_page(client, meeting, language) + list_page(client, language=language) for language in LIST]

    assert ["Gizli" in html for html in pages] == [False, False]


def test_a_draft_has_no_page_and_a_withdrawn_one_says_so(client):
    draft, withdrawn = make_meeting(languages=()), make_meeting(title_tr="Eski", **hidden("withdrawn"))

    assert client.get(f"/tr/toplantilar/{draft.slug_tr}/").status_code == 404
    assert client.get(f"/tr/toplantilar/{withdrawn.slug_tr}/").status_code == 410


def test_another_languages_address_leads_to_the_own_one(client):
    meeting = make_meeting(title_tr="Zirve", title_en="Summit")

    page = client.get("/tr/toplantilar/summit/")

    assert (page.status_code, page.url) == (301, f"/tr/toplantilar/{meeting.slug_tr}/")


def test_an_english_page_without_english_shows_the_turkish_marked(client):
    meeting = make_meeting(title_tr="Zirve", title_en=None, languages=["tr"])
    AgendaItem.objects.create(meeting=meeting, text_tr="Gündem maddesi", text_en="Unpublished item")

    html = detail_page(client, meeting, "en")

    assert '<h1><span lang="tr">Zirve</span></h1>' in html
    assert '<li><span lang="tr">Gündem maddesi</span></li>' in html
    assert "Unpublished item" not in html
    assert re.search(r'rel="canonical" href="[^"]*/tr/toplantilar/zirve/"', html)
    assert 'rel="alternate"' not in html
