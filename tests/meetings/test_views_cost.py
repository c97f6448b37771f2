"""The pages of meetings ask the database the same number of questions, whatever they hold."""

from datetime import date
from itertools import count
from string import ascii_lowercase

import pytest

from meetings.models import AgendaItem, CountClaim, Outcome, Participation
from ots_portal.partial_dates import PartialDate
from ots_portal.publishing.models import Link, SourceNote, Variant
from tests.factories import (
    make_area,
    make_city,
    make_country,
    make_document,
    make_evidence,
    make_institution,
    make_meeting,
    make_objective,
    make_person,
    make_section,
    make_series,
    make_state,
    make_topic,
)
from tests.public_pages import LIST, queries_of
from vision.models import Section

pytestmark = pytest.mark.django_db


numbers = count(1)
codes = (f"{first}{second}" for first in "qwx" for second in ascii_lowercase)


def full_meeting(series, number):
    """A meeting with every part, of which there are as many as the number."""
    meeting = make_meeting(series=series, start=date(2022, 1, 1), city=make_city(), theme_tr="Tema", body_tr="<p>x</p>")
    for _each in range(number):
        person, document = make_person(), make_document()
        AgendaItem.objects.create(meeting=meeting, text_tr="Madde")
        Participation.objects.create(meeting=meeting, person=person, office_tr="Görev")
        Participation.objects.create(meeting=meeting, institution=make_institution())
        membership = make_state(country=make_country(code=next(codes))).memberships.create(kind="member")
        Outcome.objects.create(
            meeting=meeting,
            kind="decision",
            text_tr="Karar",
            document=document,
            membership=membership,
            fulfilled_by=make_meeting(series=series),
        )
        meeting.documents.add(make_document())
        meeting.areas.add(make_area())
        meeting.topics.add(make_topic())
        meeting.also_in.add(make_series())
        Link.objects.create(record=meeting, address="https://example.org", label_tr="Bağ")
        SourceNote.objects.create(record=meeting, source="Sayfa", note_tr="Not")
        Variant.objects.create(record=meeting, path="start", value="2020", note_tr="Not")
        make_evidence(
            objective=make_objective(section=Section.objects.first() or make_section(), number=next(numbers)),
            meeting=meeting,
        )
        make_meeting(start=date(2022, 1, 1), city=make_city())
    return meeting


@pytest.mark.parametrize("language", LIST)
def test_a_list_costs_the_same_whatever_it_holds(client, language):
    series = make_series(reference="cfm")
    full_meeting(series, 1)
    address = f"{LIST[language]}?series=cfm"
    with_one = queries_of(client, address)

    for _each in range(2):
        make_meeting(series=series, city=make_city()).also_in.add(make_series())

    assert queries_of(client, address) == with_one
    assert with_one <= 10


def test_a_meeting_costs_the_same_whatever_it_holds(client):
    with_one = queries_of(client, full_meeting(make_series(), 1).get_absolute_url())

    with_three = queries_of(client, full_meeting(make_series(), 3).get_absolute_url())

    assert with_three == with_one
    assert with_one <= 19


def test_a_series_costs_the_same_whatever_it_holds(client):
    series = make_series(topic=make_topic())
    make_meeting(series=series, city=make_city()).also_in.add(series)
    CountClaim.objects.create(series=series, count=8, as_of=PartialDate(2022), note_tr="Not")
    with_one = queries_of(client, series.get_absolute_url())

    for _each in range(2):
        make_meeting(series=series, city=make_city()).also_in.add(series)
        CountClaim.objects.create(series=series, count=8, as_of=PartialDate(2022), note_tr="Not")

    assert queries_of(client, series.get_absolute_url()) == with_one
    assert with_one <= 16
