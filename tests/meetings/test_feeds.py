"""Meetings as Atom, read by feedparser."""

from datetime import UTC, date, datetime, timedelta

import feedparser
import pytest
from hypothesis import HealthCheck, given, settings

from meetings import feeds
from meetings.models import Meeting
from tests.factories import make_city, make_meeting
from tests.open_data import FEED, titles
from tests.public_pages import hidden

pytestmark = pytest.mark.django_db

ORIGIN = "http://127.0.0.1:8000"


def day(number):
    return datetime(2026, 1, number, 9, tzinfo=UTC)


def feed_at(client, query="", language="tr"):
    response = client.get(f"{FEED[language]}?{query}")
    assert response.status_code == 200
    found = feedparser.parse(response.content)
    assert not found.bozo, found.get("bozo_exception")
    return found


def test_the_feed_knows_its_page_itself_and_its_language(client):
    found = feed_at(client, "kind=extraordinary&unknown=x", "en").feed

    assert {link.rel: link.href for link in found.links} == {
        "alternate": f"{ORIGIN}/en/meetings/?kind=extraordinary",
        "self": f"{ORIGIN}/en/meetings/feed.xml?kind=extraordinary",
    }
    assert found.id == f"{ORIGIN}/en/meetings/feed.xml?kind=extraordinary"
    assert found.title == "Organization of Turkic States – Meetings · Kind: Extraordinary"
    assert found.title_detail.language == "en"
    assert found.author == "Organization of Turkic States"


def test_an_entry_tells_where_when_and_what(client):
    make_meeting(
        reference="cfm-eo-4",
        title_en="Fourth <Meeting>",
        start=date(2022, 10, 17),
        city=make_city(name_en="Istanbul"),
        theme_tr="Su",
        theme_en="Water & air",
        published_at_en=day(1),
        changed_at_en=day(2),
    )

    [entry] = feed_at(client, language="en").entries

    assert entry.id == f"{ORIGIN}/r/meeting/cfm-eo-4/"
    assert entry.link == f"{ORIGIN}/en/meetings/fourth-meeting/"
    assert entry.title == "Fourth <Meeting>"
    assert entry.summary == "<p>17 October 2022 · Istanbul, Türkiye</p><p>Theme: Water &amp; air</p>"
    assert (entry.published, entry.updated) == ("2026-01-01T09:00:00+00:00", "2026-01-02T09:00:00+00:00")


def test_the_last_publication_in_the_language_stands_first(client):
    make_meeting(reference="turkish-lately", changed_at_tr=day(9), changed_at_en=day(1))
    make_meeting(reference="english-lately", changed_at_tr=day(2), changed_at_en=day(5))
    make_meeting(reference="only-turkish", languages=["tr"], changed_at_tr=day(3))

    found = {language: feed_at(client, language=language) for language in FEED}

    names = {language: [entry.id.split("/")[-2] for entry in feed.entries] for language, feed in found.items()}
    assert names == {
        "tr": ["turkish-lately", "only-turkish", "english-lately"],
        "en": ["english-lately", "only-turkish", "turkish-lately"],
    }
    assert {language: feed.feed.updated for language, feed in found.items()} == {
        "tr": "2026-01-09T09:00:00+00:00",
        "en": "2026-01-05T09:00:00+00:00",
    }


def test_what_is_published_only_in_turkish_is_turkish_throughout_and_says_so(client):
    make_meeting(title_tr="Onuncu Zirve", title_en="Tenth", languages=["tr"], start=date(2022, 10, 17))
    make_meeting(title_tr="Dokuzuncu Zirve", title_en="Ninth Summit", changed_at_en=day(1))

    entries = feed_at(client, language="en").entries

    assert [(entry.title, entry.title_detail.language) for entry in entries] == [
        ("Onuncu Zirve", "tr"),
        ("Ninth Summit", "en"),
    ]
    assert entries[0].summary == "<p>17 Ekim 2022</p>"


def test_a_feed_ends_after_the_last_publications(client):
    for number in range(feeds.MOST_ENTRIES + 1):
        make_meeting(reference=f"m-{number}", changed_at_tr=day(1) + timedelta(hours=number))

    entries = feed_at(client).entries

    assert len(entries) == feeds.MOST_ENTRIES
    assert {"m-0"} == {f"m-{n}" for n in range(51)} - {entry.id.split("/")[-2] for entry in entries}


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_hidden_meetings_are_in_no_feed(client, state):
    make_meeting(**hidden(state))

    assert [feed_at(client, language=language).entries for language in FEED] == [[], []]


def test_an_empty_feed_does_not_change_by_itself(client):
    assert feed_at(client).feed.updated == "1970-01-01T00:00:00+00:00"


@settings(max_examples=50, deadline=timedelta(seconds=5), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=titles)
def test_any_title_can_be_read_back(client, title):
    Meeting.objects.all().delete()
    make_meeting(title_tr=title)

    [entry] = feed_at(client).entries

    assert entry.title == title


def test_control_characters_do_not_break_the_feed(client):
    make_meeting(title_tr="Bir\x0biki", theme_tr="\x01")

    assert [entry.title for entry in feed_at(client).entries] == ["Biriki"]
