"""The page that explains the data; what it says of fields comes from the code that writes them."""

import html
import json
import re

import pytest
from django.conf import settings

from tests.factories import make_area, make_city, make_meeting
from tests.open_data import JSON
from tests.public_pages import page_at, queries_of

pytestmark = pytest.mark.django_db

PAGE = {"tr": "/tr/acik-veri/", "en": "/en/open-data/"}


def terms(page, section):
    """The code words of one section."""
    part = re.search(rf'<section class="split" id="{section}">(.*?)</section>', page, re.S)[1]
    return re.findall("<code>(.*?)</code>", "".join(re.findall("<dt>(.*?)</dt>", part, re.S)))


@pytest.mark.parametrize("language", PAGE)
def test_it_explains_every_field_with_what_a_meeting_holds(client, language):
    make_meeting(title_tr="Sekizinci", title_en="Eighth <Summit>", ordinal=8).areas.add(make_area())
    [meeting] = json.loads(client.get(JSON[language]).content)["meetings"]

    page = page_at(client, PAGE[language])

    assert terms(page, "fields") == list(meeting)
    examples = [
        json.loads(html.unescape(each))
        for each in re.findall(r": <code>(.*?)</code></p>", page.split('id="fields"')[1])
    ]
    assert examples == list(meeting.values())


@pytest.mark.parametrize("language", PAGE)
def test_every_address_on_it_answers(client, language):
    make_meeting(city=make_city(), kind="extraordinary")

    page = page_at(client, PAGE[language])

    addresses = {html.unescape(each) for each in re.findall('href="([^"]+)"', page) if each.startswith(settings.ORIGIN)}
    data = {each for each in addresses if re.search(r"\.(ics|xml|csv|json)", each)}
    assert len(data) > 10
    assert {each: client.get(each.removeprefix(settings.ORIGIN)).status_code for each in data} == dict.fromkeys(
        data, 200
    )


def test_it_names_every_parameter_and_value(client):
    page = page_at(client, PAGE["en"])

    parameters = "series kind status format year year_from year_to city country area institution q"
    assert set(terms(page, "selections")) >= set(parameters.split())
    assert {"kind: side-event", "status: postponed", "format: video", "precision: none"} <= set(terms(page, "values"))


def test_it_costs_the_same_whatever_there_is(client):
    make_meeting().areas.add(make_area())
    with_one = queries_of(client, PAGE["tr"])

    for _each in range(2):
        make_meeting().areas.add(make_area())

    assert queries_of(client, PAGE["tr"]) == with_one


def test_every_page_leads_to_it(client):
    assert '<a href="/en/open-data/">Open data</a>' in page_at(client, "/en/")
    assert '<a href="/en/open-data/" aria-current="page">Open data</a>' in page_at(client, PAGE["en"])
    assert '<link rel="canonical" href="http://127.0.0.1:8000/en/open-data/">' in page_at(client, PAGE["en"])
