"""The map shows where meetings were and says in words what it cannot show."""

import re
from math import sqrt
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.map_projection import HEIGHT, MIDDLE, WIDTH, project
from meetings.meeting_map import (
    LARGEST,
    LETTER,
    RADIUS,
    SHOWN_AT,
    Place,
    box_of_name,
    circle_of,
    named,
    region,
)
from tests.factories import make_city, make_country, make_meeting, make_series
from tests.public_pages import LIST, list_page, plain, queries_of

cities = st.builds(
    SimpleNamespace,
    longitude=st.floats(-180, 180),
    latitude=st.floats(-89, 89),
    name=st.text("aşİm ", min_size=1, max_size=20),
)


def place(city, held=1):
    return Place(city, held, 0, circle_of(city, held), None)


def name_of(city):
    return city.name


@given(cities, st.integers(0, 10_000))
def test_every_circle_stands_on_the_map_or_is_not_drawn(city, number):
    circle = circle_of(city, number)

    if circle is not None:
        assert 0 <= circle.x <= WIDTH
        assert 0 <= circle.y <= HEIGHT
        assert RADIUS <= circle.radius <= LARGEST


near = st.builds(
    SimpleNamespace,
    longitude=st.floats(26, 72),
    latitude=st.floats(37, 50),
    name=st.text("aşİm ", min_size=1, max_size=20),
)


@given(st.lists(near, max_size=12))
def test_no_name_covers_a_circle_or_another_name(given_cities):
    places = list(named([place(city) for city in given_cities], name_of))

    for width in SHOWN_AT:
        circles = [each.circle.box(width) for each in places]
        names = [
            box_of_name(each.circle, each.name.side, LETTER * len(f"{each.city.name} {each.held}"), width)
            for each in places
            if each.name
        ]
        assert not any(name.covers(circle) for name in names for circle in circles)
        assert not any(one.covers(other) for number, one in enumerate(names) for other in names[:number])
        assert all(name.left >= 0 and name.right <= width for name in names)


def test_the_middle_of_the_projection_stands_in_the_middle_and_north_is_up():
    x, y = project(*MIDDLE)

    assert (x, y) == pytest.approx((WIDTH * (51 - 18) / (87 - 18), y), rel=0.02)
    assert project(MIDDLE[0], MIDDLE[1] + 1)[1] < y
    assert project(MIDDLE[0] + 1, MIDDLE[1])[0] > x


def test_the_area_of_a_circle_grows_with_the_number():
    city = SimpleNamespace(longitude=29, latitude=41)

    assert circle_of(city, 4).radius == circle_of(city, 1).radius * sqrt(4)


def test_the_land_is_small_and_names_its_source():
    assert region()["source"].startswith("Natural Earth")
    assert len(region()["land"]) < 4000
    assert sorted(region()["countries"]) == ["az", "hu", "kg", "kz", "tm", "tr", "uz"]


@pytest.mark.django_db
def test_meetings_are_counted_by_city_and_the_others_in_words(client):
    baku = make_city(reference="baku", country=make_country(code="az"), name_en="Baku", longitude=49.9, latitude=40.4)
    york = make_city(reference="ny", country=make_country(code="us"), name_en="New York", longitude=-74, latitude=40.7)
    make_meeting(city=baku)
    make_meeting(city=baku)
    make_meeting(city=baku, status="planned")
    make_meeting(city=york)
    make_meeting(city=baku, languages=())
    make_meeting(format="video")
    make_meeting(country=make_country(code="kz"))
    make_meeting()

    html = list_page(client, "view=map", "en")

    table = re.findall(r"<tr><th scope=\"row\">(.*?)</tr>", html)
    assert [plain(row).split()[0] + " " + " ".join(plain(row).split()[-2:]) for row in table] == ["Baku 2 1", "New 1 0"]
    assert html.count("<circle class=") == 1
    assert html.count("outside the map") == 1
    assert html.count('class="map-host"') == 2
    words = plain(html)
    assert "1 meeting was a videoconference and had no place." in words
    assert "Only the country is recorded for 1 meeting." in words
    assert "No place is recorded for 1 meeting." in words


@pytest.mark.django_db
def test_a_selection_without_a_place_on_the_map_has_no_empty_picture(client):
    make_meeting(city=make_city(longitude=-74, latitude=40.7))
    make_meeting(format="video")

    html = list_page(client, "view=map", "en")

    assert 'class="map"' not in html
    assert "outside the map" in html


@pytest.mark.django_db
def test_a_place_leads_to_its_meetings_of_the_same_selection(client):
    city = make_city(reference="baku")
    make_meeting(city=city, series=make_series(reference="cfm"))

    html = list_page(client, "view=map&series=cfm&city=baku", "en")

    assert re.findall(r'<th scope="row"><a href="([^"]+)"', html) == ["/en/meetings/?series=cfm&amp;city=baku"]


@pytest.mark.django_db
def test_the_map_costs_the_same_whatever_it_holds(client):
    address = f"{LIST['en']}?view=map"
    make_meeting(city=make_city())
    with_one = queries_of(client, address)

    for _each in range(2):
        make_meeting(city=make_city())
        make_meeting(format="video")

    assert queries_of(client, address) == with_one
    assert with_one <= 19  # nine of them once for each publication: the numbers of the choices
