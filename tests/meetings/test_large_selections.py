"""A selection too large to be made whole is sent in parts, and says the same."""

import gzip
from concurrent.futures import ThreadPoolExecutor

import brotli
import pytest
from django.db import connections
from django.utils.translation import get_language

from meetings import selections
from ots_portal.listing import parts
from ots_portal.page_cache import writes
from tests.factories import make_area, make_city, make_meeting
from tests.open_data import CALENDAR, CSV, JSON

pytestmark = pytest.mark.django_db
LARGE = [CALENDAR, CSV, JSON]


@pytest.fixture
def parts_of_two(monkeypatch):
    monkeypatch.setattr(selections, "MOST_WHOLE", 2)
    monkeypatch.setattr(parts, "PART", 2)


def make_five():
    for number in range(5):
        meeting = make_meeting(reference=f"m-{number}", title_tr=f"Görüşme {number}", city=make_city())
        meeting.areas.add(make_area())


def streamed(response):
    assert response.streaming
    return list(response.streaming_content)


@pytest.mark.parametrize("addresses", LARGE)
@pytest.mark.parametrize("language", ["tr", "en"])
def test_in_parts_it_is_byte_for_byte_what_it_is_whole(client, addresses, language, request):
    make_five()
    whole = client.get(addresses[language])

    request.getfixturevalue("parts_of_two")
    large = client.get(addresses[language])

    assert b"".join(streamed(large)) == whole.content
    for name in ("Content-Type", "X-Robots-Tag", "Access-Control-Allow-Origin", "Content-Disposition"):
        assert large.get(name) == whole.get(name)


@pytest.mark.parametrize(("coding", "read"), [("gzip", gzip.decompress), ("br", brotli.decompress)])
def test_it_is_compressed_as_one(client, coding, read, parts_of_two):
    make_five()
    plain = b"".join(streamed(client.get(JSON["tr"])))

    response = client.get(JSON["tr"], headers={"accept-encoding": coding})

    assert response["Content-Encoding"] == coding
    assert read(b"".join(streamed(response))) == plain


def test_whoever_has_it_gets_it_again_only_after_a_publication(client, keeping_pages, parts_of_two):
    make_five()
    first = client.get(CSV["en"])
    tag = first["ETag"]

    again = client.get(CSV["en"], headers={"if-none-match": tag})
    writes.renew()
    later = client.get(CSV["en"], headers={"if-none-match": tag})

    assert (again.status_code, again.content) == (304, b"")
    assert later.status_code == 200
    assert later["ETag"] != tag
    assert "public" in first["Cache-Control"]
    assert {"Accept-Encoding", "Cookie"} <= {each.strip() for each in first["Vary"].split(",")}


def test_head_makes_no_part(client, parts_of_two):
    make_five()

    assert streamed(client.head(JSON["tr"])) == []


def test_what_is_withdrawn_meanwhile_is_left_out(client, parts_of_two):
    make_five()
    sent = iter(client.get(CSV["tr"]).streaming_content)
    begin = next(sent)
    make_meeting(reference="new")
    hide("m-0")

    rest = b"".join([begin, *sent]).decode()

    assert [name in rest for name in ("m-4", "m-0,", "new")] == [True, False, False]


def hide(reference):
    selections.Meeting.objects.filter(reference=reference).update(published_at_tr=None, published_at_en=None)


@pytest.mark.django_db(transaction=True)
def test_every_part_can_be_made_by_another_thread(client, parts_of_two):
    make_five()
    whole = b"".join(streamed(client.get(CALENDAR["en"])))
    sent = iter(client.get(CALENDAR["en"]).streaming_content)

    made = []
    while part := in_a_thread_of_its_own(sent):
        made.append(part)

    assert b"".join(made) == whole
    assert len(made) == 5


def in_a_thread_of_its_own(sent):
    def make():
        try:
            assert get_language() == "tr"
            return next(sent, b"")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(make).result()
