"""Verifying a backup: it is restored into a database that exists for a moment, and compared with its manifest."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import psycopg
from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.translation import gettext as _

from ots_portal.accounts.audit import Event, record
from ots_portal.accounts.models import AuditEntry
from ots_portal.backup import archives
from ots_portal.backup.manifest import Manifest, row_counts
from ots_portal.backup.programs import VARIABLES, BackupError
from ots_portal.backup.restoring import load, refuse_unfit

FRESH_FOR = timedelta(days=2)  # made every night, and one may fail
FILES = "SELECT content, checksum FROM library_file"


def verify(path: Path, *, identity: Path | None, progress: archives.Progress, operator: str = "") -> Manifest:
    """Check every checksum, restore the database aside, and compare rows and files; log that it holds."""
    try:
        with archives.opened(path, identity) as archive, tempfile.TemporaryDirectory(dir=path.parent) as folder:
            refuse_unfit(archive.manifest)
            archive.unpack(Path(folder), progress)
            with scratch_database() as name:
                load(Path(folder, archives.DUMP), name)
                compare(archive.manifest, name)
    except OSError as error:
        raise BackupError(_("The backup could not be read or written: %(reason)s.") % {"reason": error})
    manifest = archive.manifest
    record(None, Event.VERIFIED, name=operator, after={"file": path.name, "made_at": manifest.made_at})
    return manifest


@contextmanager
def scratch_database() -> Iterator[str]:
    """The name of a new, empty database on the portal's server."""
    name = f"verify_{uuid4().hex[:12]}"
    try:
        with connection.cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
    except DatabaseError as error:
        raise BackupError(
            _(
                "No database could be made to verify the backup in: %(reason)s. Let the role make databases"
                " (ALTER ROLE … CREATEDB), or verify on another machine."
            )
            % {"reason": str(error).strip()}
        )
    try:
        yield name
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def compare(manifest: Manifest, database: str) -> None:
    """Rows with the manifest, and uploads with what the restored tables say of them."""
    parameters = connection.get_connection_params() | {"dbname": database}
    with psycopg.connect(**{name: value for name, value in parameters.items() if name in VARIABLES}) as restored:
        cursor = restored.cursor()
        if row_counts(cursor) != manifest.rows:
            raise BackupError(_("The restored tables do not hold as many rows as the manifest says."))
        for name, checksum in cursor.execute(FILES).fetchall():
            if manifest.members.get(f"{archives.MEDIA}/{name}", [0, ""])[1] != checksum:
                raise BackupError(_("The backup lacks the uploaded file %(file)s, or has another.") % {"file": name})


def last_verified() -> datetime | None:
    """When the newest verified backup was made."""
    rows = AuditEntry.objects.filter(event=Event.VERIFIED).order_by("-pk")
    times = [datetime.fromisoformat(after["made_at"]) for after in rows.values_list("after", flat=True)[:20]]
    return max(times, default=None)


def is_fresh(made_at: datetime | None) -> bool:
    return made_at is not None and timezone.now() - made_at <= FRESH_FOR
