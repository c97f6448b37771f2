"""PostgreSQL's own programs for dumping and restoring, and where they find the database."""

import re
import shutil
import subprocess

from django.conf import settings
from django.db import connections
from django.utils.translation import gettext as _

from ots_portal import local_database

VARIABLES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "service": "PGSERVICE",
    "passfile": "PGPASSFILE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
}


class BackupError(Exception):
    """Says in plain words why a backup was not made, restored or verified, and what to do."""


def run(name: str, *arguments: str) -> str:
    """What a program says; it finds the portal's database by itself."""
    command = [path_of(name), *arguments]
    outcome = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
    if outcome.returncode:
        raise BackupError(_("%(program)s said: %(reason)s") % {"program": name, "reason": outcome.stderr.strip()})
    return outcome.stdout


def path_of(name: str) -> str:
    """The built-in server's program when trying out, else the one that is installed."""
    if not settings.DATABASE_URL:
        return str(local_database.find_binaries() / name)
    if path := shutil.which(name):
        return path
    raise BackupError(
        _("The program %(program)s is missing. On Debian and Ubuntu: apt install postgresql-client") % {"program": name}
    )


def major_version(name: str) -> int:
    return int(re.search(r"\d+", run(name, "--version"))[0])


def environment() -> dict[str, str]:
    """libpq's variables, so that no password stands among the arguments of a process."""
    parameters = connections["default"].get_connection_params()
    known = {VARIABLES[name]: str(value) for name, value in parameters.items() if name in VARIABLES and value}
    return {"LC_ALL": "C"} | known
