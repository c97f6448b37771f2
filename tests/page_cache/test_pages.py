"""What is kept, for whom, and how it is answered."""

import brotli
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from meetings.models import Meeting
from ots_portal.page_cache import stores
from ots_portal.page_cache.pages import Page
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keeping_pages")]

NAMES = "/tr/teskilatin-adlari/"


def queries_for(client, address, **headers):
    with CaptureQueriesContext(connection) as queries:
        client.get(address, headers=headers)
    return len(queries)


def is_kept(client, address):
    client.get(address)
    return queries_for(client, address) == 0


def test_a_reader_who_has_the_page_is_told_so_by_tag_and_by_date(client):
    page = client.get(NAMES)
    known = client.get(NAMES, headers={"if-none-match": page["ETag"]})
    unknown = client.get(NAMES, headers={"if-none-match": '"other"'})

    assert (known.status_code, known.content, known["ETag"]) == (304, b"", page["ETag"])
    assert unknown.status_code == 200
    assert known["Vary"] == "Accept-Encoding, Cookie"
    assert known["Cache-Control"] == "public, max-age=0, stale-if-error=86400"


def test_a_page_changed_within_this_second_has_no_date(client):
    assert "Last-Modified" not in client.get(NAMES)


def test_head_is_answered_with_the_headers_of_get(client):
    page, head = client.get(NAMES), client.head(NAMES)

    assert head.content == b""
    assert dict(head.items()) == dict(page.items())


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [("gzip, deflate, br, zstd", "br"), ("gzip", "gzip"), ("br;q=0, gzip", "gzip"), ("identity", None), ("*", "br")],
)
def test_the_best_coding_that_a_reader_takes(client, accepted, coding):
    assert client.get(NAMES, headers={"accept-encoding": accepted}).get("Content-Encoding") == coding


def test_every_coding_holds_the_same_page(client):
    plain = client.get(NAMES).content

    assert brotli.decompress(client.get(NAMES, headers={"accept-encoding": "br"}).content) == plain
    assert is_kept(client, NAMES)


def test_what_programs_add_to_follow_readers_is_the_same_page(client):
    plain = client.get("/tr/toplantilar/?kind=regular").content

    assert queries_for(client, "/tr/toplantilar/?utm_source=x&kind=regular&fbclid=1") == 0
    assert client.get("/tr/toplantilar/?kind=regular&gclid=2").content == plain


def kept_pages():
    """Without numbers and menus, which are known beside them."""
    return [each for each in stores.pages().pages.values() if isinstance(each, Page)]


def test_a_query_that_means_nothing_fills_no_room(client):
    for number in range(5):
        client.get(f"/tr/toplantilar/?x={number}")
        client.get(f"/tr/toplantilar/?year=1999%00{number}")
        client.get(f"{NAMES}?y={number}")

    assert kept_pages() == []


def test_the_oldest_page_makes_room():
    room = stores.LocalPages(200_000)
    Client().get(NAMES)
    [found] = kept_pages()

    for number in range(200):
        room.keep((str(number),), found)

    assert room.size <= 200_000
    assert ("0",) not in room.pages
    assert ("199",) in room.pages
    assert room.size == sum(each.size for each in room.pages.values())


def test_who_is_signed_in_neither_gets_nor_leaves_a_page(client):
    meeting = factories.make_meeting()
    address = meeting.get_absolute_url()
    staff = Client()
    staff.force_login(factories.make_admin())

    public = client.get(address).content
    seen_by_staff = staff.get(address)

    assert b"/yonetim/" in seen_by_staff.content
    assert seen_by_staff["Cache-Control"] == "private, no-cache"
    assert client.get(address).content == public


@pytest.mark.parametrize("address", ["/health/", "/tr/hesap/login/", "/yonetim/", "/tr/yonetim/", "/", "/tr/yok/"])
def test_what_is_no_public_page_is_not_kept(client, address):
    client.get(address)

    assert kept_pages() == []


def test_a_page_rendered_before_a_change_was_known_is_not_fresh_after_it(client):
    """The generation is read before rendering: a change that falls in between is not missed."""
    meeting = factories.make_meeting()
    address = meeting.get_absolute_url()
    client.get(address)
    Meeting.objects.filter(pk=meeting.pk).update(theme_tr="Yeni")
    stores.pages().renew()

    assert "Yeni" in client.get(address).content.decode()
