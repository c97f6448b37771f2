"""Pages that would grow with the number of meetings stop somewhere, and say so; what they count is all of them."""

from datetime import date, timedelta

import pytest

from meetings import views
from tests.factories import make_city, make_meeting, make_series
from tests.public_pages import list_page, page_at, plain, rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_most_two(monkeypatch):
    monkeypatch.setattr(views, "MOST_AT_ONCE", 2)


def make_three(**values):
    for number in range(3):
        make_meeting(reference=f"m-{number}", start=date(2022, 1, 1) + timedelta(days=number), **values)


def test_the_timeline_shows_the_latest_and_says_that_there_are_more(client, at_most_two):
    make_three()
    make_meeting(reference="undated", precision="none")

    html = list_page(client, "view=timeline", "en")

    assert [f'data-reference="{name}"' in html for name in ("m-2", "m-1", "m-0", "undated")] == [
        True,
        True,
        False,
        False,
    ]
    assert "Only the latest 2 of 4 are shown here." in plain(html)
    assert "4 meetings" in plain(html)


def test_a_timeline_of_all_says_nothing(client, at_most_two):
    make_meeting()
    make_meeting()

    assert "Only the latest" not in list_page(client, "view=timeline", "en")


def test_the_page_of_a_series_shows_the_latest_and_leads_to_all(client, at_most_two):
    series = make_series(reference="cfm", slug_en="council")
    make_three(series=series)

    html = page_at(client, "/en/meetings/series/council/")

    assert [f'data-reference="{name}"' in html for name in ("m-2", "m-1", "m-0")] == [True, True, False]
    assert "Only the latest 2 of 3 are shown here." in plain(html)
    assert 'href="/en/meetings/?series=cfm"' in html


def test_the_map_counts_all(client, at_most_two):
    make_three(city=make_city(reference="baku", name_en="Baku"))
    make_meeting(format="video")

    html = list_page(client, "view=map", "en")

    assert plain(html.split('city=baku">')[1].split("</tr>")[0]).split()[-2:] == ["3", "0"]
    assert "1 meeting was a videoconference" in plain(html)


def test_a_late_page_holds_what_stands_there(client):
    for number in range(60):
        make_meeting(reference=f"m-{number:02}", start=date(2022, 1, 1) + timedelta(days=number))

    assert rows(list_page(client, "page=3")) == [f"m-{number:02}" for number in range(9, -1, -1)]
