"""What a server for error reports is told, and what it is not."""

import gzip
import json
import logging
import os
import queue
import socket
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

import brotli
import pytest
import sentry_sdk
from django.core.exceptions import SuspiciousOperation
from django.core.signals import got_request_exception
from django.db import IntegrityError, OperationalError
from django.http import HttpResponse
from django.urls import path

from ots_portal.backup.manifest import version
from ots_portal.environment import PROJECT
from ots_portal.outages import SpareTheDatabase
from ots_portal.reporting import errors
from ots_portal.urls import urlpatterns as portal
from tests.factories import make_user

pytestmark = pytest.mark.django_db

PLAIN = {"gzip": gzip.decompress, "br": brotli.decompress}


def fail(request):
    """With a local variable and a message that tell who it was."""
    name = request.POST["name"]
    raise IntegrityError(f"Key {name}@example.org exists.\nDETAIL: Key (name)=({name})")


def lose_the_database(request):
    raise OperationalError("the server closed the connection")


def suspect(request):
    raise SuspiciousOperation("a forged parameter")


def tell(request):
    logging.getLogger("ots_portal").error("No mail to %s", "Aylin")
    return HttpResponse("told")


urlpatterns = [path("fail/", fail, name="account_fail"), path("lose/", lose_the_database)]
urlpatterns += [path("suspect/", suspect), path("tell/", tell)]
urlpatterns += portal  # the error pages lead into it
handler500 = "ots_portal.outages.server_error"


class Receiver(HTTPServer):
    """Keeps what is sent to it: the items of each envelope, and the whole text."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.envelopes = queue.Queue()


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        sent = self.rfile.read(int(self.headers["Content-Length"]))
        text = PLAIN.get(self.headers.get("Content-Encoding"), bytes)(sent).decode()
        self.server.envelopes.put(text)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_more):
        """Nothing."""


@pytest.fixture
def receiver():
    with Receiver() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def report_to(settings, client, monkeypatch):
    """Begins reporting to a port; the client's requests fail as they would for a reader."""

    def begin(port):
        settings.ROOT_URLCONF = __name__
        settings.SENTRY_DSN, settings.SENTRY_ENVIRONMENT = f"http://key@127.0.0.1:{port}/1", "tests"
        client.raise_request_exception = False
        monkeypatch.setattr(SpareTheDatabase, "until", 0.0)
        errors.begin()

    yield begin
    sentry_sdk.get_client().close(timeout=0)
    sentry_sdk.get_global_scope().set_client(None)
    got_request_exception.disconnect(dispatch_uid="report errors")


def reports(receiver):
    """(events, the text of all that was sent)"""
    sentry_sdk.flush()
    sent = []
    while not receiver.envelopes.empty():
        sent.append(receiver.envelopes.get())
    return [json.loads(text.splitlines()[2]) for text in sent], "".join(sent)


def test_an_error_is_reported_with_its_request_and_without_anybody(receiver, report_to, client):
    report_to(receiver.server_port)
    client.force_login(make_user(username="aylin", email="aylin@example.org"))

    address, headers = "/fail/?q=secret-question", {"X-Request-ID": "of-this-request"}
    answer = client.post(address, {"name": "aylin", "password": "secret-word"}, headers=headers)

    [event], text = reports(receiver)
    [told] = event["exception"]["values"]
    assert answer.status_code == 500
    assert (told["type"], told["value"]) == ("IntegrityError", "Key … exists.")
    assert told["stacktrace"]["frames"][-1]["function"] == "fail"
    assert (event["release"], event["environment"]) == (f"ots-portal@{version()}", "tests")
    assert event["tags"] == {"request_id": "of-this-request", "method": "POST"}
    assert event["transaction"] == "account_fail"
    assert not {"request", "user", "breadcrumbs", "extra", "contexts", "modules"} & set(event)
    for private in ("secret", "aylin", client.cookies["sessionid"].value, '"vars"'):
        assert private not in text


def test_what_is_logged_as_an_error_is_reported_as_it_stands_in_the_code(receiver, report_to, client):
    report_to(receiver.server_port)

    client.get("/tell/")

    [event], text = reports(receiver)
    assert event["logentry"] == {"message": "No mail to %s"}
    assert "Aylin" not in text


def test_what_strangers_try_in_vain_is_not_reported(receiver, report_to, client):
    report_to(receiver.server_port)

    assert client.get("/suspect/").status_code == 400

    assert reports(receiver) == ([], "")


def test_that_the_database_is_away_is_not_reported_by_every_request(receiver, report_to, client):
    report_to(receiver.server_port)

    assert client.get("/lose/").status_code == 503

    assert reports(receiver) == ([], "")


def test_nobody_waits_for_a_server_that_does_not_answer(report_to, client):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        report_to(silent.getsockname()[1])

        began = time.monotonic()
        statuses = [client.post("/fail/", {"name": "aylin"}).status_code for _time in range(3)]

    assert statuses == [500] * 3
    assert time.monotonic() - began < 20  # that server would be waited for by each for 30


def test_without_a_server_nothing_is_even_imported():
    code = "import django, sys; django.setup(); import ots_portal.urls; print('sentry_sdk' in sys.modules)"
    environment = {name: value for name, value in os.environ.items() if name != "SENTRY_DSN"}
    environment |= {"DJANGO_SETTINGS_MODULE": "ots_portal.settings"}

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, env=environment, capture_output=True, text=True, check=True
    )

    assert done.stdout == "False\n"
