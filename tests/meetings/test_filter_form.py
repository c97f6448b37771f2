"""The form of the list's filters, its chips and its permanent address."""

import re
from datetime import date

import pytest
from django.http import QueryDict
from django.utils.html import escape

from meetings.models import Participation
from tests.factories import (
    make_area,
    make_city,
    make_evidence,
    make_institution,
    make_meeting,
    make_objective,
    make_series,
)
from tests.public_pages import list_page, rows

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


def options(html, name):
    """{value: number} that a select offers."""
    select = html.split(f'name="{name}"')[1].split("</select>")[0]
    return {value: int(number) for value, number in re.findall(r'<option value="([^"]+)".*?\((\d+)\)</option>', select)}


@pytest.mark.parametrize("query", ["", "city=istanbul", "year=2021&kind=regular", "q=zirve&series=cfm", "status=held"])
def test_the_number_beside_each_choice_is_what_the_list_shows_with_it(client, query):
    cfm, other, objective = make_series(reference="cfm"), make_series(reference="other"), make_objective()
    istanbul, area, institution = make_city(reference="istanbul"), make_area(), make_institution()
    for number, values in enumerate(
        (
            {"series": cfm, "city": istanbul, "title_tr": "Zirve"},
            {
                "series": cfm,
                "kind": "informal",
                "format": "video",
                "start": date(2021, 12, 31),
                "end": date(2022, 1, 1),
            },
            {"series": other, "city": istanbul, "precision": "year", "start": date(2021, 1, 1)},
            {"series": other, "status": "planned", "precision": "none", "title_tr": "Zirve"},
            {"series": cfm, "status": "external", "city": istanbul},
            {"series": cfm, "languages": ()},
        )
    ):
        meeting = make_meeting(**values)
        meeting.also_in.set([cfm, other][: number % 3])
        meeting.areas.add(area)
        for role in ("host", "organiser"):
            Participation.objects.create(meeting=meeting, role=role, institution=institution)
        make_evidence(objective=objective, meeting=meeting)
    chosen = QueryDict(query)

    html = list_page(client, query)

    for name in ["series", "kind", "status", "format", "year", "city", "country", "area", "institution", "pillar"]:
        offered = options(html, name)
        assert offered
        for value, number in offered.items():
            wanted = chosen.copy()
            wanted[name] = value
            assert len(rows(list_page(client, wanted.urlencode()))) == number, (name, value)


def test_the_other_choices_of_a_filter_stay_with_what_they_would_show(client):
    make_meeting()
    make_meeting(kind="informal", status="external")

    assert options(list_page(client, "kind=regular&status=held"), "kind") == {"regular": 1}
    assert options(list_page(client, "kind=regular"), "status") == {"held": 1}
    assert options(list_page(client, "status=held&status=external&kind=regular"), "kind") == {
        "regular": 1,
        "informal": 1,
    }
    assert options(list_page(client, ""), "status") == {"held": 1, "external": 1}


def test_a_chosen_value_stays_with_its_number_when_it_leads_to_nothing(client):
    make_meeting(city=make_city(reference="istanbul"), kind="regular")
    make_meeting(city=make_city(reference="baku"), kind="informal", start=date(2021, 1, 1))

    html = list_page(client, "city=istanbul&kind=informal&year=1999")

    assert options(html, "city") == {"istanbul": 0}
    assert options(html, "kind") == {"informal": 0}
    assert options(html, "year") == {"1999": 0}


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

    assert '<option value="cfm" lang="tr" selected>Konsey (1)</option>' in html
    assert '<span lang="tr">Konsey</span>' in html
