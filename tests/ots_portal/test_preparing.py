"""The questions of a record's page are planned once for each connection."""

import pytest
from django.db import connection

from tests.factories import make_meeting, make_series
from tests.public_pages import LIST, page_at

pytestmark = pytest.mark.django_db
OFTEN = 5


def answers_by_plans(condition):
    """How often PostgreSQL has answered prepared questions that find rows of meetings by a condition."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(generic_plans + custom_plans), 0) FROM pg_prepared_statements WHERE statement LIKE %s",
            [f'%FROM "meetings_meeting"%{condition}%'],
        )
        return cursor.fetchone()[0]


def ask(client, addresses):
    for address in addresses:
        page_at(client, address)


def test_a_page_of_a_record_is_asked_for_by_prepared_questions(client):
    pages = [make_meeting().get_absolute_url() for _each in range(OFTEN)]
    ask(client, pages)
    before = answers_by_plans('"slug_tr" = $')

    ask(client, pages)

    assert answers_by_plans('"slug_tr" = $') == before + len(pages)


def test_a_page_found_by_a_prepared_question_is_the_one_of_its_address(client):
    series = make_series()
    meetings = [make_meeting(title_tr=f"Toplantı {number}", series=series) for number in range(OFTEN)]

    for _turn in range(2):
        for meeting in meetings:
            assert f"<h1>{meeting.title_tr}</h1>" in page_at(client, meeting.get_absolute_url())


def test_a_list_is_not(client):
    before = answers_by_plans("LIMIT")

    ask(client, [f"{LIST['tr']}?series=none-{number}" for number in range(OFTEN)])

    assert answers_by_plans("LIMIT") == before
