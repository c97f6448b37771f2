"""A CDN, here a small web server, is told once of each generation, beside what publishes, and again until it heard."""

import logging
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

import pytest
from django.core.management import call_command
from django.http import HttpResponse
from django.test import RequestFactory

from ots_portal.page_cache import generation, purging, writes
from ots_portal.page_cache.middleware import PublicPages
from ots_portal.page_cache.stores import pages
from tests.factories import make_admin, make_area, make_meeting

pytestmark = pytest.mark.django_db
OF_CDN = ("CDN-Cache-Control", "Surrogate-Control", "Cache-Tag", "Surrogate-Key")


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append((self.path, self.headers["Authorization"], body))
        self.server.has_asked.set()
        self.server.may_answer.wait()
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_arguments):
        pass


@pytest.fixture
def cdn(settings, keeping_pages):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.asked, server.status, server.has_asked, server.may_answer = [], 200, Event(), Event()
    server.may_answer.set()
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
    settings.PURGE_URL = f"http://127.0.0.1:{server.server_port}/purge"
    settings.PURGE_HEADER = "Authorization: Bearer secret"
    pages().note_purged(purging.untold())
    yield server
    server.may_answer.set()
    done()
    server.shutdown()
    server.server_close()


def done():
    """Wait for what was begun before."""
    purging.errands().submit(lambda: None).result()


def test_the_cdn_is_told_of_a_publication(cdn, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        make_meeting()
        make_area()
    done()
    call_command("publish_due")

    assert set(cdn.asked) == {("/purge", "Bearer secret", b'{"tags": ["ots-portal"]}')}
    assert not purging.untold()


def test_who_publishes_does_not_wait_for_it(cdn, django_capture_on_commit_callbacks):
    cdn.may_answer.clear()

    with django_capture_on_commit_callbacks(execute=True):
        make_area()

    assert cdn.has_asked.wait(30)
    assert purging.untold()  # and the CDN has not answered yet


def test_a_cdn_that_refuses_is_told_again_by_the_timer(cdn, client, caplog, monkeypatch):
    cdn.status = 500
    monkeypatch.setattr(purging, "LATEST_SECONDS", -1)

    writes.renew()
    done()
    after_failure = client.get("/health/").json()["checks"]["purge"]
    cdn.status = 200
    call_command("publish_due")

    assert [record.levelno for record in caplog.records if record.name == purging.__name__] == [logging.ERROR]
    assert (after_failure, client.get("/health/").json()["checks"]["purge"]) == ("warning", "ok")
    assert len(cdn.asked) == 2


def test_a_cdn_that_is_away_is_no_error_for_anybody_else(cdn, settings, client, caplog):
    settings.PURGE_URL = "http://127.0.0.1:1/"

    writes.renew()
    done()

    assert "could not be told" in caplog.text
    assert client.get("/tr/").status_code == 200


def test_the_timer_tells_of_a_new_day(cdn):
    name = purging.stamp_of(pages().now_public()).split()[0]
    pages().note_purged(f"{name} 2000-01-01")

    call_command("publish_due")
    call_command("publish_due")

    assert len(cdn.asked) == 1


# ---- What a CDN may keep -------------------------------------------------------------------------------------
def test_a_public_page_says_how_long_and_under_which_tag(cdn, client):
    address = make_meeting().get_absolute_url()

    made, kept = client.get(address), client.get(address)

    for answer in (made, kept):
        assert answer["Cache-Control"] == "public, max-age=0, stale-if-error=86400"
        assert [answer[name] for name in OF_CDN] == ["max-age=600, stale-if-error=86400"] * 2 + ["ots-portal"] * 2


def test_nothing_is_said_without_a_cdn(cdn, settings, client):
    settings.PURGE_URL = ""

    answer = client.get(make_meeting().get_absolute_url())

    assert [answer.get(name) for name in OF_CDN] == [None] * 4


def test_what_is_for_one_person_or_was_not_found_is_nothing_for_a_cdn(cdn, client):
    address = make_meeting().get_absolute_url()
    missing, sign_in, unknown = (client.get(each) for each in ("/tr/yok/", "/tr/hesap/login/", f"{address}?unknown"))
    client.force_login(make_admin())

    answers = [missing, sign_in, unknown, client.get(address), client.get("/tr/yonetim/")]

    assert [answer.get(name) for answer in answers for name in OF_CDN] == [None] * 20


def test_a_page_that_was_rendered_while_something_was_published_is_not(cdn):
    def publishing(request):
        generation.renew()
        return HttpResponse("a page as it was before")

    answer = PublicPages(publishing)(RequestFactory().get("/tr/"))

    assert (answer["Cache-Control"][:6], [answer.get(name) for name in OF_CDN]) == ("public", [None] * 4)


def test_a_page_that_is_out_of_date_is_not(cdn, client):
    client.get("/tr/")
    [page] = [page for key, page in pages().pages.items() if "/tr/" in key]

    headers = dict(page.out_of_date().headers)

    assert (headers["Cache-Control"], [headers.get(name) for name in OF_CDN]) == ("no-store", [None] * 4)
