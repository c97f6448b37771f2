"""Restoring a backup into an empty site: all of it, or nothing."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from ots_portal.accounts.audit import Event, record
from ots_portal.backup import archives
from ots_portal.backup.manifest import Manifest, version
from ots_portal.backup.programs import BackupError, major_version, run
from ots_portal.page_cache import writes
from ots_portal.schema import known_migrations


def restore(path: Path, *, identity: Path | None, progress: archives.Progress, operator: str = "") -> Manifest:
    """Fill an empty database and an empty folder of uploads."""
    media = Path(settings.MEDIA_ROOT)
    refuse_occupied(media)
    try:
        with archives.opened(path, identity) as archive, scratch_beside(media) as folder:
            refuse_unfit(archive.manifest)
            archive.unpack(folder, progress)
            load(folder / archives.DUMP)
            transaction.on_commit(writes.renew, robust=True)  # pg_restore wrote past Django, where nothing listens
            adopt(folder / archives.MEDIA, media)
    except OSError as error:
        raise BackupError(_("The backup could not be read or written: %(reason)s.") % {"reason": error})
    manifest = archive.manifest
    record(None, Event.RESTORED, name=operator, after={"file": path.name, "made_at": manifest.made_at})
    return manifest


def load(dump: Path, database: str = "") -> None:
    """Restore a dump in one transaction."""
    options = ["--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error"]
    run("pg_restore", *options, f"--dbname={database or connection.settings_dict['NAME']}", str(dump))


@contextmanager
def scratch_beside(media: Path) -> Iterator[Path]:
    """A folder on the same disk, from which the uploads are moved in one step."""
    media.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=media.parent, prefix=".restoring-") as folder:
        yield Path(folder)


def adopt(unpacked: Path, media: Path) -> None:
    if not unpacked.exists():
        return
    for each in unpacked.rglob("*"):
        each.chmod(0o750 if each.is_dir() else settings.FILE_UPLOAD_PERMISSIONS)
    unpacked.chmod(0o750)
    if media.exists():
        media.rmdir()  # it is empty
    shutil.move(unpacked, media)


# ---- Refusals ------------------------------------------------------------------------------------------------
def refuse_occupied(media: Path) -> None:
    if connection.introspection.table_names():
        raise BackupError(
            _("The database is not empty. Restore into a new one: createdb, and name it in DATABASE_URL.")
        )
    if media.exists() and any(media.iterdir()):
        raise BackupError(_("The folder %(folder)s is not empty. Move it away, then restore.") % {"folder": media})


def refuse_unfit(manifest: Manifest) -> None:
    refuse_other_version(manifest)
    ours = min(connection.pg_version // 10_000, major_version("pg_restore"))
    if manifest.postgresql > ours:
        raise BackupError(
            _(
                "The backup is of PostgreSQL %(theirs)d, but this is PostgreSQL %(ours)d. Install server and client of"
                " version %(theirs)d or newer, then restore."
            )
            % {"theirs": manifest.postgresql, "ours": ours}
        )


def refuse_other_version(manifest: Manifest) -> None:
    """Same migrations, same tables: what only differs in code may be restored."""
    if set(manifest.migrations) != known_migrations():
        raise BackupError(
            _(
                "The backup was made by version %(theirs)s, and its tables differ from those of this version (%(ours)s)."
                " Install version %(theirs)s, restore, and upgrade then."
            )
            % {"theirs": manifest.version, "ours": version()}
        )
