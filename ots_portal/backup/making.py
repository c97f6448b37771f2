"""Making a backup: the database as it stands at one moment, and all uploads."""

import tempfile
from functools import partial
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.utils.translation import gettext as _

from ots_portal.accounts.audit import Event, record
from ots_portal.backup import archives
from ots_portal.backup.manifest import NOT_KEPT, Manifest, describe
from ots_portal.backup.programs import BackupError, run


def backup(folder: Path, *, encrypt_to: list[str], progress: archives.Progress, operator: str = "") -> Path:
    """Write a backup into a folder and give its path; its name says when it was made, in UTC."""
    recipients = archives.recipients_of(encrypt_to)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".backing-up-") as scratch:
            dump = Path(scratch, archives.DUMP)
            manifest = dump_database(dump)
            target = folder / name_of(manifest, is_encrypted=bool(recipients))
            archives.write(target, manifest, {archives.DUMP: archives.on_disk(dump)} | uploads(), recipients, progress)
    except OSError as error:
        raise BackupError(
            _("The backup could not be written: %(reason)s. Nothing was left behind.") % {"reason": error}
        )
    record(None, Event.BACKUP, name=operator, after={"file": target.name, "made_at": manifest.made_at})
    return target


def forget_older(folder: Path, keep: int) -> list[Path]:
    """Delete all backups in a folder but the newest; what else lies there stays."""
    older = archives.backups_in(folder)[:-keep]
    for each in older:
        each.unlink()
    return older


def name_of(manifest: Manifest, *, is_encrypted: bool) -> str:
    return f"ots-portal-{manifest.time:%Y-%m-%dT%H%M%SZ}.tar{'.age' if is_encrypted else ''}"


def dump_database(target: Path, *more: str) -> Manifest:
    """Dump what one transaction sees, and count in the same transaction; `more` options go to pg_dump."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        [snapshot] = cursor.fetchone()
        left_out = [f"--exclude-table-data={table}" for table in sorted(NOT_KEPT)]
        form = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={target}"]
        run("pg_dump", *form, *left_out, *more)
        return describe(cursor)


def uploads() -> dict[str, archives.Source]:
    """Every uploaded file by its name in the archive."""
    return {
        f"{archives.MEDIA}/{name}": archives.Source(size, partial(default_storage.open, name))
        for name, size in default_storage.every()
    }
