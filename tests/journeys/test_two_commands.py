"""The story of a stranger: clone, `make run`, read, stop, run again; and of everything that may go wrong."""

import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from ots_portal.environment import PROJECT
from tests.waiting import eventually

PATIENCE_SECONDS = 300


@pytest.fixture
def clone():
    """A fresh clone that every user may enter, with this environment's packages."""
    folder = Path(tempfile.mkdtemp(prefix="ots-clone-", dir="/tmp"))
    folder.chmod(0o755)
    tracked = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\0")
    for name in filter(None, tracked):
        if (PROJECT / name).exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(PROJECT / name, folder / name)
    (folder / ".venv").symlink_to(PROJECT / ".venv")
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def make_run(clone, port, **variables):
    """`make run` as from a terminal: a process group of its own."""
    environment = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "PORT": str(port)} | variables
    with (clone / "output").open("w") as output:
        return subprocess.Popen(
            ["make", "run"], cwd=clone, env=environment, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        )


def wait_for_page(clone, port, path):
    assert eventually(lambda: read_page(port, path), PATIENCE_SECONDS), (clone / "output").read_text()


def read_page(port, path):
    try:
        with urlopen(f"http://127.0.0.1:{port}{path}") as response:
            return response.read().decode()
    except (URLError, ConnectionError):
        return ""


def processes_of(clone):
    """Every process whose command line or working folder names the clone."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            command = (entry / "cmdline").read_bytes().decode(errors="replace")
            if str(clone) in command or str(clone) in os.readlink(entry / "cwd"):
                found.append(command.replace("\0", " "))
        except OSError:
            continue
    return found


def stop(process, number):
    os.killpg(process.pid, number)
    process.wait(timeout=PATIENCE_SECONDS)


def wait_for_nothing_left(clone):
    assert eventually(lambda: processes_of(clone) == [], PATIENCE_SECONDS), processes_of(clone)


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks at processes through /proc")
def test_a_stranger_runs_the_portal_twice_and_stops_it(clone):
    port = free_port()

    first = make_run(clone, port)
    wait_for_page(clone, port, "/tr/")
    turkish, english = read_page(port, "/tr/toplantilar/"), read_page(port, "/en/meetings/")
    output = (clone / "output").read_text()
    running = processes_of(clone)
    stop(first, signal.SIGINT)
    wait_for_nothing_left(clone)

    assert '<html lang="tr"' in turkish
    assert "Türk Devletleri Teşkilatı</title>" in turkish
    assert 'data-reference="summit-8"' in turkish
    assert '<html lang="en"' in english
    assert "Eighth Summit" in english
    assert re.search(r"Sign in as “admin” with the password \S+", output)
    assert f"http://127.0.0.1:{port}/yonetim/" in output
    assert [command for command in running if "publish_due --while-running" in command]
    assert "Traceback" not in (clone / "output").read_text()

    second = make_run(clone, port, LANG="tr_TR.UTF-8")
    wait_for_page(clone, port, "/tr/")
    again = (clone / "output").read_text()
    stop(second, signal.SIGTERM)
    wait_for_nothing_left(clone)

    assert "password" not in again
    assert "parola" not in again
    assert "Yönetim" in again


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks at processes through /proc")
def test_killing_the_portal_leaves_nothing_and_the_next_start_recovers(clone):
    port = free_port()

    first = make_run(clone, port)
    wait_for_page(clone, port, "/tr/")
    stop(first, signal.SIGKILL)
    wait_for_nothing_left(clone)
    second = make_run(clone, port)
    wait_for_page(clone, port, "/en/")
    stop(second, signal.SIGINT)

    wait_for_nothing_left(clone)


def test_a_taken_port_is_told_with_what_to_do(clone):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        process = make_run(clone, port)
        process.wait(timeout=PATIENCE_SECONDS)

    assert process.returncode != 0
    assert f"127.0.0.1:{port} cannot be used" in (clone / "output").read_text()
    assert "PORT=8001 make run" in (clone / "output").read_text()


def test_a_database_that_does_not_answer_is_told(clone):
    process = make_run(clone, free_port(), DATABASE_URL="postgres://nobody@127.0.0.1:1/nothing")
    process.wait(timeout=PATIENCE_SECONDS)

    assert process.returncode != 0
    assert "The database does not answer" in (clone / "output").read_text()
    assert "Traceback" not in (clone / "output").read_text()


def test_help_names_the_two_commands():
    listed = subprocess.run(["make", "help"], cwd=PROJECT, capture_output=True, text=True, check=True).stdout

    assert "make run" in listed
    assert "make test" in listed
