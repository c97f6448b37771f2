import re
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.utils import timezone

from ots_portal.navigation import TYPES
from ots_portal.sitemaps import RecordSitemap
from tests import factories

pytestmark = pytest.mark.django_db


def entries(client, **headers):
    """{address: (lastmod, {language: address})} of the sitemap, without our origin."""
    parts = re.findall("<loc>(.*?)</loc>", client.get("/sitemap.xml", headers=headers).content.decode())
    text = "".join(client.get(strip(part), headers=headers).content.decode() for part in parts)
    found = {}
    for entry in re.findall("<url>(.*?)</url>", text, re.S):
        address = re.search("<loc>(.*?)</loc>", entry)[1]
        assert address.startswith(f"{settings.ORIGIN}/")
        lastmod = re.search("<lastmod>(.*?)</lastmod>", entry)
        alternates = dict(re.findall(r'hreflang="([^"]+)" href="([^"]+)"', entry))
        found[strip(address)] = (lastmod and lastmod[1], {code: strip(each) for code, each in alternates.items()})
    return found


def strip(address):
    return address.removeprefix(settings.ORIGIN)


def test_a_page_stands_in_it_once_for_each_published_language(client):
    factories.make_area(
        name_tr="Spor",
        name_en="Sports",
        changed_at_tr=datetime(2026, 1, 2, 9, tzinfo=UTC),
        changed_at_en=datetime(2026, 3, 4, 9, tzinfo=UTC),
    )

    found = entries(client, host="localhost")

    both = {"tr": "/tr/isbirligi-alanlari/spor/", "en": "/en/areas-of-cooperation/sports/"}
    alternates = both | {"x-default": both["tr"]}
    assert found[both["tr"]] == ("2026-01-02", alternates)
    assert found[both["en"]] == ("2026-03-04", alternates)


def test_a_record_published_only_in_turkish_stands_in_it_once_without_alternates(client):
    factories.make_area(name_tr="Spor", name_en="Sports", languages=("tr",))

    found = entries(client)

    assert found["/tr/isbirligi-alanlari/spor/"][1] == {}
    assert "/en/areas-of-cooperation/sports/" not in found


def test_unpublished_and_withdrawn_records_are_not_in_it(client):
    factories.make_area(name_tr="Gizli", languages=())
    factories.make_area(name_tr="Eski", withdrawn_at_tr=timezone.now(), withdrawn_at_en=timezone.now())

    assert not [address for address in entries(client) if "/gizli" in address or "/eski" in address]


def test_every_address_in_it_answers_and_every_type_is_in_it(client):
    for kind in TYPES:
        if kind not in {"declaration", "pillar"}:
            getattr(factories, f"make_{kind}")()

    found = entries(client)

    assert {client.get(address).status_code for address in found} == {200}
    assert {each for _lastmod, alternates in found.values() for each in alternates.values()} == set(found)
    assert [address for address, (_lastmod, own) in found.items() if found[own["en"]][1] != own] == []
    lists = len(settings.LANGUAGES) * 10
    records = 2 * (len(TYPES) + 2)  # the topic and the meeting brought an area and a series of their own
    assert len(found) == lists + records


def test_its_index_tells_when_a_page_of_each_type_was_last_published(client):
    factories.make_area(
        changed_at_tr=datetime(2026, 1, 2, 9, tzinfo=UTC), changed_at_en=datetime(2026, 3, 4, 9, tzinfo=UTC)
    )
    factories.make_area(languages=(), changed_at_tr=datetime(2027, 1, 1, tzinfo=UTC))

    text = client.get("/sitemap.xml", headers={"host": "localhost"}).content.decode()

    dates = dict(re.findall(r"<loc>(.*?)</loc>\s*(?:<lastmod>(.*?)</lastmod>)?", text))
    assert set(dates) == {f"{settings.ORIGIN}/sitemap-{name}.xml" for name in ("lists", *TYPES)}
    assert dates[f"{settings.ORIGIN}/sitemap-area.xml"][:10] == "2026-03-04"
    assert client.get("/sitemap-nothing.xml").status_code == 404


def test_it_needs_as_many_queries_for_three_records_as_for_one(client, django_assert_num_queries):
    factories.make_topic()
    client.get("/sitemap.xml")

    with django_assert_num_queries(len(TYPES)):
        client.get("/sitemap.xml")
    factories.make_topic()
    factories.make_topic()
    with django_assert_num_queries(len(TYPES)):
        client.get("/sitemap.xml")
    with django_assert_num_queries(2):  # how many there are, and those of the page
        client.get("/sitemap-topic.xml")


def test_many_records_stand_on_pages_that_the_index_names(
    client, monkeypatch, keeping_pages, django_assert_num_queries
):
    monkeypatch.setattr(RecordSitemap, "limit", 2)
    for number in range(5):
        factories.make_area(name_tr=f"Alan {number}", name_en=f"Area {number}")

    index = client.get("/sitemap.xml").content.decode()

    assert [f"/sitemap-area.xml{query}<" in index for query in ("", "?p=2", "?p=3", "?p=4")] == [
        True,
        True,
        True,
        False,
    ]
    assert len([address for address in entries(client) if "/alan-" in address or "/area-" in address]) == 10
    assert [client.get(f"/sitemap-area.xml?p={page}").status_code for page in ("4", "x", "0", "9" * 5000)] == [404] * 4
    with django_assert_num_queries(0):  # it was kept when entries() asked for it
        client.get("/sitemap-area.xml?p=3")
