"""What is refused, with what reason, and that nothing is written or left behind."""

import json
import tarfile
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pyrage
import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import translation

from ots_portal.backup import archives
from ots_portal.backup.archives import opened
from ots_portal.backup.manifest import version
from ots_portal.library.models import File
from tests.databases import another_database
from tests.factories import make_area
from tests.library.test_inspection import PDF


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def site(whole_databases):
    """A site with an area and an upload."""
    with another_database("site", template=whole_databases):
        make_area(reference="energy")
        File.objects.create(content=ContentFile(PDF, name="protokol.pdf"))
        yield


@pytest.fixture
def backup(site, tmp_path):
    return made(tmp_path / "backups")


def made(folder, **options):
    call_command("backup", folder, verbosity=0, **options)
    [path] = folder.iterdir()
    return path


def rewritten(path, target, **values):
    """The same backup with another manifest."""
    with opened(path, None) as archive:
        archive.unpack(target.parent / "unpacked", lambda *_progress: None)
        manifest = replace(archive.manifest, **values)
    sources = {name: archives.on_disk(target.parent / "unpacked" / name) for name in manifest.members}
    archives.write(target, manifest, sources, [], lambda *_progress: None)
    return target


def refusal(command, *arguments, **options):
    with pytest.raises(CommandError) as refused:
        call_command(command, *arguments, verbosity=0, **options)
    return str(refused.value)


def tables():
    return connection.introspection.table_names()


# ---- Restoring -----------------------------------------------------------------------------------------------
def test_a_site_that_holds_anything_is_not_overwritten(backup):
    assert refusal("restore", backup).startswith("The database is not empty. ")


def test_uploads_that_lie_there_are_not_overwritten(backup, settings):
    with another_database("empty"):
        assert refusal("restore", backup) == (
            f"There are uploads in {settings.MEDIA_ROOT}. Move them away, then restore."
        )
        assert tables() == []


@pytest.mark.parametrize("place", ["dump", "upload", "cut", "manifest"])
def test_a_damaged_backup_is_refused_and_nothing_is_written(backup, settings, tmp_path, place):
    damage(backup, place)
    settings.MEDIA_ROOT = tmp_path / "elsewhere/media"
    with another_database("empty"):
        assert refusal("restore", backup) == (
            "The file is damaged, or it is no backup of the portal. Nothing was written."
        )
        assert tables() == []
    assert list((tmp_path / "elsewhere").glob("**/*")) == []


def damage(path, place):
    content = bytearray(path.read_bytes())
    with tarfile.open(path) as tar:
        starts = {info.name: info.offset_data for info in tar}
    upload = next(start for name, start in starts.items() if name.startswith("media/"))
    offset = {"dump": starts["database.dump"] + 900, "upload": upload + 3, "manifest": starts["manifest.json"] + 1}
    if place == "cut":
        del content[starts["manifest.json"] - 700 :]
    else:
        content[offset[place]] ^= 1
    path.write_bytes(content)


def test_another_version_is_refused_and_told_which_one_to_install(backup, settings, tmp_path):
    newer = rewritten(backup, tmp_path / "newer.tar", version="9.9", migrations=["accounts.0999_of_the_future"])
    settings.MEDIA_ROOT = tmp_path / "elsewhere/media"
    with another_database("empty"):
        assert "Install version 9.9, restore there, and upgrade then (docs/operations.md, “Upgrading”)." in refusal(
            "restore", newer
        )
        assert tables() == []


def test_another_commit_between_two_releases_is_refused_without_naming_a_version_to_install(backup, tmp_path):
    other = rewritten(backup, tmp_path / "other.tar", migrations=["accounts.0999_of_the_future"])

    assert refusal("verify_backup", other).startswith(f"The backup was made between two releases ({version()}), ")


def test_a_dump_of_a_newer_postgresql_is_refused_with_advice(backup, settings, tmp_path):
    newer = rewritten(backup, tmp_path / "newer.tar", postgresql=99)
    settings.MEDIA_ROOT = tmp_path / "elsewhere/media"
    with another_database("empty"):
        assert "Install server and client of version 99 or newer" in refusal("restore", newer)


def test_a_dump_that_postgresql_refuses_leaves_nothing_behind(backup, settings, tmp_path):
    with opened(backup, None) as archive:
        archive.unpack(tmp_path / "unpacked", lambda *_progress: None)
        manifest = archive.manifest
    dump = (tmp_path / "unpacked/database.dump").read_bytes()
    (tmp_path / "database.dump").write_bytes(dump[: len(dump) * 4 // 5])
    broken, sources = tmp_path / "broken.tar", {"database.dump": archives.on_disk(tmp_path / "database.dump")}
    archives.write(broken, manifest, sources, [], lambda *_progress: None)
    settings.MEDIA_ROOT = tmp_path / "elsewhere/media"
    with another_database("empty"):
        assert refusal("restore", broken).startswith("pg_restore said: ")
        assert tables() == []
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_backup_that_lacks_a_file_is_damaged(backup, tmp_path):
    lacking = tmp_path / "lacking.tar"
    with tarfile.open(backup) as whole, tarfile.open(lacking, "w") as fewer:
        for info in whole:
            if not info.name.startswith("media/"):
                fewer.addfile(info, whole.extractfile(info))

    assert refusal("verify_backup", lacking).startswith("The file is damaged")


@pytest.mark.parametrize("name", ["media/../../escaped", "/media/escaped", "other"])
def test_a_forged_archive_writes_nowhere_else(backup, tmp_path, name):
    (tmp_path / "content").write_bytes(b"x")
    with opened(backup, None) as archive:
        manifest = archive.manifest
    forged = tmp_path / "forged.tar"
    archives.write(forged, manifest, {name: archives.on_disk(tmp_path / "content")}, [], lambda *_progress: None)

    assert refusal("verify_backup", forged).startswith("The file is damaged")
    assert not list(tmp_path.rglob("escaped"))


# ---- Keys ----------------------------------------------------------------------------------------------------
def test_an_encrypted_backup_opens_with_its_key_only(site, tmp_path):
    key, other = tmp_path / "key", tmp_path / "other"
    identity = pyrage.x25519.Identity.generate()
    key.write_text(f"# created today\n{identity}\n")
    other.write_text(str(pyrage.x25519.Identity.generate()))

    path = made(tmp_path / "backups", encrypt_to=[str(identity.to_public())])

    assert b"database.dump" not in path.read_bytes()
    assert refusal("verify_backup", path).startswith("This backup is encrypted. ")
    assert refusal("verify_backup", path, identity=other).startswith("This key does not open the backup")
    call_command("verify_backup", path, identity=key, verbosity=0)
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_what_is_no_key_is_told_before_anything_is_written(site, tmp_path):
    told = refusal("backup", tmp_path / "backups", encrypt_to=["age1nonsense"])

    assert told == "“age1nonsense” is no public key of age (age1…) or SSH (ssh-ed25519 …)."
    assert not (tmp_path / "backups").exists()


# ---- Making and verifying ------------------------------------------------------------------------------------
def test_a_backup_is_for_its_owner_only_and_has_no_sessions(backup):
    with tarfile.open(backup) as tar:
        manifest = json.load(tar.extractfile("manifest.json"))

    assert backup.stat().st_mode & 0o777 == 0o600
    assert manifest["rows"]["cooperation_area"] == 1
    assert "django_session" not in manifest["rows"]


def test_on_a_terminal_it_is_told_what_takes_its_time(site, tmp_path):
    told = {name: Terminal() for name in ("backup", "verify_backup")}

    for name, terminal in told.items():
        call_command(name, tmp_path / "backups", stderr=terminal, stdout=StringIO())

    assert "The database is being dumped …" in told["backup"].getvalue()
    assert "█] " in told["backup"].getvalue()
    assert "The database is being filled …" in told["verify_backup"].getvalue()


class Terminal(StringIO):
    def isatty(self):
        return True


def test_where_no_backup_can_be_written_the_reason_is_told(site, tmp_path):
    (tmp_path / "file").touch()

    assert refusal("backup", tmp_path / "file").startswith("The backup could not be written: ")


def test_only_so_many_backups_are_kept_and_nothing_else_is_deleted(site, tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    old = [folder / f"ots-portal-2020-01-0{day}T000000Z.tar" for day in (1, 2, 3)]
    for each in [*old, folder / "notes.txt"]:
        each.touch()

    call_command("backup", folder, keep=2, verbosity=0)

    left = sorted(each.name for each in folder.iterdir())
    assert left[:2] == ["notes.txt", "ots-portal-2020-01-03T000000Z.tar"]
    assert len(left) == 3


def test_a_backup_without_an_upload_is_not_verified(site, tmp_path, settings):
    Path(File.objects.get().content.path).unlink()
    path = made(tmp_path / "backups")

    assert refusal("verify_backup", path).startswith("The backup lacks the uploaded file library/")


def test_a_backup_that_lost_rows_is_not_verified(backup, tmp_path):
    with opened(backup, None) as archive:
        rows = archive.manifest.rows | {"cooperation_area": 2}
    fewer = rewritten(backup, tmp_path / "fewer.tar", rows=rows)

    assert refusal("verify_backup", fewer).startswith("The restored tables do not hold as many rows")


def test_a_folder_without_backups_is_told(site, tmp_path):
    assert refusal("verify_backup", tmp_path) == f"There is no backup in {tmp_path}."
