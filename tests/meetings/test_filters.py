"""What the list's address may say, and what becomes of the rest."""

import re
from datetime import date
from urllib.parse import urlencode

import pytest

from meetings.filters import MeetingFilter
from meetings.models import Participation
from tests.factories import (
    make_area,
    make_city,
    make_country,
    make_evidence,
    make_institution,
    make_meeting,
    make_objective,
    make_pillar,
    make_section,
    make_series,
)
from tests.public_pages import list_page, rows

pytestmark = pytest.mark.django_db

OFFERED = "series kind status format year year_from year_to city country area institution pillar q view page"
LINKED = "person state topic document objective"


def listed(client, query):
    return sorted(rows(list_page(client, query if isinstance(query, str) else urlencode(query, doseq=True))))


def remarks(client, query):
    """What the page says was ignored."""
    notice = re.search(r"A part of this address was ignored(.*?)</ul>", list_page(client, query, "en"), re.S)
    return re.findall(r"<li>(.*?)</li>", notice[1]) if notice else []


def test_the_parameters_are_the_ones_that_the_architecture_fixes():
    assert {*MeetingFilter.base_filters, "page"} == {*OFFERED.split(), *LINKED.split()}


def test_series_lists_its_meetings_and_those_that_also_belong_to_it(client):
    ministers, scientists = make_series(reference="health-ministers"), make_series(reference="health-sci")
    make_meeting(reference="hm-1", series=ministers)
    make_meeting(reference="hsg-4", series=scientists).also_in.add(ministers)
    make_meeting(reference="hsg-5", series=scientists)

    assert listed(client, "series=health-ministers") == ["hm-1", "hsg-4"]
    assert listed(client, "series=health-sci") == ["hsg-4", "hsg-5"]
    assert listed(client, "series=health-sci&series=health-ministers") == ["hm-1", "hsg-4", "hsg-5"]


def test_a_meeting_that_also_belongs_to_the_chosen_series_says_so(client):
    ministers = make_series(reference="health-ministers", name_tr="Sağlık Bakanları", name_en="Ministers of Health")
    make_meeting(reference="hsg-4").also_in.add(ministers)

    assert "also part of: Ministers of Health" in list_page(client, "series=health-ministers", "en")
    assert "also part of" not in list_page(client, "", "en")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("kind=extraordinary", ["eo"]),
        ("kind=extraordinary&kind=informal", ["eo", "inf"]),
        ("status=planned", ["plan"]),
        ("status=held", ["eo", "inf"]),
        ("format=video", ["inf"]),
        ("format=in-person&format=video", ["eo", "inf", "plan"]),
        ("kind=extraordinary&format=video", []),
    ],
)
def test_vocabularies_narrow_the_list(client, query, expected):
    make_meeting(reference="eo", kind="extraordinary")
    make_meeting(reference="inf", kind="informal", format="video")
    make_meeting(reference="plan", status="planned")

    assert listed(client, query) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("year=2021", ["turn", "whole"]),
        ("year=2022", ["day", "turn"]),
        ("year=2021&year=2022", ["day", "turn", "whole"]),
        ("year=1999", []),
        ("year=0001&year=9999", []),
        ("year_from=2022", ["day", "turn"]),
        ("year_to=2021", ["turn", "whole"]),
        ("year_from=2022&year_to=2022", ["day", "turn"]),
        ("year_from=2022&year_from=2021", ["day", "turn", "whole"]),
        ("year_from=2023&year_to=2020", []),
        ("year_from=0001&year_to=9999", ["day", "turn", "whole"]),
    ],
)
def test_years_are_those_that_the_dates_touch(client, query, expected):
    make_meeting(reference="day", start=date(2022, 10, 17))
    make_meeting(reference="turn", start=date(2021, 12, 31), end=date(2022, 1, 2))
    make_meeting(reference="whole", precision="year", start=date(2021, 1, 1))
    make_meeting(reference="undated", precision="none")

    assert listed(client, query) == expected


def test_city_and_country_are_where_it_was_held(client):
    istanbul, baku = make_city(reference="istanbul"), make_city(reference="baku", country=make_country(code="az"))
    make_meeting(reference="a", city=istanbul)
    make_meeting(reference="b", city=baku)
    make_meeting(reference="c", country=make_country(code="az"))

    assert listed(client, "city=istanbul") == ["a"]
    assert listed(client, "city=istanbul&city=baku") == ["a", "b"]
    assert listed(client, "country=az") == ["b", "c"]
    assert listed(client, "city=istanbul&country=az") == []


def test_area_is_the_meetings_own_and_lists_it_once(client):
    energy, health = make_area(reference="energy"), make_area(reference="health")
    make_meeting(reference="both").areas.set([energy, health])
    make_meeting(reference="none")

    assert listed(client, "area=energy&area=health") == ["both"]


def test_institution_took_part(client):
    turksoy, meeting = make_institution(reference="turksoy"), make_meeting(reference="with")
    for role in ("host", "organiser"):
        Participation.objects.create(meeting=meeting, role=role, institution=turksoy)
    make_meeting(reference="without")

    assert listed(client, "institution=turksoy") == ["with"]


def test_pillar_is_reached_through_readable_evidence(client):
    objective = make_objective(section=make_section(pillar=make_pillar(number=2, reference="2")))
    make_evidence(objective=objective, meeting=make_meeting(reference="served"))
    make_evidence(objective=objective, meeting=make_meeting(reference="judged-in-a-draft"), languages=())

    assert listed(client, "pillar=2") == ["served"]


@pytest.mark.parametrize("text", ["dışişleri", "DIŞİŞLERİ", "disisleri", "Dişisleri bakanlari", "konseyi dışişleri"])
def test_words_are_found_whatever_the_letters(client, text):
    series = make_series(name_tr="Dışişleri Bakanları Konseyi", name_en="Council of Foreign Ministers")
    make_meeting(reference="by-series", series=series)
    make_meeting(reference="other", title_tr="Zirve", title_en="Summit")

    assert listed(client, {"q": text}) == ["by-series"]


@pytest.mark.parametrize("text", ["istanbul", "İSTANBUL", "Istanbul", "ISTANBUL", "İstanbul"])
def test_istanbul_is_found_however_it_is_written(client, text):
    make_meeting(reference="in-title", title_tr="İstanbul Zirvesi", title_en="Istanbul Summit")
    make_meeting(reference="in-theme", theme_tr="İstanbul", theme_en="Istanbul")
    make_meeting(reference="other")

    assert listed(client, {"q": text}) == ["in-theme", "in-title"]


def test_every_word_must_be_found_and_repeated_texts_are_alternatives(client):
    series = make_series(name_tr="Zirve", name_en="Summit")
    make_meeting(reference="one", series=series, title_tr="Semerkant", title_en="Samarkand")
    make_meeting(reference="two", title_tr="Bakü", title_en="Baku")

    assert listed(client, "q=zirve+semerkant") == ["one"]
    assert listed(client, "q=zirve+bakü") == []
    assert listed(client, "q=semerkant&q=bakü") == ["one", "two"]


def test_the_name_of_a_series_in_draft_finds_nothing(client):
    make_meeting(reference="m", series=make_series(name_tr="Gizli", name_en="Hidden", languages=()))

    assert listed(client, "q=gizli") == []


def test_different_parameters_narrow_together(client):
    cfm, istanbul = make_series(reference="cfm"), make_city(reference="istanbul")
    make_meeting(reference="both", series=cfm, city=istanbul)
    make_meeting(reference="only-series", series=cfm)
    make_meeting(reference="only-city", city=istanbul)

    assert listed(client, "series=cfm&city=istanbul&year=2022") == ["both"]


def test_events_of_others_are_listed_only_when_asked_for(client):
    external = make_series(reference="external")
    make_meeting(reference="theirs", status="external", series=external)
    make_meeting(reference="ours")

    assert listed(client, "") == ["ours"]
    assert listed(client, "status=external") == ["theirs"]
    assert listed(client, "series=external") == ["theirs"]
    assert listed(client, "year=2022") == ["ours"]
    assert "Events of other organisations are listed only" in list_page(client, "", "en")


@pytest.mark.parametrize(
    ("query", "remark"),
    [
        ("series=nato", "“nato” is not a known series of meetings and was ignored."),
        ("kind=secret", "“secret” is not a known kind of meeting and was ignored."),
        ("status=x", "“x” is not a known status of a meeting and was ignored."),
        ("format=fax", "“fax” is not a known format of a meeting and was ignored."),
        ("year=22", "“22” is not a year of four digits and was ignored."),
        ("year=-2022", "“-2022” is not a year of four digits and was ignored."),
        ("year=0000", "“0000” is not a year of four digits and was ignored."),
        ("year_from=٢٠٢٢", "“٢٠٢٢” is not a year of four digits and was ignored."),
        ("year_to=" + "9" * 10000, f"“{'9' * 40}…” is not a year of four digits and was ignored."),
        ("city=atlantis", "“atlantis” is not a known city and was ignored."),
        ("country=xx", "“xx” is not a known country and was ignored."),
        ("area=x", "“x” is not a known area of cooperation and was ignored."),
        ("institution=x", "“x” is not a known institution and was ignored."),
        ("pillar=9", "“9” is not a known pillar of the Vision and was ignored."),
        ("q=%21%21", "“!!” was ignored: write a word of letters or digits, and 200 characters at most."),
        ("view=globe", "“globe” is not a known value of “view” and was ignored."),
        ("page=abc", "“abc” is not a page number and was ignored."),
        ("page=0", "“0” is not a page number and was ignored."),
        ("page=999999", "There is no page 999999; this is the last one."),
        ("page=" + "9" * 5000, f"There is no page {'9' * 40}…; this is the last one."),
        ("city=%3Cb%3E", "“&lt;b&gt;” is not a known city and was ignored."),
    ],
)
def test_a_bad_value_is_ignored_and_said_so(client, query, remark):
    make_meeting(reference="still-there")

    assert remarks(client, query) == [remark]
    assert listed(client, query) == ["still-there"]


@pytest.mark.parametrize(
    "query",
    ["", "view=list", "page=1", "unknown=1", "city=&year=&q=", "utm_source=x&Series=y"],
)
def test_unknown_names_and_empty_values_are_ignored_in_silence(client, query):
    make_meeting(reference="there")

    assert remarks(client, query) == []
    assert listed(client, query) == ["there"]


@pytest.mark.parametrize("view", ["list", "timeline", "map"])
def test_every_way_to_look_at_meetings_is_a_known_view(client, view):
    make_meeting()

    assert remarks(client, f"view={view}") == []


def test_good_values_count_beside_bad_ones(client):
    make_meeting(reference="here", city=make_city(reference="istanbul"))
    make_meeting(reference="elsewhere")

    assert listed(client, "city=atlantis&city=istanbul") == ["here"]


def test_a_series_area_or_institution_in_draft_is_not_known(client):
    make_meeting(series=make_series(reference="s", languages=()))
    make_area(reference="a", languages=())
    make_institution(reference="i", languages=())

    assert remarks(client, "series=s&area=a&institution=i") == [
        "“s” is not a known series of meetings and was ignored.",
        "“a” is not a known area of cooperation and was ignored.",
        "“i” is not a known institution and was ignored.",
    ]
