"""PostgreSQL servers with a log of every statement: a primary, and replicas of it, from the built-in server's binaries."""

# ruff: noqa: PLW1509 - it asks the system for one thing

import os
import signal
import subprocess
from urllib.parse import quote

import psycopg

from ots_portal import local_database
from ots_portal.local_database_supervisor import INITDB, _dies_with_us
from tests.waiting import PATIENCE_SECONDS, eventually

USER = "ots_portal"
OPTIONS = {
    "listen_addresses": "",
    "shared_buffers": "32MB",
    "max_connections": "30",
    "wal_level": "replica",
    "fsync": "off",
    "io_method": "sync",
    "log_statement": "all",
    "autovacuum": "off",
}


class Server:
    """One that listens on a socket in its folder; as root it runs as an ordinary user, as the built-in one does."""

    def __init__(self, folder, port):
        self.folder, self.port, self.data, self.process = folder, port, folder / f"data-{port}", None
        programs, account = local_database.find_binaries(), local_database._account(self.data)
        self.known = local_database.Server(str(self.data), str(folder), str(programs), *account, durable=False)
        self.address = f"postgres://{USER}@{quote(str(folder), safe='')}:{port}/{USER}"
        self.place = ["-h", str(folder), "-p", str(port), "-U", USER]

    def create(self):
        self.run("initdb", f"--pgdata={self.data}", "--no-sync", *INITDB)
        self.start()
        self.run("createdb", *self.place, USER)

    def copy(self, primary):
        """The way of the manual: a base backup that goes on as a replica."""
        self.run("pg_basebackup", *primary.place, "-D", self.data, "-R", "-c", "fast", "--no-sync")
        self.start()

    def run(self, name, *arguments):
        subprocess.run(
            self.known.program(name, *map(str, arguments)),
            check=True,
            capture_output=True,
            **self.known.process_options(),
        )

    def start(self):
        options = OPTIONS | {"port": self.port, "unix_socket_directories": self.folder}
        with self.log_file.open("ab") as log:
            self.process = subprocess.Popen(
                self.known.program("postgres", "-D", str(self.data), *(f"--{k}={v}" for k, v in options.items())),
                stderr=log,
                preexec_fn=_dies_with_us(signal.SIGQUIT),
                **self.known.process_options(),
            )
        assert eventually(self.answers)

    def stop(self, how=signal.SIGQUIT):
        """At once, as when a machine loses its power."""
        self.process.send_signal(how)
        self.process.wait(PATIENCE_SECONDS)

    @property
    def log_file(self):
        return self.folder / f"log-{self.port}"

    def answers(self):
        assert self.process.poll() is None, self.log_file.read_text()
        return subprocess.run(self.known.program("pg_isready", *self.place, "-q"), check=False).returncode == 0

    def ask(self, statement):
        """The first value of an answer, if there is one."""
        with psycopg.connect(self.address, autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchone()[0] if cursor.description else None

    def asked_for(self, table):
        """How often a table was read so far."""
        return self.log_file.read_text(errors="replace").count(f'FROM "{table}"')

    def fill(self, source):
        """With the tables of another server's database."""
        dump = self.folder / "dump"
        programs = local_database.find_binaries()
        host = ["-h", source["HOST"], "-p", str(source["PORT"]), "-U", source["USER"]] if source["HOST"] else []
        environment = os.environ | {"PGPASSWORD": source["PASSWORD"] or ""}
        subprocess.run([programs / "pg_dump", *host, "-Fc", "-f", dump, source["NAME"]], check=True, env=environment)
        subprocess.run([programs / "pg_restore", *self.place, "-d", USER, "--no-owner", dump], check=True)
