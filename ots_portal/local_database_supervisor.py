"""Runs one built-in PostgreSQL and stops it when the last client has gone; started by local_database.py."""

# ruff: noqa: PLW1509 - this process has one thread

import ctypes
import json
import os
import selectors
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

from ots_portal.local_database import DATABASE, PORT, READY, USER, LocalDatabaseError, Server

START_SECONDS = 120
STOP_SECONDS = 20
LOG_LIMIT = 5_000_000
LITTLE_ROOM = 20_000_000

INITDB = (
    f"--username={USER}",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
    "--data-checksums",
    "--auth-local=trust",  # the socket folder lets in only its owner
    "--auth-host=reject",
)
LEAN = {
    "listen_addresses": "",
    "port": PORT,
    "unix_socket_permissions": "0700",
    "max_connections": "50",
    "shared_buffers": "64MB",
    "io_method": "sync",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_logical_replication_workers": "0",
    "max_wal_size": "256MB",
    "max_parallel_workers_per_gather": "0",
    "jit": "off",
    "logging_collector": "off",
    "log_checkpoints": "off",
}
NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}
ENSURE_DATABASE = (
    "SELECT 'CREATE DATABASE ' || :'name' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'name') \\gexec"
)


def _dies_with_us(number: int) -> Callable | None:
    """On Linux: what makes a child get this signal when its parent dies, even by kill -9."""
    if sys.platform != "linux":
        return None
    prctl, set_parent_death_signal = ctypes.CDLL(None).prctl, 1
    return lambda: prctl(set_parent_death_signal, number)


def _run(server: Server, name: str, *arguments: str, text: str = "") -> None:
    finished = subprocess.run(
        server.program(name, *arguments),
        input=text,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=_dies_with_us(signal.SIGKILL),
        **server.process_options(),
    )
    if finished.returncode:
        raise _failure(server, finished.stderr)


def _failure(server: Server, output: str) -> LocalDatabaseError:
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    said = " | ".join(lines[-6:]) or "it gave no reason"
    if shutil.disk_usage(Path(server.data).parent).free < LITTLE_ROOM:
        said = f"the disk is full; {said}"
    return LocalDatabaseError(
        f"The built-in PostgreSQL did not start in {server.data}: {said}. Make sure that the disk is neither"
        " full nor read-only and start again; if that does not help, delete the folder (the trial content"
        " is lost) or set DATABASE_URL to a PostgreSQL of yours."
    )


def _create_data(server: Server) -> None:
    """Makes the data folder beside its place and moves it there complete, so a kill leaves no half of it."""
    unfinished = Path(f"{server.data}.unfinished")
    if unfinished.exists():
        shutil.rmtree(unfinished)
    unfinished.mkdir(mode=0o700)
    if os.geteuid() == 0:
        os.chown(unfinished, server.uid, server.gid)
    sync = () if server.durable else ("--no-sync",)
    _run(server, "initdb", f"--pgdata={unfinished}", *INITDB, *sync)
    unfinished.rename(server.data)


def _retire_leftovers(server: Server) -> None:
    """Ends what a killed supervisor or server left; a process is ours only if it works in our folder."""
    pid_file = Path(server.data, "postmaster.pid")
    if not pid_file.exists():
        return
    leftovers = _own_processes(server)
    parents = {process.pid for process in leftovers}
    for process in leftovers:
        with suppress(psutil.Error):
            if process.ppid() not in parents:
                process.send_signal(signal.SIGINT)
    _gone, alive = psutil.wait_procs(leftovers, timeout=STOP_SECONDS)
    if alive:
        raise LocalDatabaseError(
            f"Another PostgreSQL (process {alive[0].pid}) works in {server.data} and does not stop."
            " End that process, then start again."
        )
    _disown(pid_file)


def _own_processes(server: Server) -> list[psutil.Process]:
    own = []
    for process in psutil.process_iter():
        with suppress(psutil.Error, OSError):
            if process.name() == "postgres" and os.path.samefile(process.cwd(), server.data):
                own.append(process)
    return own


def _disown(pid_file: Path) -> None:
    """Puts our id in place of a recycled one, which PostgreSQL takes for a running server.

    PostgreSQL ignores its parent's id but still checks the shared memory named on the other lines.
    """
    with suppress(FileNotFoundError):
        descriptor = os.open(pid_file, os.O_RDWR | os.O_NOFOLLOW)
        with open(descriptor, "r+b") as file:
            _recycled, *others = file.readlines() or [b""]
            file.seek(0)
            file.writelines([f"{os.getpid()}\n".encode(), *others])
            file.truncate()


def _launch(server: Server) -> subprocess.Popen:
    """Starts PostgreSQL, writing to the log file that is our standard error."""
    settings = LEAN | {"unix_socket_directories": server.sockets} | ({} if server.durable else NOT_DURABLE)
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    return subprocess.Popen(
        server.program("postgres", "-D", server.data, *options),
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr,
        preexec_fn=_dies_with_us(signal.SIGINT),
        **server.process_options(),
    )


def _await_ready(server: Server, process: subprocess.Popen, log_start: int) -> None:
    log = sys.stderr.fileno()
    deadline = time.monotonic() + START_SECONDS
    while not _is_ready(server, process):
        if process.poll() is not None or time.monotonic() > deadline:
            size = os.fstat(log).st_size - log_start
            raise _failure(server, os.pread(log, size, log_start).decode(errors="replace"))
        time.sleep(0.02)


def _is_ready(server: Server, process: subprocess.Popen) -> bool:
    """Reads the state where pg_ctl reads it: the last line of the server's own pid file."""
    with suppress(FileNotFoundError, IndexError):
        lines = Path(server.data, "postmaster.pid").read_bytes().split()
        return lines[0] == str(process.pid).encode() and lines[-1] == b"ready"
    return False


def _stop(process: subprocess.Popen) -> None:
    for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        process.send_signal(number)
        with suppress(subprocess.TimeoutExpired):
            process.wait(STOP_SECONDS)
            return


@contextmanager
def _postgres(server: Server) -> Iterator[subprocess.Popen]:
    """A started server that has our database; stopped in the end."""
    if not Path(server.data, "PG_VERSION").exists():
        _create_data(server)
    _retire_leftovers(server)
    for leftover in Path(server.sockets).iterdir():
        leftover.unlink()
    log_start = os.fstat(sys.stderr.fileno()).st_size
    process = _launch(server)
    try:
        _await_ready(server, process, log_start)
        _ensure_database(server)
        yield process
    finally:
        _on_end_signals(signal.SIG_IGN)
        _stop(process)


def _ensure_database(server: Server) -> None:
    where = f"host={server.sockets} port={PORT} user={USER} dbname=postgres"
    options = ("--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", f"--set=name={DATABASE}")
    _run(server, "psql", *options, where, text=ENSURE_DATABASE)


class Clients:
    """The connections that keep the server running; the kernel tells of every end, even by kill -9."""

    def __init__(self, first: socket.socket):
        self.selector = selectors.DefaultSelector()
        self.connected: set[socket.socket] = set()
        self.last = first
        self.welcome(first)

    def welcome(self, client: socket.socket) -> None:
        self.connected.add(client)
        self.selector.register(client, selectors.EVENT_READ)
        _tell(client, READY)

    def part(self, client: socket.socket) -> None:
        """Lets one go at once; only the last one waits until the server has stopped."""
        self.selector.unregister(client)
        self.connected.remove(client)
        if self.connected:
            client.close()
        else:
            self.last = client


def _serve(server: Server, process: subprocess.Popen, first: socket.socket) -> Clients:
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(server.control)
        listener.listen()
        clients = Clients(first)
        clients.selector.register(listener, selectors.EVENT_READ)
        while clients.connected:
            ready = [key.fileobj for key, _events in clients.selector.select(timeout=1)]
            if process.poll() is not None:
                break  # nobody joins a dead server
            for client in ready:
                if client is listener:
                    clients.welcome(listener.accept()[0])
                else:
                    clients.part(client)
            _limit_log()
        return clients


def _tell(client: socket.socket, message: bytes) -> None:
    with suppress(OSError):  # it may be gone
        client.sendall(message)


def _limit_log() -> None:
    log = sys.stderr.fileno()
    if os.fstat(log).st_size > LOG_LIMIT:
        os.ftruncate(log, 0)


def _on_end_signals(handler: Callable | signal.Handlers) -> None:
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, handler)


def main() -> None:
    server, first = Server(**json.loads(sys.argv[1])), socket.socket(fileno=int(sys.argv[2]))
    if os.fork():
        return  # the client need not wait for its grandchild
    _on_end_signals(lambda *_: sys.exit())
    clients = None
    try:
        with _postgres(server) as process:
            clients = _serve(server, process, first)
    except LocalDatabaseError as error:
        _tell(first, str(error).encode())
    except OSError as error:
        _tell(first, str(_failure(server, str(error))).encode())
    finally:
        shutil.rmtree(server.sockets, ignore_errors=True)
        del clients  # whose last one waits for this end


if __name__ == "__main__":
    main()
