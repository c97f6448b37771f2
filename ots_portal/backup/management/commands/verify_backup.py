from pathlib import Path

from django.utils.translation import gettext as _

from ots_portal.backup.archives import newest
from ots_portal.backup.console import BackupCommand
from ots_portal.backup.verifying import verify


class Command(BackupCommand):
    help = "Restores a backup into a database that exists only meanwhile, and compares it with its manifest."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="a backup, or a folder whose newest is meant")
        parser.add_argument("--identity", type=Path, metavar="FILE", help="the secret key of an encrypted backup")

    def act(self, *, file, identity, **_options):
        manifest = verify(newest(file), identity=identity, progress=self.unpacked, operator=self.operator)
        facts = {"rows": sum(manifest.rows.values()), "files": len(manifest.members) - 1, "time": manifest.made_at}
        self.tell(_("The backup of %(time)s is good: %(rows)d rows, %(files)d uploaded files.") % facts)
