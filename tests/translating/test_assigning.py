"""Giving several translations away at once, and counting all of them anew."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ots_portal.accounts.models import AuditEntry
from ots_portal.translating.models import Task
from tests.factories import make_area, make_topic, make_user
from tests.translating.states import refreshed

pytestmark = pytest.mark.django_db

LIST, ASSIGN = "admin:translating_task_changelist", "admin:translating_task_assign"


def make_tasks(*names):
    areas = [make_area(name_tr=name, name_en=None) for name in names]
    refreshed(*areas)
    return list(Task.objects.order_by("pk"))


def make_translator(**values):
    return make_user(role="translator", languages=["en"], **values)


def given():
    return sorted(Task.objects.values_list("translator__first_name", "due_on"), key=str)


def test_chosen_rows_lead_to_a_page_that_gives_them_away(client):
    tasks = make_tasks("Spor", "Enerji", "Gümrük")[:2]
    user = make_translator(first_name="Aylin", last_name="Er")
    client.force_login(user)

    keys = [task.pk for task in tasks]
    led = client.post(reverse(LIST), {"action": "assign_chosen", "_selected_action": keys})
    page = client.get(led["Location"]).content.decode()
    done = client.post(reverse(ASSIGN), {"task": keys, "translator": user.pk, "due_on": "2026-12-24"})

    assert [name in page for name in ("Spor", "Enerji", "Gümrük", "Aylin Er")] == [True, True, False, True]
    assert done["Location"] == reverse(LIST)
    assert given() == sorted([("Aylin", date(2026, 12, 24))] * 2 + [(None, None)], key=str)
    assert AuditEntry.objects.filter(user=user, event="write", lane="en").count() == 2


def test_what_stays_empty_stays_as_it_is_and_can_be_taken_back(client):
    task = make_tasks("Spor")[0]
    user = make_translator(first_name="Aylin")
    Task.objects.update(translator=user, due_on=date(2026, 12, 1))
    client.force_login(user)

    client.post(reverse(ASSIGN), {"task": task.pk, "translator": "", "due_on": "2026-12-24"})
    moved = given()
    client.post(reverse(ASSIGN), {"task": task.pk, "translator": "nobody", "due_on": ""})

    assert moved == [("Aylin", date(2026, 12, 24))]
    assert given() == [(None, date(2026, 12, 24))]


def test_nobody_is_given_what_they_may_not_write(client):
    make_tasks("Spor")
    task = Task.objects.get()
    client.force_login(make_user(role="editor"))
    reader = make_user(role="reader", first_name="Okur")

    response = client.post(reverse(ASSIGN), {"task": task.pk, "translator": reader.pk})

    assert response.status_code == 200
    assert "errorlist" in response.content.decode()
    assert given() == [(None, None)]


@pytest.mark.parametrize("values", [{}, {"due_on": "31.02.2026"}, {"translator": "999999"}, {"translator": "x"}])
def test_nothing_or_nonsense_is_answered_and_assigns_nothing(client, values):
    task = make_tasks("Spor")[0]
    client.force_login(make_translator())

    response = client.post(reverse(ASSIGN), {"task": task.pk} | values)

    assert (response.status_code, given()) == (200, [(None, None)])
    assert "errorlist" in response.content.decode()


@pytest.mark.parametrize("keys", [[], ["x"], ["9" * 30], ["0"]])
def test_unknown_rows_are_not_found(client, keys):
    client.force_login(make_translator())

    assert client.get(reverse(ASSIGN), {"task": keys}).status_code == 404


def test_rows_of_others_are_left_out_and_named(client):
    area = make_area(name_tr="Spor", name_en=None)
    topic = make_topic(area=area, name_tr="Forum", name_en=None)
    refreshed(area, topic)
    user = make_user(role="translator", languages=["en"], types=[type(area)])
    make_user(role="reader")
    client.force_login(user)
    keys = list(Task.objects.values_list("pk", flat=True))

    response = client.post(reverse(ASSIGN), {"task": keys, "due_on": "2026-12-24"})

    assert response.status_code == 302
    assert Task.objects.get(due_on__isnull=False).record == area


def test_readers_are_not_let_in(client):
    task = make_tasks("Spor")[0]
    client.force_login(make_user(role="reader"))

    statuses = [client.get(reverse(ASSIGN), {"task": task.pk}), client.post(reverse(ASSIGN), {"task": task.pk})]

    assert [response.status_code for response in statuses] == [403, 403]
    assert "assign_chosen" not in client.get(reverse(LIST)).content.decode()


def test_the_page_needs_as_many_queries_for_three_rows_as_for_one(client):
    keys = [task.pk for task in make_tasks("Spor", "Enerji", "Gümrük")]
    client.force_login(make_translator())
    client.get(reverse(ASSIGN), {"task": keys})

    counts = []
    for chosen in (keys[:1], keys):
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse(ASSIGN), {"task": chosen})
        counts.append(len(captured))

    assert counts[0] == counts[1]


def counted():
    out = StringIO()
    call_command("recount_translations", stdout=out)
    return out.getvalue().splitlines()


def test_counting_anew_says_what_was_wrong_and_keeps_who_translates():
    user = make_translator(first_name="Aylin")
    make_tasks("Spor", "Enerji")
    words = list(Task.objects.order_by("pk").values_list("words", flat=True))
    Task.objects.update(words=99, translator=user)

    with CaptureQueriesContext(connection) as wrong:
        first = counted()
    with CaptureQueriesContext(connection) as right:
        second = counted()

    assert list(Task.objects.order_by("pk").values_list("words", flat=True)) == words
    assert given() == [("Aylin", None)] * 2
    assert [first[0], second[0]] == ["2 kayıt sayıldı."] * 2
    assert first[1] != second[1]
    assert len(wrong) == len(right)
