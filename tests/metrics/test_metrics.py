"""/metrics: for whoever has the token, and what stands there."""

import logging
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from ots_portal.accounts.audit import Event, record
from ots_portal.metrics import checks
from ots_portal.page_cache.answering import kept_answer
from ots_portal.publishing import workflow
from ots_portal.publishing.drafts import Promise
from tests.factories import make_admin, make_area, make_meeting
from tests.loops import run_loop
from tests.publishing.drafting_acts import draft

pytestmark = pytest.mark.django_db

TOKEN = "0123456789abcdef0123456789abcdef"


@pytest.fixture(autouse=True)
def metrics_token(own_numbers, settings):
    settings.METRICS_TOKEN = TOKEN


def ask(client, token=TOKEN):
    return client.get("/metrics", headers={"Authorization": f"Bearer {token}"})


def numbers(client, name):
    """{labels: number} of what Prometheus would read."""
    answer = ask(client)
    assert answer.status_code == 200
    families = text_string_to_metric_families(answer.text)
    samples = [sample for family in families for sample in family.samples if sample.name == name]
    return {tuple(sample.labels.values()): sample.value for sample in samples}


@pytest.mark.parametrize("token", ["", "wrong", TOKEN[:-1], f"{TOKEN} ", "ışık", "x" * 5000])
def test_without_the_token_nobody_is_let_in(client, token):
    assert ask(client, token).status_code == 403
    assert client.get("/metrics").status_code == 403
    assert client.get(f"/metrics?token={TOKEN}").status_code == 403


@pytest.mark.parametrize("token", ["", "None"])
def test_where_no_token_is_set_there_is_no_such_page(client, settings, token):
    settings.METRICS_TOKEN = ""

    assert ask(client, token).status_code == 404


def test_no_line_of_the_log_has_the_token(client, caplog):
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, logger="ots_portal.logs.requests")

    ask(client)
    ask(client, f"{TOKEN}-wrong")

    assert "GET /metrics 200" in caplog.text
    assert TOKEN not in caplog.text + str([record.__dict__ for record in caplog.records])


@pytest.mark.parametrize(("token", "warnings"), [("", []), ("x" * 31, ["portal.W003"]), ("x" * 32, [])])
def test_a_short_token_is_warned_of(settings, token, warnings):
    settings.METRICS_TOKEN = token

    assert [each.id for each in checks.the_token_cannot_be_guessed(None)] == warnings


def test_the_page_is_kept_by_nobody(client, keeping_pages):
    first, second = ask(client), ask(client)

    assert "no-store" in first["Cache-Control"]
    assert first.content != second.content
    assert client.get("/metrics").status_code == 403


def test_requests_are_counted_by_view_method_and_status(client):
    client.get("/tr/")
    client.get("/en/")
    client.post("/tr/")
    client.get("/tr/no-such-page/")

    assert numbers(client, "portal_requests_total") == {
        ("GET", "200", "home"): 2,
        ("POST", "405", "home"): 1,
        ("GET", "404", "-"): 1,
    }
    assert numbers(client, "portal_request_seconds_count")[("home",)] == 3
    assert numbers(client, "portal_request_seconds_bucket")["+Inf", "home"] == 3


def test_kept_pages_are_counted(client, keeping_pages):
    for _time in range(3):
        client.get("/tr/")

    assert numbers(client, "portal_kept_pages_total") == {("found",): 2, ("miss",): 1}


def test_a_page_that_the_web_servers_loop_answers_is_a_hit(client, keeping_pages):
    client.get("/tr/")
    asked = {"REQUEST_METHOD": "GET", "PATH_INFO": "/tr/", "QUERY_STRING": "", "wsgi.url_scheme": "http"}

    answers = [run_loop(kept_answer(asked)).status for _time in range(2)]

    assert answers == [200, 200]
    assert numbers(client, "portal_kept_pages_total") == {("hit",): 2, ("miss",): 1}


def test_what_the_database_says_is_asked_for(client):
    area = make_area(name_tr="Eğitim")
    make_area(languages=())
    draft(area, {"name_tr": "Eğitim ve bilim"})
    workflow.submit(area, "tr", make_admin())
    late = make_area(name_tr="Spor")
    draft(late, {"name_tr": "Spor ve gençlik"})
    workflow.schedule(late, ["tr"], timezone.now() + timedelta(minutes=1), make_admin())
    Promise.objects.update(at=timezone.now() - timedelta(minutes=6))
    record(None, Event.SIGN_IN_FAILED, name="aylin")
    made_at = timezone.now().replace(microsecond=0)
    record(None, Event.VERIFIED, after={"made_at": made_at.isoformat()})

    assert numbers(client, "portal_records_published")[("area",)] == 2
    assert numbers(client, "portal_drafts")[("in-review",)] == 1
    assert numbers(client, "portal_publications_overdue") == {(): 1}
    assert numbers(client, "portal_acts_total")[("sign_in_failed",)] == 1
    assert numbers(client, "portal_backup_verified_timestamp_seconds") == {(): made_at.timestamp()}
    assert numbers(client, "portal_check")[("schedule",)] == 0
    assert "aylin" not in ask(client).text


def test_the_page_asks_the_same_however_much_there_is(client):
    ask(client)
    asked = []

    for more in (1, 2):
        for _row in range(more):
            make_meeting()
            record(None, Event.WRITE)
        with CaptureQueriesContext(connection) as queries:
            ask(client)
        asked.append(len(queries))

    assert asked[0] == asked[1]
