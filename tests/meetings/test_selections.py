"""What calendar, feed, CSV and JSON have in common."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils.html import escape

from meetings.models import Meeting
from tests.factories import make_city, make_meeting, make_series
from tests.meetings.test_views_cost import full_meeting
from tests.open_data import CALENDAR, CSV, FEED, FORMATS, JSON
from tests.public_pages import list_page, queries_of

pytestmark = pytest.mark.django_db

ORIGIN = "http://127.0.0.1:8000"


@pytest.mark.parametrize(
    ("addresses", "content_type"),
    [
        (CALENDAR, "text/calendar; charset=utf-8"),
        (FEED, "application/atom+xml; charset=utf-8"),
        (CSV, "text/csv; charset=utf-8; header=present"),
        (JSON, "application/json"),
    ],
)
@pytest.mark.parametrize("language", ["tr", "en"])
def test_each_form_says_what_it_is_and_keeps_out_of_search_engines(client, addresses, content_type, language):
    response = client.get(addresses[language])

    assert response.status_code == 200
    assert response["Content-Type"] == content_type
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in response


@pytest.mark.parametrize("addresses", FORMATS)
@pytest.mark.parametrize("language", ["tr", "en"])
def test_what_has_not_changed_is_not_sent_again(client, addresses, language):
    meeting = make_meeting(start=date(2022, 10, 17), city=make_city())
    tag = client.get(addresses[language])["ETag"]

    again = client.get(addresses[language], headers={"if-none-match": tag})
    Meeting.objects.filter(pk=meeting.pk).update(title_tr="Yeni", title_en="New")
    changed = client.get(addresses[language], headers={"if-none-match": tag})

    assert (again.status_code, again.content) == (304, b"")
    assert again["X-Robots-Tag"] == "noindex"
    assert changed.status_code == 200


@pytest.mark.parametrize("addresses", FORMATS)
@pytest.mark.parametrize(
    "query", ["series=x&series=%00&year=abc", "page=-1&view=x", "q=%F0%9F&q=%27%3B--", "year=0000"]
)
def test_nothing_in_a_query_is_an_error(client, addresses, query):
    assert client.get(f"{addresses['tr']}?{query}").status_code == 200


@pytest.mark.parametrize("addresses", FORMATS)
def test_every_form_holds_what_the_list_holds(client, addresses):
    series = make_series(reference="cfm")
    make_meeting(reference="chosen", series=series, kind="extraordinary")
    make_meeting(reference="other", series=series)
    make_meeting(reference="foreign", kind="extraordinary", status="external")

    page = client.get(f"{addresses['tr']}?kind=extraordinary").content.decode()

    assert [name in page for name in ("chosen", "other", "foreign")] == [True, False, False]


@pytest.mark.parametrize("addresses", FORMATS)
@pytest.mark.parametrize("language", ["tr", "en"])
def test_a_form_costs_the_same_whatever_it_holds(client, addresses, language):
    series = make_series(reference="cfm")
    full_meeting(series, 1)
    address = f"{addresses[language]}?series=cfm"
    with_one = queries_of(client, address)

    full_meeting(series, 3)

    assert queries_of(client, address) == with_one
    assert with_one <= 12


@pytest.mark.parametrize("language", ["tr", "en"])
def test_the_list_leads_to_its_selection_in_every_form(client, language):
    make_meeting(kind="extraordinary")

    html = list_page(client, "kind=extraordinary&year=2022&page=1&unknown=x", language)

    addresses = [f"{ORIGIN}{form[language]}?kind=extraordinary&year=2022" for form in FORMATS]
    assert [f'href="{escape(address)}"' in html for address in addresses] == [True] * 4
    assert f'href="{escape(addresses[0].replace("http", "webcal"))}"' in html
    assert '<link rel="alternate" type="application/atom+xml" title=' in html.split("</head>")[0]


def test_no_slug_can_take_the_address_of_data():
    names = [address.rsplit("/")[-1] for form in FORMATS for address in form.values()]

    refused = [name for name in names if refuses_slug(name)]

    assert refused == names


def refuses_slug(name):
    try:
        Meeting._meta.get_field("slug_tr").run_validators(name)
    except ValidationError:
        return True
    return False
