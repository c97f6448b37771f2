"""Thirty wrong passwords against gunicorn with several processes, as an attacker would send them."""

import os
import re
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import pytest
import requests
from django.core.cache import cache
from django.db import connection

from ots_portal.accounts.models import AuditEntry
from ots_portal.environment import PROJECT
from tests.factories import make_admin
from tests.waiting import PATIENCE_SECONDS, eventually, is_listening

PASSWORD = "a long enough password"
PREPARE = "import django; django.setup(); from ots_portal.static_files import collect_if_changed; collect_if_changed()"


@pytest.fixture
def portal(transactional_db, settings):
    """The address of a real server on the test's database, behind one proxy that tells the client's address."""
    cache.clear()  # the table of limits is no model's: it outlives the test
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]  # the server knows no other
    port = free_port()
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "ots_portal.settings",
        "DATABASE_URL": database_url(),
        "PORT": str(port),
        "PROXY_COUNT": "1",
        "WEB_WORKERS": "3",
    }
    subprocess.run([sys.executable, "-c", PREPARE], cwd=PROJECT, env=environment, check=True)
    command = [sys.executable, "-m", "gunicorn", "--config", "python:ots_portal.web_server", "ots_portal.asgi"]
    process = subprocess.Popen(command, cwd=PROJECT, env=environment)
    try:
        assert eventually(lambda: is_listening(port))
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE_SECONDS)
        cache.clear()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def database_url():
    values = connection.settings_dict
    password = f":{quote(values['PASSWORD'], safe='')}" if values["PASSWORD"] else ""
    place = f"{quote(values['HOST'], safe='')}:{values['PORT'] or 5432}"
    return f"postgres://{values['USER']}{password}@{place}/{values['NAME']}"


def attempt(portal, name, password, address):
    """The answer to one sign-in from an address, by a client that also forges one."""
    session, forged = requests.Session(), f"10.0.0.{time.monotonic_ns() % 250}"
    session.headers.update({"X-Forwarded-For": f"{forged}, {address}", "X_Forwarded_For": forged})
    page = session.get(f"{portal}/en/account/login/")
    while page.status_code == requests.codes.unavailable:  # a busy server says so and asks to come again
        time.sleep(0.5)
        page = session.get(f"{portal}/en/account/login/")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)[1]
    values = {"login": name, "password": password, "csrfmiddlewaretoken": token}
    return session.post(f"{portal}/en/account/login/", data=values, allow_redirects=False)


def checked():
    """How many passwords were really looked at."""
    return AuditEntry.objects.filter(event="sign_in_failed").count()


def test_of_thirty_wrong_passwords_for_one_user_five_are_tried_wherever_they_come_from(portal):
    for name in ("ayse", "bora"):
        make_admin(username=name, password=PASSWORD)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda n: attempt(portal, "ayse", f"wrong {n}", f"198.51.100.{n}"), range(30)))
    attempt(portal, "ayse", "wrong", "198.51.100.50")  # a busy server refuses some at once, and those do not count
    tried = checked()
    right = attempt(portal, "ayse", PASSWORD, "203.0.113.1")
    other = attempt(portal, "bora", PASSWORD, "203.0.113.2")

    assert tried == 5
    assert right.status_code == 200
    assert "Wait five minutes" in right.text
    assert (other.status_code, other.headers["Location"]) == (302, "/yonetim/")


def test_of_thirty_wrong_passwords_from_one_address_twenty_are_tried_whoever_they_are_for(portal):
    for name in ("ayse", "bora"):
        make_admin(username=name, password=PASSWORD)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda n: attempt(portal, f"user-{n}", "wrong", "198.51.100.7"), range(25)))
    for number in range(25, 30):  # a busy server refuses some at once, and those do not count
        attempt(portal, f"user-{number}", "wrong", "198.51.100.7")
    tried = checked()
    same_address = attempt(portal, "ayse", PASSWORD, "198.51.100.7")
    another = attempt(portal, "bora", PASSWORD, "203.0.113.2")

    assert tried == 20
    assert (same_address.status_code, same_address.headers["Retry-After"]) == (429, "300")
    assert another.status_code == 302
