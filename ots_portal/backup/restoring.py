"""Restoring a backup into an empty site: all of it, or nothing."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.utils.translation import gettext as _

from ots_portal.accounts.audit import Event, record
from ots_portal.backup import archives
from ots_portal.backup.manifest import Manifest, version
from ots_portal.backup.programs import BackupError, major_version, run
from ots_portal.page_cache import writes
from ots_portal.schema import known_migrations


def restore(path: Path, *, identity: Path | None, progress: archives.Progress, operator: str = "") -> Manifest:
    """Fill an empty database and an empty storage of uploads."""
    try:
        refuse_occupied()
        with archives.opened(path, identity) as archive, scratch_folder() as folder:
            refuse_unfit(archive.manifest)
            archive.unpack(folder, progress)
            with uploads_of(folder / archives.MEDIA):
                load(folder / archives.DUMP)
            transaction.on_commit(writes.renew, robust=True)  # pg_restore wrote past Django, where nothing listens
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
def scratch_folder() -> Iterator[Path]:
    """On the disk of the uploads, if they lie on one: from there they are moved in one step."""
    beside = Path(settings.MEDIA_ROOT).parent
    beside.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=beside, prefix=".restoring-") as folder:
        yield Path(folder)


@contextmanager
def uploads_of(folder: Path) -> Iterator[None]:
    """The uploads are in their place, and gone again where what follows fails."""
    with ExitStack() as undo:
        undo.callback(default_storage.clear)
        if folder.exists():
            default_storage.adopt(folder)
        yield
        undo.pop_all()


# ---- Refusals ------------------------------------------------------------------------------------------------
def refuse_occupied() -> None:
    if connection.introspection.table_names():
        raise BackupError(
            _("The database is not empty. Restore into a new one: createdb, and name it in DATABASE_URL.")
        )
    if not default_storage.is_empty():
        raise BackupError(
            _("There are uploads in %(place)s. Move them away, then restore.") % {"place": default_storage}
        )


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
    if set(manifest.migrations) == known_migrations():
        return
    if manifest.version == version():
        text = _(
            "The backup was made between two releases (%(theirs)s), and its tables differ from those of this commit."
            " Check out the commit that made it, restore there, and upgrade then (docs/operations.md, “Upgrading”)."
        )
    else:
        text = _(
            "The backup was made by version %(theirs)s, and its tables differ from those of this version (%(ours)s)."
            " Install version %(theirs)s, restore there, and upgrade then (docs/operations.md, “Upgrading”)."
        )
    raise BackupError(text % {"theirs": manifest.version, "ours": version()})
