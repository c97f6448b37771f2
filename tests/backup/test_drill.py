"""The whole drill: a site is filled, backed up, destroyed, restored elsewhere and compared."""

import shutil

from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client

from cooperation.models import Area
from ots_portal.accounts.models import AuditEntry, Event, User
from ots_portal.backup import archives
from ots_portal.backup.verifying import last_verified
from ots_portal.library.models import File
from tests.backup.released_site import FOLDER, settle
from tests.backup.sites import public_pages
from tests.databases import another_database
from tests.factories import make_area


def fill(folder):
    """The site of the last release, with somebody signed in."""
    settle(max(FOLDER.iterdir()), folder)
    call_command("migrate", verbosity=0)
    Client().force_login(User.objects.get(username="ayse"), backend="ots_portal.accounts.backend.RoleBackend")


def test_a_restored_site_shows_the_same_pages_byte_for_byte(whole_databases, settings, tmp_path):
    backups, media = tmp_path / "backups", tmp_path / archives.MEDIA
    settings.MEDIA_ROOT = media
    with another_database("filled"):
        fill(tmp_path)
        pages = public_pages(every=12)
        uploads = [(file.content.name, file.content.read()) for file in File.objects.all()]
        call_command("backup", backups, verbosity=0)
        call_command("verify_backup", backups, verbosity=0)
        verified = last_verified()
    shutil.rmtree(media)
    with another_database("restored"):
        call_command("restore", backups, verbosity=0)

        assert len(pages) > 35
        assert public_pages(every=12) == pages
        assert uploads
        assert [(name, (media / name).read_bytes()) for name, _content in uploads] == uploads
        assert Session.objects.count() == 0
        assert verified.strftime("ots-portal-%Y-%m-%dT%H%M%SZ.tar") == next(backups.iterdir()).name
        assert [entry.event for entry in AuditEntry.objects.order_by("-pk")[:1]] == [Event.RESTORED]


def test_pages_kept_from_before_are_not_shown_after_a_restore(whole_databases, settings, tmp_path):
    settings.PAGE_CACHE_MEGABYTES = 1
    with another_database("changed", template=whole_databases):
        make_area(reference="energy", name_tr="Enerji", slug_tr="enerji")
        call_command("backup", tmp_path / "backups", verbosity=0)
        Area.objects.update(name_tr="Enerji ve iklim")
        before = Client().get("/tr/isbirligi-alanlari/").text
    with another_database("restored"):
        call_command("restore", tmp_path / "backups", verbosity=0)
        after = Client().get("/tr/isbirligi-alanlari/").text

    assert ("Enerji ve iklim" in before, "Enerji ve iklim" in after) == (True, False)
