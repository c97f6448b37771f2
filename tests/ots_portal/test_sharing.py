"""What search engines, messengers and people who report mistakes get to know of a page."""

import json
import re
from datetime import date, time
from html import unescape
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.conf import settings as portal_settings
from django.utils.translation import override

from tests.factories import make_area, make_city, make_country, make_meeting, make_state, make_topic
from tests.public_pages import page_at

pytestmark = pytest.mark.django_db


def metas(html):
    return {
        name: unescape(text) for name, text in re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)"', html)
    }


def data_of(html, kind):
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)
    return next((data for data in map(json.loads, blocks) if data["@type"] == kind), None)


def test_the_description_of_a_page_with_rich_text_holds_its_words_alone(client):
    make_state(name_tr="Türkiye", body_tr="<p>Bir <strong>kıyı</strong>, bir dağ.</p><p>Ve &amp; ötesi.</p>")

    shown = metas(page_at(client, "/tr/devletler/turkiye/"))

    assert shown["description"] == "Bir kıyı, bir dağ. Ve & ötesi."


def test_a_shared_page_shows_its_title_text_address_and_a_picture_in_its_language(client):
    make_area(name_tr="Spor", name_en="Sports & games", lead_en='Games "without" borders', lead_tr="Oyunlar")

    shown = metas(page_at(client, "/en/areas-of-cooperation/sports-games/"))

    assert shown["og:title"] == "Sports & games"
    assert shown["og:description"] == shown["description"] == 'Games "without" borders'
    assert shown["og:url"] == f"{portal_settings.ORIGIN}/en/areas-of-cooperation/sports-games/"
    assert (shown["og:locale"], shown["og:locale:alternate"]) == ("en_GB", "tr_TR")
    assert shown["og:site_name"] == "Organization of Turkic States"
    assert (shown["og:type"], shown["twitter:card"]) == ("article", "summary_large_image")
    assert re.fullmatch(rf"{portal_settings.ORIGIN}/static/images/share-en(\.\w+)?\.png", shown["og:image"])


def test_the_pictures_are_small():
    for language in ("tr", "en"):
        picture = portal_settings.PROJECT / f"static/images/share-{language}.png"
        assert picture.stat().st_size < 60_000


def test_a_page_that_is_not_there_offers_nothing_to_share(client):
    html = client.get("/en/nothing/at/all/").content.decode()

    assert "og:" not in html
    assert "mailto:" not in html


def test_the_home_page_names_the_organisation(client):
    assert data_of(page_at(client, "/en/"), "Organization") == {
        "@context": "https://schema.org",
        "@type": "Organization",
        "name": "Organization of Turkic States",
        "url": f"{portal_settings.ORIGIN}/en/",
    }


def test_the_home_page_tells_search_engines_where_the_portal_is_searched(client):
    website = data_of(page_at(client, "/tr/"), "WebSite")

    assert website["potentialAction"] == {
        "@type": "SearchAction",
        "target": {
            "@type": "EntryPoint",
            "urlTemplate": f"{portal_settings.ORIGIN}/tr/ara/?q={{search_term_string}}",
        },
        "query-input": "required name=search_term_string",
    }


def event(client, **values):
    return data_of(page_at(client, make_meeting(title_tr="Zirve", **values).get_absolute_url()), "Event")


def test_a_meeting_is_an_event_with_its_day_place_and_way_of_meeting(client):
    city = make_city(name_tr="Bakü", country=make_country(code="az"))

    found = event(client, city=city, venue_tr="Gülistan", start=date(2020, 2, 6), start_time=time(9, 30))

    assert (found["startDate"], found["endDate"]) == ("2020-02-06T09:30:00+03:00", "2020-02-06")
    assert found["location"] == {
        "@type": "Place",
        "name": "Gülistan",
        "address": {"@type": "PostalAddress", "addressCountry": "AZ", "addressLocality": "Bakü"},
    }
    assert found["eventAttendanceMode"] == "https://schema.org/OfflineEventAttendanceMode"
    assert found["eventStatus"] == "https://schema.org/EventScheduled"


@pytest.mark.parametrize(
    ("values", "start"),
    [({"precision": "month"}, "2022-10"), ({"precision": "year"}, "2022")],
)
def test_an_event_says_no_more_of_its_date_than_is_known(client, values, start):
    found = event(client, country=make_country(code="az"), **values)

    assert found["startDate"] == start
    assert "endDate" not in found


def test_without_a_date_or_a_place_a_meeting_is_no_event_for_search_engines(client):
    undated = make_meeting(precision="none", country=make_country(code="az"))
    somewhere = make_meeting(start=date(2020, 2, 6), country=None)
    dated = make_meeting(start=date(2020, 2, 6), format="video")

    found = ['"@type": "Event"' in page_at(client, each.get_absolute_url()) for each in (undated, somewhere, dated)]

    assert found == [False, False, True]


def test_a_videoconference_and_a_cancelled_meeting_say_so(client):
    meeting = make_meeting(format="video", status="cancelled")

    found = data_of(page_at(client, meeting.get_absolute_url()), "Event")

    assert found["eventAttendanceMode"] == "https://schema.org/OnlineEventAttendanceMode"
    assert found["location"]["@type"] == "VirtualLocation"
    assert found["location"]["url"] == portal_settings.ORIGIN + meeting.get_absolute_url()
    assert found["eventStatus"] == "https://schema.org/EventCancelled"


def test_no_text_can_leave_its_block_of_data(client):
    meeting = make_meeting(title_tr="</script><b>&x", country=make_country(code="az"))
    html = page_at(client, meeting.get_absolute_url())

    assert data_of(html, "Event")["name"] == "</script><b>&x"
    assert "</script><b>" not in html


def test_the_way_to_a_page_is_told(client):
    topic = make_topic(name_en="Youth camp", area=make_area(name_en="Youth"))
    with override("en"):
        address = topic.get_absolute_url()

    items = data_of(page_at(client, address), "BreadcrumbList")["itemListElement"]

    assert [(item["position"], item["name"]) for item in items] == [
        (1, "Home page"),
        (2, "Areas of cooperation"),
        (3, "Youth"),
        (4, "Youth camp"),
    ]
    assert items[-1]["item"] == f"{portal_settings.ORIGIN}{address}"


def test_whoever_finds_a_mistake_writes_a_mail_that_names_the_page(client, settings):
    make_area(reference="sport", name_en="Sports & games")
    address = "/en/areas-of-cooperation/sports-games/"

    assert "mailto:" not in page_at(client, address)
    settings.CONTACT_EMAIL = "mistakes@example.org"
    link = unescape(re.search(r'href="(mailto:[^"]+)"', page_at(client, address))[1])

    assert urlsplit(link).path == "mistakes@example.org"
    query = parse_qs(urlsplit(link).query)
    assert query["subject"] == ["Mistake on the page “Sports & games”"]
    lines = unquote(query["body"][0]).split("\r\n")
    assert lines[:3] == ["Sports & games", f"{portal_settings.ORIGIN}{address}", "Reference: sport"]
