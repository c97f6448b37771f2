"""The bars of the home page: as high as their numbers, within their frame, each a link to its year."""

import re
from datetime import date
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.yearly import FRAME, HEIGHT, MOST_YEARS, yearly
from tests.factories import make_meeting
from tests.public_pages import list_page, page_at, plain, queries_of, rows

groups = st.lists(
    st.builds(
        lambda days, is_only_planned: SimpleNamespace(
            first=days and days[0].year, last=days and days[1].year, is_only_planned=is_only_planned, number=1
        ),
        st.none() | st.lists(st.dates(date(1, 1, 1), date(9999, 12, 31)), min_size=2, max_size=2).map(sorted),
        st.booleans(),
    ).filter(lambda group: not group.first or group.last - group.first < 5)
)


@given(groups)
def test_every_bar_and_its_number_stand_within_the_frame(given_groups):
    years = yearly(given_groups)

    assert len(years) <= MOST_YEARS
    for year in years:
        assert 0 <= year.count_bottom < year.planned_top <= year.held_top <= FRAME


@given(st.integers(1, 500), st.integers(1, 500))
def test_bars_are_as_high_as_their_numbers(one, other):
    held = [SimpleNamespace(first=2020, last=2020, is_only_planned=False, number=one)]
    held += [SimpleNamespace(first=2021, last=2021, is_only_planned=False, number=other)]

    first, second = yearly(held)

    assert max(first.held_height, second.held_height) == HEIGHT
    assert (first.held_height >= second.held_height) == (one >= other) or abs(one - other) * HEIGHT < 2 * max(
        one, other
    )


@pytest.mark.django_db
def test_each_bar_of_the_home_page_leads_to_as_many_meetings(client):
    make_meeting(start=date(2020, 12, 31), end=date(2021, 1, 1))
    make_meeting(start=date(2021, 5, 1))
    make_meeting(start=date(2021, 6, 1), status="planned")
    make_meeting(start=date(2021, 7, 1), status="external")
    make_meeting(start=date(2021, 8, 1), languages=())
    make_meeting(start=date(2023, 1, 1))
    make_meeting(precision="none")

    html = page_at(client, "/en/")

    section = re.search(r'id="years">.*?</section>', html, re.S)[0]
    bars = [plain(re.sub(r"<svg.*?</svg></svg>", "", each)) for each in re.findall(r"<li>(.*?)</li>", section, re.S)]
    assert bars == [
        "2020 : 1 meeting",
        "2021 : 3 meetings, 1 of them only planned",
        "2022 : 0 meetings",
        "2023 : 1 meeting",
    ]
    assert re.findall(r'href="([^"]+year=[^"]+)"', section) == [
        f"/en/meetings/?year={year}" for year in (2020, 2021, 2023)
    ]
    assert len(rows(list_page(client, "year=2021", "en"))) == 3
    assert "1 meeting has no recorded date and appears under no year." in plain(section)


@pytest.mark.django_db
def test_without_dated_meetings_there_are_no_bars(client):
    make_meeting(precision="none")

    assert 'id="years"' not in page_at(client, "/en/")


@pytest.mark.django_db
def test_the_home_page_costs_the_same_whatever_the_meetings(client):
    make_meeting(start=date(2020, 1, 1))
    with_one = queries_of(client, "/en/")

    for year in (2021, 2022):
        make_meeting(start=date(year, 1, 1))

    assert queries_of(client, "/en/") == with_one
