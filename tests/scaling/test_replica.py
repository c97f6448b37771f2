"""A streaming replica answers readers as long as it has all that is public; nobody notices where it has not."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from django.db import connection

from meetings.models import Meeting
from ots_portal.page_cache import generation
from ots_portal.page_cache.generation import Generation
from ots_portal.page_cache.knowing import known
from ots_portal.replica.routing import PRIMARY, REPLICA, Router, as_of
from tests.faults.conftest import Portal, content  # noqa: F401 - a fixture
from tests.scaling.servers import Server
from tests.waiting import eventually

pytestmark = pytest.mark.django_db  # for the tables that the portal of these tests begins with

TABLE = "meetings_meeting"


class ReplicatedPortal(Portal):
    def environment(self):
        return super().environment() | {"REPLICA_URL": self.database.replica.address}

    def stop(self):
        for pid in [self.process.pid, *self.workers()]:  # at once: what it would wait for has been taken away
            self.kill(pid)
        self.process.wait()


@pytest.fixture(scope="module")
def database(django_db_setup, django_db_blocker):
    """The primary; where the tests of outages have the built-in server."""
    folder = Path(tempfile.mkdtemp(prefix="ots-replica-", dir="/tmp"))
    primary, replica = Server(folder, 5432), Server(folder, 5433)
    os.chown(folder, primary.known.uid, primary.known.gid)
    folder.chmod(0o755)
    primary.create()
    with django_db_blocker.unblock():
        primary.fill(connection.settings_dict)
    replica.copy(primary)
    primary.replica, primary.var = replica, folder / "var"
    primary.var.mkdir()
    yield primary
    for each in (replica, primary):
        each.stop()
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def portal(database, content):  # noqa: F811
    portal = ReplicatedPortal(database.var, database)
    portal.content = content
    yield portal
    portal.stop()


@pytest.fixture(autouse=True)
def all_is_well(request, settings):
    """Both servers run, the replica has caught up and is asked again."""
    if "portal" not in request.fixturenames:
        return
    portal = request.getfixturevalue("portal")
    settings.VAR = portal.var
    for each in (portal.database, portal.database.replica):
        if each.process.poll() is not None:
            each.start()
    for act in ("SELECT pg_wal_replay_resume()", "ALTER SYSTEM RESET search_path", "SELECT pg_reload_conf()"):
        portal.database.replica.ask(act)
    assert eventually(lambda: read_from(portal, "/tr/") == REPLICA)


def read_from(portal, address, *, fresh="n", **more):
    """Which of the two a page was read from, that nobody has asked for before."""
    read_from.number = getattr(read_from, "number", 0) + 1
    servers = {PRIMARY: portal.database, REPLICA: portal.database.replica}
    before = {name: server.asked_for(TABLE) for name, server in servers.items()}
    answer = portal.ask(f"{address}?{fresh}={read_from.number}", **more)
    assert answer.status == 200, answer.body
    return " ".join(name for name, server in servers.items() if server.asked_for(TABLE) > before[name])


def publish(portal, theme):
    """What any process does that has changed what readers see."""
    portal.database.ask(f"UPDATE meetings_meeting SET theme_tr = '{theme}' WHERE reference = 'one'")
    generation.renew()


# ---- Who asks whom -------------------------------------------------------------------------------------------
def test_readers_pages_come_from_the_replica_and_pages_of_staff_from_the_primary(portal):
    address = portal.content["meeting"]["tr"]
    staff_list = "/tr/yonetim/meetings/meeting/"

    asked = [read_from(portal, address), read_from(portal, "/tr/ara/"), read_from(portal, "/en/meetings/")]

    assert asked == [REPLICA, "", REPLICA]
    assert read_from(portal, address, staff=portal.content) == PRIMARY
    assert read_from(portal, staff_list, staff=portal.content, fresh="q") == PRIMARY


def test_search_comes_from_the_replica(portal):
    before = [server.asked_for("search_name") for server in (portal.database, portal.database.replica)]

    answer = portal.ask("/tr/ara/?q=toplant%C4%B1")

    after = [server.asked_for("search_name") for server in (portal.database, portal.database.replica)]
    assert (answer.status, after[0] - before[0], after[1] > before[1]) == (200, 0, True)


# ---- Never older than what is public -------------------------------------------------------------------------
def test_a_replica_that_is_behind_is_not_asked_until_it_has_caught_up(portal):
    address = portal.content["meeting"]["tr"]
    portal.ask(address)

    portal.database.replica.ask("SELECT pg_wal_replay_pause()")
    assert eventually(lambda: portal.database.replica.ask("SELECT pg_get_wal_replay_pause_state()") == "paused")
    publish(portal, "Bozkır")
    first, kept = portal.ask(address), portal.ask(address)
    from_primary = read_from(portal, address)
    behind = portal.database.replica.ask("SELECT theme_tr FROM meetings_meeting WHERE reference = 'one'")
    portal.database.replica.ask("SELECT pg_wal_replay_resume()")
    assert eventually(lambda: read_from(portal, address) == REPLICA)

    assert behind != "Bozkır"
    assert ("Bozkır" in first.body, "Bozkır" in kept.body, from_primary) == (True, True, PRIMARY)
    assert "Bozkır" in portal.ask(f"{address}?after").body


def test_what_the_replica_says_is_not_kept_for_a_later_generation(keeping_pages):
    earlier = as_of.set(Generation("earlier", None))
    try:
        known(("number",), lambda: "as of earlier")
    finally:
        as_of.reset(earlier)

    assert known(("number",), lambda: "as of now") == "as of now"


# ---- Outages -------------------------------------------------------------------------------------------------
def test_readers_notice_nothing_of_a_replica_that_dies(portal):
    address = portal.content["meeting"]["tr"]

    portal.database.replica.stop()
    answered = [read_from(portal, address) for _time in range(6)]  # both workers, with connections that broke

    assert answered == [PRIMARY] * 6
    assert portal.ask("/health/").body.count('"replica": "warning"') == 1


def test_what_the_replica_cannot_answer_the_primary_is_asked(portal):
    """As where the replica ends a long question, because it stands in the way of what it has to replay."""
    for act in ("ALTER SYSTEM SET search_path = pg_catalog", "SELECT pg_reload_conf()"):
        portal.database.replica.ask(act)

    assert eventually(lambda: read_from(portal, portal.content["meeting"]["tr"]) == f"{PRIMARY} {REPLICA}")


def test_readers_pages_are_there_while_the_primary_is_away(portal):
    address = portal.content["meeting"]["tr"]
    for _time in range(8):  # both workers know how far the primary was
        portal.ask(f"{address}?before")

    portal.database.stop()
    asked = [("/tr/yonetim/", portal.content), (f"{address}?away", None)] * 4  # those of staff hold up nobody else
    answers = [portal.ask(each, staff=staff).status for each, staff in asked]

    assert answers == [503, 200] * 4


# ---- Routes --------------------------------------------------------------------------------------------------
def test_nothing_is_ever_written_or_migrated_there():
    router = Router()
    before = as_of.set(Generation("now", None))
    try:
        reads, writes = router.db_for_read(Meeting), router.db_for_write(Meeting)
    finally:
        as_of.reset(before)

    assert (reads, writes, router.db_for_read(Meeting)) == (REPLICA, PRIMARY, PRIMARY)
    assert [router.allow_migrate(each, "meetings") for each in (PRIMARY, REPLICA)] == [True, False]
