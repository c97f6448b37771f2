"""The list's address may hold anything and as much as one likes: the page still answers."""

from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meetings.filters import MeetingFilter
from tests.factories import make_city, make_meeting
from tests.public_pages import list_page, rows

pytestmark = pytest.mark.django_db

NAMES = [*MeetingFilter.base_filters, "page", "x", ""]


def listed(client, query):
    return rows(list_page(client, query if isinstance(query, str) else urlencode(query, doseq=True)))


def test_thousands_of_values_are_cut_short(client):
    make_meeting(reference="there", city=make_city(reference="istanbul"))
    cities = [("city", f"city-{number}") for number in range(3000)]

    assert listed(client, [("city", "istanbul")] * 3000) == ["there"]
    assert "<li>2995 further values were ignored.</li>" in list_page(client, urlencode(cities), "en")
    assert listed(client, [("year", f"{year:04}") for year in range(1, 5000)]) == []
    assert listed(client, [("q", f"söz{number}") for number in range(3000)]) == []


def test_control_characters_and_broken_bytes_do_no_harm(client):
    make_meeting(reference="there", title_tr="Zirve")

    assert listed(client, "q=zir%00ve") == ["there"]
    assert listed(client, "series=%00&city=%FF%FE&kind=%ED%A0%80") == ["there"]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.lists(st.tuples(st.sampled_from(NAMES), st.text(max_size=30)), max_size=8))
def test_no_query_breaks_the_list(client, parameters):
    page = client.get("/tr/toplantilar/", parameters_as_data(parameters))

    assert page.status_code == 200


def parameters_as_data(parameters):
    data = {}
    for name, value in parameters:
        data.setdefault(name, []).append(value.encode("utf-8", "replace").decode())
    return data
