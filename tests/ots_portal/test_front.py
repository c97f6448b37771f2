"""What the web server's loop does with few threads; by its own protocol, without a server."""

import asyncio
import json
import re
from threading import Event, Lock

import pytest

from ots_portal import threadless
from ots_portal.front import Front
from tests.loops import run_loop

THREADS = 4
LONGEST = 5  # seconds: where a test fails it ends nevertheless


async def ask(front, path, begun=None, headers=()):
    """(status, body) of a page; it says when its head has come."""
    sent = []

    async def send(message):
        sent.append(message)
        if begun and len(sent) == 1:
            begun.release()

    scope = {"type": "http", "method": "GET", "scheme": "http", "http_version": "1.1", "headers": headers}
    await front(scope | {"raw_path": path.encode(), "query_string": b""}, None, send)
    return sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:])


# ---- Downloads -----------------------------------------------------------------------------------------------
class Download:
    """An answer in one part, which is only there once it is released."""

    streaming = True
    lock, making, most = Lock(), 0, 0

    def __init__(self, is_released):
        self.is_released = is_released

    def __iter__(self):
        with Download.lock:
            Download.making += 1
            Download.most = max(Download.most, Download.making)
        self.is_released.wait(LONGEST)
        with Download.lock:
            Download.making -= 1
        yield b"a part"

    def close(self):
        """As Django's have it."""


def test_downloads_leave_half_of_the_threads_to_pages():
    are_released = Event()

    def portal(environ, start_response):
        start_response("200 OK", [])
        if environ["PATH_INFO"].startswith("/download/"):
            return Download(are_released)
        are_released.set()  # all of them wait for this page, which waits for a thread
        return [b"a page"]

    async def everybody():
        front, begun = Front(portal, None, None, THREADS, at_once={}), asyncio.Semaphore(0)
        downloads = [asyncio.create_task(ask(front, f"/download/{number}/", begun)) for number in range(THREADS)]
        for _each in downloads:
            await begun.acquire()
        return await ask(front, "/page/"), await asyncio.gather(*downloads)

    page, downloads = run_loop(everybody())

    assert Download.most <= THREADS // 2
    assert (page, downloads) == ((200, b"a page"), [(200, b"a part")] * THREADS)


# ---- While all threads are stuck -----------------------------------------------------------------------------
TOKEN = "of-the-tests-0123456789abcdef0123"


@pytest.fixture
def ask_stuck(own_numbers, settings):
    """A function that asks a portal of which every thread waits, as for a database that hangs; nor may it ask one."""
    settings.METRICS_TOKEN = TOKEN
    is_over = Event()

    def portal(environ, start_response):
        is_over.wait(LONGEST)
        start_response("200 OK", [])
        return [b"at last"]

    async def asked(path, token=""):
        wanted = threadless.unavailable, threadless.no_room, THREADS
        front = Front(portal, *wanted, at_once=threadless.at_once, patience=0.05)
        waiting = [asyncio.create_task(ask(front, f"/tr/{number}/")) for number in range(THREADS)]
        answer = await ask(front, path, headers=[(b"authorization", f"Bearer {token}".encode())])
        is_over.set()
        assert {status for status, _body in await asyncio.gather(*waiting)} <= {200, 503}
        return answer

    return lambda *args: run_loop(asked(*args))


def test_while_all_threads_are_stuck_the_process_says_that_it_lives(ask_stuck):
    assert ask_stuck("/health/live/") == (200, b"ok")


def test_and_its_health_names_the_threads(ask_stuck):
    status, body = ask_stuck("/health/")

    assert (status, json.loads(body)) == (503, {"status": "failing", "checks": {"threads": "failing"}})


def test_and_who_has_the_token_gets_what_was_counted(ask_stuck):
    status, body = ask_stuck("/metrics", TOKEN)

    numbers = dict(re.findall(r"^(portal_(?:check|database_fail).*) (\S+)$", body.decode(), re.MULTILINE))
    assert (status, numbers) == (200, {'portal_check{check="threads"}': "0.0", "portal_database_failures_total": "0.0"})


@pytest.mark.parametrize(("path", "token"), [("/metrics", "wrong"), ("/metrics", ""), ("/tr/other/", TOKEN)])
def test_and_everybody_else_that_the_portal_cannot_be_reached(ask_stuck, path, token):
    status, body = ask_stuck(path, token)

    assert (status, b'<html lang="tr">' in body, b"portal_" in body) == (503, True, False)


def test_who_watches_waits_no_longer_though_one_thread_is_free(settings):
    """As where the database hangs, and nobody but the monitor has asked for it yet."""
    is_over = Event()

    def portal(environ, start_response):
        is_over.wait(LONGEST)
        start_response("200 OK", [])
        return [b"at last"]

    async def asked():
        front = Front(portal, threadless.unavailable, None, THREADS, at_once={}, patience=0.05)
        answer = await ask(front, "/health/")
        is_over.set()
        return answer

    assert run_loop(asked())[0] == 503
