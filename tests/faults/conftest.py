"""A portal as it runs for real: a built-in database of its own, and gunicorn with two workers."""

import http.client
import json
import os
import re
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from http import HTTPStatus
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlencode

import pytest
from django.db import connection

from ots_portal import local_database
from ots_portal.environment import PROJECT
from ots_portal.outages import REST_SECONDS
from ots_portal.page_cache import generation
from tests.waiting import PATIENCE_SECONDS, eventually

WORKERS = 2
METRICS_TOKEN = "of-the-tests-0123456789abcdef0123"


class Answer(NamedTuple):
    status: int
    headers: dict
    body: str
    seconds: float


class Database:
    """A built-in server that can go away and come back."""

    def __init__(self, var):
        self.var, self.running = var, None
        known = local_database.connection(var)
        self.place = ["-h", known["HOST"], "-p", known["PORT"], "-U", known["USER"]]
        self.name = known["NAME"]
        self.address = f"postgres://{known['USER']}@{quote(known['HOST'], safe='')}:{known['PORT']}/{known['NAME']}"

    def start(self):
        self.running = local_database.running(self.var, durable=False)
        self.running.__enter__()

    def stop(self):
        running, self.running = self.running, None
        if running:
            running.__exit__(None, None, None)

    def fill(self):
        """With the tables of the test database, which is quicker than migrating."""
        known, programs = connection.settings_dict, local_database.find_binaries()
        dump = self.var / "dump"
        source = ["-h", known["HOST"], "-p", str(known["PORT"]), "-U", known["USER"]] if known["HOST"] else []
        subprocess.run([programs / "pg_dump", *source, "-Fc", "-f", dump, known["NAME"]], check=True)
        subprocess.run([programs / "pg_restore", *self.place, "-d", self.name, "--no-owner", dump], check=True)


class Portal:
    """gunicorn; `most_bytes` is the size that no file may exceed, as on a disk that is full."""

    def __init__(self, var, database, most_bytes=None):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.var, self.database = var, database
        command = ["-m", "gunicorn", "--config", "python:ots_portal.web_server", "ots_portal.asgi"]
        self.process = subprocess.Popen(
            [sys.executable, *command], cwd=PROJECT, env=self.environment(), stderr=self.log("w")
        )
        if most_bytes:  # its workers, which begin later, inherit it
            resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE, (most_bytes, most_bytes))
        self.wait_for("/robots.txt")

    def environment(self):
        ours = {"PORTAL_VAR": str(self.var), "PORTAL_TRYOUT": "1", "DATABASE_URL": self.database.address}
        ours |= {"PORT": str(self.port), "WEB_WORKERS": str(WORKERS), "WEB_THREADS": "4", "LOG_LEVEL": "ERROR"}
        ours |= {"METRICS_TOKEN": METRICS_TOKEN}
        return os.environ | ours | {"DJANGO_SETTINGS_MODULE": "tests.faults.settings", "HOST": "127.0.0.1"}

    def log(self, mode="r"):
        return (self.var / "web.log").open(mode)

    def ask(self, address, *, data=None, staff=None, headers=None, timeout=30):
        """One question on a connection of its own."""
        headers = {"Connection": "close"} | (headers or {})
        if staff:
            headers["Cookie"] = f"sessionid={staff['session']}; csrftoken={staff['csrf']}"
        if isinstance(data, dict):
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            data = urlencode(data | {"csrfmiddlewaretoken": staff["csrf"]})
        began = time.monotonic()
        reader = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            reader.request("GET" if data is None else "POST", address, data, headers)
            answer = reader.getresponse()
            body = answer.read().decode(errors="replace")
            return Answer(answer.status, dict(answer.headers), body, time.monotonic() - began)
        finally:
            reader.close()

    def number(self, name):
        """What Prometheus would read under a name with its labels."""
        numbers = self.ask("/metrics", headers={"Authorization": f"Bearer {METRICS_TOKEN}"}).body
        found = re.search(rf"^{re.escape(name)} (\S+)$", numbers, re.MULTILINE)
        return float(found[1]) if found else 0

    def workers(self):
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in children.split()]

    def kill(self, pid):
        os.kill(pid, signal.SIGKILL)

    def wait_for_workers(self, without):
        """Until there are as many as before, another one among them."""
        assert eventually(lambda: without not in (now := self.workers()) and len(now) >= WORKERS)

    def wait_until_well(self):
        """Until no worker spares the database any more: each of them notices by itself that it is back."""
        well_since = began = time.monotonic()
        while time.monotonic() - well_since < 2 * REST_SECONDS:
            if self.ask("/tr/?well").status != HTTPStatus.OK:
                well_since = time.monotonic()
            assert time.monotonic() - began < PATIENCE_SECONDS
            time.sleep(0.02)  # between two looks at another process

    def wait_for(self, address, status=200, **asked):
        """Seconds until an address answers so."""
        began = time.monotonic()
        assert eventually(lambda: self.answers(status, address, **asked)), self.log().read()[-3000:]
        return time.monotonic() - began

    def answers(self, status, *asked, **more):
        try:
            return self.ask(*asked, **more).status == status
        except OSError:
            assert self.process.poll() is None, self.log().read()
            return False

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(PATIENCE_SECONDS)


@pytest.fixture(scope="module")
def database(django_db_setup, django_db_blocker):
    """Another one than that of all other tests, which must not go away."""
    folder = Path(tempfile.mkdtemp(prefix="ots-faults-", dir="/tmp"))
    folder.chmod(0o755)  # the server runs as an ordinary user
    (folder / "var").mkdir()
    database = Database(folder / "var")
    database.start()
    with django_db_blocker.unblock():
        database.fill()
    yield database
    database.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def content(database):
    """Where what is, and who may change it."""
    ours = {"PORTAL_VAR": str(database.var), "PORTAL_TRYOUT": "1", "DATABASE_URL": database.address}
    ours |= {"DJANGO_SETTINGS_MODULE": "tests.faults.settings", "PYTHONPATH": str(PROJECT)}
    made = subprocess.run(
        [sys.executable, PROJECT / "tests/faults/content.py"],
        cwd=PROJECT,
        env=os.environ | ours,
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    return json.loads(made.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def portal(database, content):
    portal = Portal(database.var, database)
    yield portal
    portal.stop()


@pytest.fixture
def full_disk(database, content):
    """The same portal, where no file grows beyond 100 KB."""
    portal = Portal(database.var, database, most_bytes=100_000)
    yield portal
    portal.stop()


@pytest.fixture
def publish(database, settings):
    """What any process does that has written something: begin a generation."""

    def begin():
        settings.VAR = database.var
        generation.renew()

    return begin
