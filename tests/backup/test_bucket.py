"""A backup holds the files of the bucket, and they are restored into an empty one: all, or none."""

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command

from ots_portal.backup import archives
from ots_portal.backup.archives import opened
from ots_portal.library.models import File
from tests.databases import another_database
from tests.library.test_admin import PDF


@pytest.fixture
def backup(whole_databases, bucket, tmp_path):
    with another_database("filled", template=whole_databases):
        File.objects.create(content=ContentFile(PDF, name="a.pdf"))
        call_command("backup", tmp_path / "backups", verbosity=0)
    return tmp_path / "backups"


def test_a_backup_is_restored_into_an_empty_bucket(backup, bucket):
    names = bucket.names()
    bucket.empty()

    with another_database("restored"):
        call_command("restore", backup, verbosity=0)
        call_command("verify_backup", backup, verbosity=0)
        restored = File.objects.get().content.read()

    assert (restored, bucket.names()) == (PDF, names)


def test_a_bucket_that_holds_anything_is_not_filled(backup, bucket):
    before = bucket.names()

    with another_database("restored"), pytest.raises(CommandError, match=r"/files/portal"):
        call_command("restore", backup, verbosity=0)

    assert bucket.names() == before


def test_a_dump_that_postgresql_refuses_leaves_no_file_in_the_bucket(backup, bucket, tmp_path):
    [path] = backup.iterdir()
    with opened(path, None) as archive:
        archive.unpack(tmp_path / "unpacked", lambda *_progress: None)
        manifest = archive.manifest
    (tmp_path / "unpacked/database.dump").write_bytes(b"PGDMP, and then nothing")
    sources = {name: archives.on_disk(tmp_path / "unpacked" / name) for name in manifest.members}
    broken = tmp_path / "broken.tar"
    archives.write(broken, manifest, sources, [], lambda *_progress: None)
    bucket.empty()

    with another_database("restored"), pytest.raises(CommandError, match="pg_restore"):
        call_command("restore", broken, verbosity=0)

    assert bucket.names() == []
