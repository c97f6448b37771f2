"""What readers and editors meet while the database, a worker or the disk is gone, or two hundred others dawdle."""

import os
import re
import signal
import socket
import threading
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from html import unescape
from pathlib import Path

import pytest

pytestmark = pytest.mark.django_db  # for the tables that the portal of these tests begins with

STATUSES = {"tr": "Portala şu anda ulaşılamıyor", "en": "The portal cannot be reached at the moment"}
SOON = 5  # seconds
DAWDLERS = 200
MORE_THAN_THREADS = 24  # two workers with four threads each


@pytest.fixture
def without_database(database, portal):
    """A function that takes the database away; at the end it is back, and every worker has noticed."""
    yield database.stop
    if not database.running:
        database.start()
    portal.wait_until_well()


def kept_values(page):
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page)
    return {unescape(name): unescape(value) for name, value in found}


def city_form(portal, content, name):
    """The form of a city as it stands, with another name."""
    page = portal.ask(content["city"], staff=content).body
    fields = dict(re.findall(r'<input type="(?:text|number|hidden)" name="([^"]+)" value="([^"]*)"', page))
    chosen = re.findall(r'<select name="([^"]+)".*?<option value="([^"]*)" selected', page, re.S)
    return {key: unescape(value) for key, value in (fields | dict(chosen)).items()} | {"name_tr": name}


def test_while_the_database_is_away_readers_have_the_pages_that_are_kept(portal, content, without_database, publish):
    kept = content["meeting"]["tr"]
    before = portal.ask(kept)

    without_database()
    fresh = portal.ask(kept)
    publish()  # somebody else has, as far as this machine can tell
    stale = portal.ask(kept)

    assert (fresh.status, fresh.body, fresh.headers["ETag"]) == (200, before.body, before.headers["ETag"])
    assert (stale.status, stale.headers["X-Page-Cache"]) == (200, "out of date")
    assert re.sub(r'<p class="wrap meta" role="note">.*?</p>', "", stale.body) == before.body
    assert 'role="note"' in stale.body
    assert max(fresh.seconds, stale.seconds) < SOON


@pytest.mark.parametrize("language", STATUSES)
def test_all_else_says_so_in_the_readers_language(portal, content, without_database, language):
    without_database()

    answer = portal.ask(f"/{language}/?not=kept")

    assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
    assert f'<html lang="{language}">' in answer.body
    assert answer.seconds < SOON
    assert portal.ask("/health/live/").status == 200


def test_an_editor_loses_nothing_and_goes_on_once_the_database_is_back(portal, content, without_database, database):
    form = city_form(portal, content, "Prusa\nÜftade")

    without_database()
    refused = portal.ask(content["city"], data=form, staff=content)
    kept = kept_values(refused.body)
    database.start()
    seconds = portal.wait_for(content["city"], status=302, data=kept, staff=content)  # sent again until it is saved
    portal.wait_until_well()

    assert refused.status == 503
    assert kept == form | {"csrfmiddlewaretoken": content["csrf"]}
    assert seconds < SOON
    assert "Prusa" in portal.ask(content["city"], staff=content).body


def test_the_numbers_tell_that_the_database_is_away(portal, content, without_database):
    before = portal.number('portal_unavailable_total{status="503"}')
    assert portal.number('portal_check{check="database"}') == 1

    without_database()
    portal.ask("/tr/?counted")

    assert portal.number('portal_check{check="database"}') == 0
    assert portal.number('portal_unavailable_total{status="503"}') == before + 1


# ---- A database that is there and does not answer --------------------------------------------------------------
@pytest.fixture
def hanging(database):
    """While this lasts no process of the server runs, as where a disk does not answer."""

    @contextmanager
    def hang():
        [postmaster, *_more] = next(database.var.rglob("postmaster.pid")).read_text().split()
        children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
        processes = [int(pid) for pid in [postmaster, *children]]
        for pid in processes:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in processes:
                os.kill(pid, signal.SIGCONT)

    return hang


def test_who_waits_for_a_database_that_hangs_is_told_and_all_is_well_when_it_goes_on(portal, content, hanging):
    kept = content["meeting"]["tr"]
    portal.ask(kept)

    with ThreadPoolExecutor(MORE_THAN_THREADS) as readers:
        with hanging():
            asked = [readers.submit(portal.ask, f"/en/?hanging={n}") for n in range(MORE_THAN_THREADS)]
            told, _waiting = wait(asked, return_when="FIRST_COMPLETED")
            meanwhile = portal.ask(kept)
        seconds = portal.wait_for("/tr/?going-on")
    portal.wait_until_well()

    first = told.pop().result()
    assert (first.status, first.headers["Retry-After"]) == (503, "5")
    assert STATUSES["en"] in first.body
    assert (meanwhile.status, meanwhile.seconds < SOON) == (200, True)
    assert seconds < SOON


# ---- Slow clients --------------------------------------------------------------------------------------------
def dawdler(port, sent):
    client = socket.create_connection(("127.0.0.1", port))
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client.sendall(sent)
    return client


def test_two_hundred_slow_clients_keep_nobody_waiting(portal, content):
    head = b"GET /tr/toplantilar/veri.json HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    body = b"POST /tr/hesap/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5000\r\n\r\nlogin="
    kinds = [head, body, head + b"\r\n"]  # of headers, of what is sent, and of reading

    dawdlers = [dawdler(portal.port, kinds[number % 3]) for number in range(DAWDLERS)]
    answers = [portal.ask(f"/tr/?slow={number}") for number in range(5)]
    for each in dawdlers:
        each.close()

    assert [answer.status for answer in answers] == [200] * 5
    assert max(answer.seconds for answer in answers) < SOON


# ---- Workers that die ----------------------------------------------------------------------------------------
def test_a_worker_that_is_killed_takes_no_more_with_it_than_it_was_answering(portal, content):
    failures, answered, is_over = [], [], threading.Event()

    def read():
        while not is_over.is_set():
            try:
                answered.append(portal.ask(content["meeting"]["tr"]).status)
            except OSError as error:
                failures.append(error)

    readers = [threading.Thread(target=read) for _number in range(4)]
    for each in readers:
        each.start()
    before = portal.workers()
    for pid in before:  # one after the other: both are gone in the end
        portal.kill(pid)
        portal.wait_for_workers(without=pid)
    is_over.set()
    for each in readers:
        each.join()

    assert not set(before) & set(portal.workers())
    assert len(failures) <= len(before) * len(readers)  # each reader has one question at a time
    assert set(answered) == {200}
    assert portal.ask(content["meeting"]["tr"]).status == 200


def test_the_numbers_are_those_of_all_workers_also_of_dead_ones(portal, content):
    name = 'portal_requests_total{method="GET",status="200",view="home"}'
    before = portal.number(name)

    for number in range(10):
        portal.ask(f"/tr/?counted={number}")
    for pid in portal.workers():
        portal.kill(pid)
        portal.wait_for_workers(without=pid)
    for number in range(10):
        portal.ask(f"/tr/?counted={number}")

    assert portal.number(name) == before + 20


# ---- A full disk ---------------------------------------------------------------------------------------------
def upload(csrf, size):
    """A form with a file of this size, as browsers send it."""
    fields = {"csrfmiddlewaretoken": csrf, "name": "rapor.pdf"}
    parts = [f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}' for name, value in fields.items()]
    file = (
        'Content-Disposition: form-data; name="content"; filename="rapor.pdf"\r\nContent-Type: application/pdf\r\n\r\n'
    )
    whole = f"{file}%PDF-1.7\n{'0' * size}\n%%EOF\n"
    return "".join(f"--part\r\n{each}\r\n" for each in [*parts, whole]).encode() + b"--part--\r\n"


@pytest.mark.parametrize("size", [300_000, 3_000_000])
def test_a_full_disk_is_told_and_keeps_nothing_of_a_file(full_disk, content, size):
    """The small one fails where it is stored, the large one where it waits for its end."""
    headers = {"Content-Type": "multipart/form-data; boundary=part"}

    answer = full_disk.ask(content["upload"], data=upload(content["csrf"], size), staff=content, headers=headers)

    assert answer.status == 507
    assert '<html lang="tr">' in answer.body
    assert [file for file in (full_disk.var / "media").rglob("*") if file.is_file()] == []
    assert "rapor.pdf" not in full_disk.ask("/tr/yonetim/library/file/", staff=content).body
