from datetime import date, time

import pytest
from django.db import IntegrityError, transaction

from cooperation.models import Country
from meetings.models import Meeting, Participation
from ots_portal.publishing.desk import Desk
from ots_portal.publishing.drafting import save_draft
from ots_portal.publishing.workflow import publish
from tests.factories import (
    make_city,
    make_country,
    make_institution,
    make_meeting,
    make_person,
    make_series,
)

pytestmark = pytest.mark.django_db


def refused(meeting, **values):
    """Does the database itself refuse these values?"""
    try:
        with transaction.atomic():
            Meeting._base_manager.filter(pk=meeting.pk).update(**values)
    except IntegrityError:
        return True
    return False


def test_a_date_that_is_unknown_has_no_days():
    undated, dated = make_meeting(precision="none"), make_meeting()

    assert refused(undated, start=date(2022, 1, 1), end=date(2022, 1, 1))
    assert refused(dated, precision="none")
    assert refused(dated, end=None)
    assert not refused(dated, precision="none", start=None, end=None)


def test_a_meeting_does_not_end_before_it_begins():
    assert refused(make_meeting(start=date(2022, 10, 17)), end=date(2022, 10, 16))


def test_a_videoconference_has_no_place():
    meeting = make_meeting(format="video")

    assert refused(meeting, city=make_city())
    assert refused(meeting, country=make_country())


def test_a_time_needs_a_known_day():
    month = make_meeting(precision="month", start=date(2019, 10, 1))

    assert refused(month, start_time=time(10))
    assert refused(make_meeting(), end_time=time(12))
    assert not refused(make_meeting(), start_time=time(10), end_time=time(12))


def test_an_ordinal_counts_within_its_series_and_kind():
    series = make_series()
    make_meeting(series=series, kind="extraordinary", ordinal=4)
    regular = make_meeting(series=series, kind="regular", ordinal=4)

    assert refused(regular, kind="extraordinary")
    assert refused(regular, ordinal=0)


@pytest.mark.parametrize("given", [("person", "institution"), ()])
def test_a_participation_is_exactly_one_of_three(given):
    makers = {"person": make_person, "institution": make_institution}

    with pytest.raises(IntegrityError), transaction.atomic():
        Participation.objects.create(meeting=make_meeting(), **{name: makers[name]() for name in given})


@pytest.mark.parametrize(
    ("precision", "start", "end", "expected"),
    [
        ("day", date(2022, 1, 11), None, (date(2022, 1, 11), date(2022, 1, 11))),
        ("day", date(2019, 5, 12), date(2019, 5, 26), (date(2019, 5, 12), date(2019, 5, 26))),
        ("month", date(2019, 10, 5), None, (date(2019, 10, 1), date(2019, 10, 31))),
        ("year", date(2011, 6, 1), None, (date(2011, 1, 1), date(2011, 12, 31))),
    ],
)
def test_the_days_are_completed_to_the_precision(precision, start, end, expected):
    meeting = make_meeting(precision=precision, start=start, end=end)

    assert (meeting.start, meeting.end) == expected


def test_the_country_follows_from_the_city():
    kazakhstan = Country.objects.create(code="kz", name_tr="Kazakistan", name_en="Kazakhstan")

    meeting = make_meeting(city=make_city(country=kazakhstan))

    assert meeting.country == kazakhstan


def test_undated_meetings_stand_just_after_the_one_before():
    series = make_series()
    first = make_meeting(series=series, ordinal=1, precision="year", start=date(2011, 1, 1))
    third = make_meeting(series=series, ordinal=3, precision="none")
    second = make_meeting(series=series, ordinal=2, precision="none")
    extraordinary = make_meeting(series=series, ordinal=1, kind="extraordinary", precision="none")

    series.refresh_sort_dates()

    for meeting in (second, third, extraordinary):
        meeting.refresh_from_db()
    assert first.start < second.sort_date < third.sort_date < date(2011, 1, 5)
    assert extraordinary.sort_date is None
    assert list(Meeting.objects.newest_first()) == [third, second, first, extraordinary]


def test_a_meeting_belongs_to_every_year_it_touches():
    winter = make_meeting(start=date(2021, 12, 30), end=date(2022, 1, 2))
    make_meeting(precision="none")

    assert list(Meeting.objects.of_year(2021)) == [winter]
    assert list(Meeting.objects.of_year(2022)) == [winter]
    assert list(Meeting.objects.of_year(2020)) == []


def test_the_series_proposes_ordinal_and_reference():
    cfm = make_series(reference="cfm", reference_prefix="cfm")
    make_meeting(series=cfm, kind="extraordinary", ordinal=4)

    proposed = Meeting(series=cfm, kind="extraordinary", ordinal=cfm.next_ordinal("extraordinary"))

    assert (proposed.ordinal, proposed.proposed_reference()) == (5, "cfm-eo-5")
    assert cfm.next_ordinal("regular") == 1


def test_a_meeting_without_ordinal_gets_its_day_as_reference():
    cfm = make_series(reference_prefix="cfm")

    assert Meeting(series=cfm, start=date(2019, 10, 14)).proposed_reference() == "cfm-2019-10-14"


def test_publishing_a_date_gives_undated_meetings_their_place(django_capture_on_commit_callbacks):
    series = make_series()
    dated = make_meeting(series=series, ordinal=1, start=date(2020, 1, 1))
    undated = make_meeting(series=series, ordinal=2, precision="none")
    base = Desk(dated).working

    with django_capture_on_commit_callbacks(execute=True):
        save_draft(dated, None, base, base | {"start": "2021-05-05", "end": "2021-05-05"})
        publish(dated, ["tr"], None)

    undated.refresh_from_db()
    assert undated.sort_date == date(2021, 5, 6)
