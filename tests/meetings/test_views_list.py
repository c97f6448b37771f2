"""The public list of meetings."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.factories import (
    make_city,
    make_meeting,
    make_series,
)
from tests.public_pages import LIST, detail_page, hidden, list_page, plain, rows

pytestmark = pytest.mark.django_db


def test_the_list_shows_meetings_newest_first_under_their_years_and_undated_ones_below(client):
    series = make_series()
    make_meeting(reference="first", series=series, ordinal=1, precision="year", start=date(2011, 1, 1))
    make_meeting(reference="second", series=series, ordinal=2, precision="none")
    make_meeting(reference="third", series=series, ordinal=3, start=date(2022, 11, 11))
    make_meeting(reference="fourth", series=series, ordinal=4, start=date(2022, 12, 1))
    series.refresh_sort_dates()

    html = list_page(client, language="en")

    assert rows(html) == ["fourth", "third", "first", "second"]
    assert re.findall(r'class="year-head">(.*?)<', html) == ["2022", "2011", "Date not recorded"]
    assert "2011-01-02" not in html


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_hidden_meetings_are_in_no_list(client, state):
    series = make_series()
    meeting = make_meeting(title_tr="Gizli", title_en="Secret", series=series, city=make_city(), **hidden(state))
    meeting.also_in.add(make_series(reference="other"))

    pages = [list_page(client, "series=other", language) + detail_page(client, series, language) for language in LIST]

    assert [("Gizli" in html or "Secret" in html) for html in pages] == [False, False]


def test_the_list_is_cut_into_pages_that_keep_the_query(client):
    city = make_city(reference="istanbul")
    for number in range(51):
        make_meeting(reference=f"m-{number:02}", city=city, start=date(2022, 1, 1) + timedelta(days=number))

    second = list_page(client, "city=istanbul&page=2", "en")

    assert rows(second) == [f"m-{number:02}" for number in range(25, 0, -1)]
    assert "51 meetings" in plain(second)
    assert "Page 2 of 3" in plain(second)
    assert re.findall(r'<a class="facet" href="([^"]+)"', second) == [
        "/en/meetings/?city=istanbul",
        "/en/meetings/?city=istanbul&amp;page=2",
        "/en/meetings/?city=istanbul&amp;page=3",
    ]
    assert "/en/meetings/?city=istanbul&amp;page=2" in re.search(r'rel="canonical" href="([^"]+)"', second)[1]
    assert rows(list_page(client, "city=istanbul&page=99")) == ["m-00"]


def test_the_language_switch_keeps_the_query(client):
    html = list_page(client, "kind=extraordinary&page=1")

    assert 'href="/en/meetings/?kind=extraordinary&amp;page=1" hreflang="en"' in html


def test_an_empty_selection_says_how_to_go_on(client):
    make_meeting(reference="undated", precision="none", city=make_city(reference="shusha", name_en="Shusha"))

    html = list_page(client, "city=shusha&year=2021", "en")

    assert rows(html) == []
    assert "0 meetings" in plain(html)
    assert "No meeting fits this choice" in html
    assert "Meetings whose date is not recorded appear under no year." in html
    assert '<a href="/en/meetings/?city=shusha">without “Year: 2021”</a> (1)' in html


def test_an_empty_selection_names_each_filter_that_alone_stands_in_the_way(client):
    istanbul, baku = make_city(reference="istanbul"), make_city(reference="baku")
    for number in range(2):
        make_meeting(city=istanbul, kind="informal", start=date(2020 + number, 1, 1))
    make_meeting(city=istanbul, status="external", kind="forum")
    make_meeting(city=baku)

    def ways_out(query):
        return re.findall(
            r'<li><a href="/en/meetings/([^"]*)">without.*?</a> \((\d+)\)', list_page(client, query, "en")
        )

    assert ways_out("city=istanbul&city=baku&kind=forum") == [("?city=istanbul&amp;city=baku", "3")]
    assert ways_out("kind=informal&city=baku&year=2019") == []
    assert ways_out("kind=informal&city=baku") == [("?kind=informal", "2"), ("?city=baku", "1")]


def test_an_empty_portal_says_so(client):
    assert "No meeting has been published yet." in list_page(client, language="en")


def test_the_english_list_marks_what_is_only_in_turkish(client):
    make_meeting(title_tr="Onuncu Zirve", title_en=None, languages=["tr"], reference="tr-only")

    html = list_page(client, language="en")

    assert '<span lang="tr">Onuncu Zirve</span>' in html
    assert '<span class="tag">in Turkish</span>' in html


def test_planned_meetings_whose_time_is_over_say_that_no_outcome_is_recorded(client):
    make_meeting(status="planned", start=timezone.localdate() - timedelta(days=2))
    make_meeting(status="planned", precision="none")
    make_meeting(status="planned", start=timezone.localdate() + timedelta(days=2))

    text = plain(list_page(client, language="en"))

    assert text.count("Planned, no outcome recorded") == 2
