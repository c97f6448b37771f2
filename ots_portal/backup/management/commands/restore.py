from pathlib import Path

from django.utils.translation import gettext as _

from ots_portal.backup.archives import newest
from ots_portal.backup.console import BackupCommand
from ots_portal.backup.restoring import restore


class Command(BackupCommand):
    help = "Restores a backup into an empty database and an empty folder of uploads. All or nothing."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="a backup, or a folder whose newest is meant")
        parser.add_argument("--identity", type=Path, metavar="FILE", help="the secret key of an encrypted backup")

    def act(self, *, file, identity, **_options):
        manifest = restore(newest(file), identity=identity, progress=self.unpacked, operator=self.operator)
        self.tell(_("Restored as of %(time)s. Everybody signs in anew.") % {"time": manifest.made_at})
