"""The form of the list's filters, its chips and its permanent address."""

import re
from datetime import date

import pytest
from django.utils.html import escape

from tests.factories import make_city, make_meeting, make_series
from tests.public_pages import list_page

pytestmark = pytest.mark.django_db


def test_what_is_chosen_stays_in_the_form(client):
    make_meeting(city=make_city(reference="istanbul"), series=make_series(reference="cfm"))

    html = list_page(client, "city=istanbul&series=cfm&year=1999&q=zirve&year_from=2011")

    assert re.findall(r'<option value="([^"]+)"[^>]* selected>', html) == ["cfm", "1999", "istanbul"]
    assert re.search(r'name="q"[^>]* value="zirve"', html)
    assert re.search(r'name="year_from"[^>]* value="2011"', html)
    assert '<details class="filter-more" open>' in html


def test_several_chosen_values_stay_in_the_form(client):
    for reference in ("istanbul", "baku"):
        make_meeting(city=make_city(reference=reference))

    html = list_page(client, "city=istanbul&city=baku&q=a1&q=b2")

    assert '<select id="filter-city" name="city" multiple>' in html
    assert sorted(re.findall(r'<option value="([^"]+)"[^>]* selected>', html)) == ["baku", "istanbul"]
    assert '<input type="hidden" name="q" value="b2">' in html


def test_only_places_and_years_with_readable_meetings_are_offered(client):
    make_meeting(city=make_city(reference="istanbul"))
    make_meeting(city=make_city(reference="secret"), start=date(1990, 1, 1), languages=())

    html = list_page(client, "")

    assert re.findall(r'<option value="([^"]+)"', html.split('name="city"')[1].split("</select>")[0]) == ["istanbul"]
    assert re.findall(r'<option value="([^"]+)"', html.split('name="year"')[1].split("</select>")[0]) == ["2022"]


def test_each_chip_leads_to_the_list_without_it(client):
    make_meeting(city=make_city(reference="istanbul"), series=make_series(reference="cfm"))

    html = list_page(client, "series=cfm&city=istanbul&city=atlantis&x=1&page=1")

    assert re.findall(r'<a class="chip" href="([^"]+)"', html) == [
        "/tr/toplantilar/?city=istanbul",
        "/tr/toplantilar/?series=cfm",
    ]


def test_the_permanent_address_holds_what_was_understood(client):
    make_meeting(city=make_city(reference="istanbul"))

    html = list_page(client, "x=1&view=list&page=7&year=&city=atlantis&city=istanbul&kind=regular", "en")

    query = escape("kind=regular&city=istanbul")
    assert re.findall(r'rel="canonical" href="[^"]*?(/en/[^"]*)"', html) == [f"/en/meetings/?{query}"]
    assert re.findall(r'hreflang="tr" href="[^"]*?(/tr/[^"]*)"', html)[0] == f"/tr/toplantilar/?{query}"


def test_a_choice_without_its_own_english_name_is_marked_as_turkish(client):
    make_meeting(series=make_series(reference="cfm", name_tr="Konsey", name_en=None, languages=["tr"]))

    html = list_page(client, "series=cfm", "en")

    assert '<option value="cfm" lang="tr" selected>Konsey</option>' in html
    assert '<span lang="tr">Konsey</span>' in html
