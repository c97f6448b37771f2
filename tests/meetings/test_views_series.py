"""The public page of a series."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from meetings.models import CountClaim
from ots_portal.partial_dates import PartialDate
from tests.factories import (
    make_meeting,
    make_series,
    make_topic,
)
from tests.public_pages import detail_page, facts, part, plain, rows

pytestmark = pytest.mark.django_db


def test_a_series_compares_what_it_records_with_what_is_reported(client):
    series = make_series(periodicity_tr="her yıl", periodicity_en="every year", level="ministers")
    make_meeting(series=series)
    make_meeting(series=series)
    make_meeting(series=series, status="planned")
    make_meeting().also_in.add(series)
    CountClaim.objects.create(series=series, count=8, as_of=PartialDate(2022, 11), is_as_of_inferred=True)
    CountClaim.objects.create(series=series, count=25, is_more_than=True, as_of=PartialDate(2021, 11, 12), position=1)

    html = detail_page(client, series, "en")

    assert part(html, "counts") == (
        "Number of meetings Only meetings held with this as their main series are counted. "
        "2 recorded of 8 reported, as of November 2022 (date inferred) "
        "2 recorded of more than 25 reported, as of 12 November 2021"
    )
    assert plain(facts(html)["How often"]) == "every year as the source claims"


def test_a_series_lists_its_meetings_newest_first_and_marks_those_of_another_one(client):
    series = make_series(name_en="Ministers of Health")
    make_meeting(reference="hm-1", series=series, start=date(2020, 4, 28))
    make_meeting(reference="hsg-4", start=date(2020, 10, 30)).also_in.add(series)

    html = detail_page(client, series, "en")

    assert rows(html) == ["hsg-4", "hm-1"]
    assert part(html, "meetings").count("also part of: Ministers of Health") == 1


def test_a_series_names_its_next_meeting(client):
    series, today = make_series(), timezone.localdate()
    make_meeting(reference="past", series=series, status="planned", start=today - timedelta(days=1))
    make_meeting(reference="later", series=series, status="planned", start=today + timedelta(days=9))
    make_meeting(reference="next", series=series, status="planned", start=today + timedelta(days=1))

    html = detail_page(client, series)

    assert re.search(r'id="next">.*?data-reference="([^"]+)"', html, re.S)[1] == "next"


def test_a_series_without_meetings_says_so(client):
    html = detail_page(client, make_series(topic=make_topic(name_en="Customs")), "en")

    assert "No meeting of this series is recorded" in html
    assert plain(facts(html)["Topic"]).startswith("Customs")


def test_a_series_of_events_elsewhere_has_no_count(client):
    series = make_series(is_external=True)
    make_meeting(series=series, status="external")

    html = detail_page(client, series, "en")

    assert 'id="counts"' not in html
