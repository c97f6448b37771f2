"""What stands in the logs: one line of JSON for each request, slow queries, and nobody's name or secrets."""

import json
import logging
import re
from io import StringIO

import pytest
from django.db import connection

from ots_portal.logs import slow_queries
from ots_portal.logs.lines import JSONLines
from tests.admin_pages import admin_address
from tests.factories import make_admin, make_area

pytestmark = pytest.mark.django_db

SLOW = "SELECT count(*) FROM generate_series(1, 300000)\n  WHERE %s <> ''"


@pytest.fixture
def logged():
    """Gives the lines that LOG_FORMAT=json writes."""
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JSONLines())
    portal, requests = logging.getLogger("ots_portal"), logging.getLogger("ots_portal.logs.requests")
    before = requests.level
    requests.setLevel(logging.INFO)
    portal.addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    portal.removeHandler(handler)
    requests.setLevel(before)


@pytest.fixture
def own_connection():
    """A new connection to the database of the tests."""
    own = connection.copy()
    yield own
    own.close()


def test_a_request_leaves_one_line_without_what_was_asked(client, logged):
    client.get("/tr/?kisi=Aylin", headers={"X-Request-ID": "front-0123456789"})

    [line] = logged()
    time, spent = line.pop("time"), line.pop("milliseconds")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", time)
    assert spent > 0
    assert line == {
        "level": "INFO",
        "logger": "ots_portal.logs.requests",
        "message": "GET /tr/ 200",
        "request_id": "front-0123456789",
        "method": "GET",
        "path": "/tr/",
        "status": 200,
    }


def test_an_answer_names_its_request_but_not_to_everybody(client):
    given = client.get("/health/", headers={"X-Request-ID": "0123456789abcdef"})
    made = client.get("/health/")
    kept = client.get("/tr/")

    assert given["X-Request-ID"] == "0123456789abcdef"
    assert re.fullmatch("[0-9a-f]{32}", made["X-Request-ID"])
    assert "X-Request-ID" not in kept


@pytest.mark.parametrize("given", ["short", "x" * 65, 'a"b{c}d e', "ışığınişığın", "12345678\t90"])
def test_an_id_that_is_none_is_not_taken(client, given):
    response = client.get("/health/", headers={"X-Request-ID": given})

    assert re.fullmatch("[0-9a-f]{32}", response["X-Request-ID"])


def test_every_line_of_a_request_names_it_and_none_its_user(client, logged, settings):
    admin = make_admin(username="aylin", first_name="Aylin", email="aylin@example.org")
    client.force_login(admin)
    settings.SLOW_QUERY_MS = 0  # what calls it decides; then every query is slow

    with connection.execute_wrapper(slow_queries.tell_slow):
        client.get(admin_address(make_area(), "change"), headers={"X-Request-ID": "of-one-request"})

    of_request = [line for line in logged() if "request_id" in line]
    assert len(of_request) > 3
    assert {line["request_id"] for line in of_request} == {"of-one-request"}
    assert of_request[-1]["user_id"] == admin.pk
    assert "aylin" not in json.dumps(logged()).lower()


def test_links_that_let_somebody_in_are_not_logged(client, logged):
    client.get("/onizleme/a-token-of-a-preview/")
    client.get("/en/account/password/reset/key/5-a1b2c3-secret/")

    lines = logged()
    assert lines[0]["path"] == "/onizleme/…/"
    assert [lines[1]["status"], lines[1]["path"]] == [200, "/en/account/password/reset/key/5-…/"]
    assert not [line for line in lines if "token" in str(line) or "secret" in str(line)]


def test_as_text_no_line_is_written_for_a_request():
    assert not logging.getLogger("ots_portal.logs.requests").isEnabledFor(logging.INFO)


def test_a_failure_is_told_in_one_line():
    try:
        raise ValueError("two\nlines")
    except ValueError as error:
        record = logging.LogRecord("a", logging.ERROR, "", 1, "It failed: %s", ("x",), (type(error), error, None))

    written = JSONLines().format(record)

    assert "\n" not in written
    assert json.loads(written)["exception"] == "ValueError: two\nlines"


def test_a_slow_query_is_told_without_its_values(own_connection, logged, settings):
    settings.SLOW_QUERY_MS = 1

    with own_connection.cursor() as cursor:
        cursor.execute(SLOW, ["a secret"])

    [line] = [line for line in logged() if "generate_series" in line["message"]]
    assert line["logger"] == "ots_portal.logs.slow_queries"
    assert line["statement"] == "SELECT count(*) FROM generate_series(1, 300000) WHERE %s <> ''"
    assert line["milliseconds"] >= 1


def test_queries_are_not_timed_unless_asked_for(own_connection, logged, settings):
    settings.SLOW_QUERY_MS = 0

    with own_connection.cursor() as cursor:
        cursor.execute(SLOW, ["a secret"])

    assert logged() == []
