"""What readers meet in a language that has just been added: every page, in its words and the first language's."""

import re

import pytest
from django.urls import reverse
from django.utils.translation import override

from cooperation.models import Institution
from meetings.models import Meeting
from ots_portal.navigation import TARGETS, TYPES
from ots_portal.turkish import sort_key

pytestmark = pytest.mark.django_db


def body(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


@pytest.mark.parametrize("kind", TYPES)
def test_every_page_shows_the_first_languages_text_and_says_so(client, kind):
    model, related = TYPES[kind]

    for record in model.objects.readable().select_related(*related):
        with override("az"):
            text = body(client, record.get_absolute_url())
        assert '<html lang="az">' in text
        heading = re.search(r"<h1>.*?</h1>", text, re.DOTALL)[0]
        assert '<span lang="tr">' in heading or kind == "person", record
        assert re.search('<div class="notice" role="note">.*?hreflang="tr"', text, re.DOTALL), record
        assert 'rel="canonical" href="http://127.0.0.1:8000/tr/' in text


@pytest.mark.parametrize("name", ["home", *(name for name in TARGETS.values() if not name.endswith("_detail"))])
def test_every_list_is_there(client, name):
    with override("az"):
        text = body(client, reverse(name))

    assert '<html lang="az">' in text


def test_addresses_have_the_first_languages_words_until_the_language_has_its_own(client):
    with override("az"):
        address = Meeting.objects.get(reference="dia-3").get_absolute_url()

    assert address == "/az/toplantilar/" + Meeting.objects.get(reference="dia-3").slug_tr + "/"


def test_the_switch_offers_the_other_two_languages_and_the_hreflang_all_that_a_list_has(client):
    text = body(client, "/tr/toplantilar/?kind=extraordinary")

    switch = re.findall(r'nav-language" href="([^"]+)" hreflang="(\w+)" lang="\w+">([^<]+)<', text)
    assert switch == [
        ("/en/meetings/?kind=extraordinary", "en", "English"),
        ("/az/toplantilar/?kind=extraordinary", "az", "Azərbaycan"),
    ]
    assert re.findall('rel="alternate" hreflang="([^"]+)"', text) == ["tr", "en", "az", "x-default"]


def test_records_stand_in_alphabetical_order():
    with override("az"):
        names = [institution.name_tr for institution in Institution.objects.in_alphabetical_order()]

    assert len(names) > 50
    assert names == sorted(names, key=lambda name: sort_key(name, "az"))


@pytest.mark.parametrize("file", ["takvim.ics", "akis.xml", "veri.csv", "veri.json"])
def test_a_selection_can_be_had_as_data(client, file):
    turkish, own = (client.get(f"/{language}/toplantilar/{file}") for language in ("tr", "az"))

    assert own.status_code == 200
    assert own.content.count(b"dia-3") == turkish.content.count(b"dia-3") > 0


def test_the_data_have_a_column_for_the_language(client):
    row = client.get("/az/toplantilar/veri.json").json()["meetings"][0]

    assert {"title_tr", "title_en", "title_az"} <= set(row)


def test_the_sitemap_names_its_lists_and_none_of_its_unpublished_records(client):
    lists, meetings = (body(client, f"/sitemap-{section}.xml") for section in ("lists", "meeting"))

    assert "/az/toplantilar/</loc>" in lists
    assert "/az/" not in meetings


def test_the_search_finds_what_is_only_there_in_the_first_language(client):
    text = body(client, "/az/ara/?q=diaspora")

    assert 'data-reference="dia-3"' in text
    assert '<span lang="tr">' in text
