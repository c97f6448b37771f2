from pathlib import Path

from django.utils.translation import gettext as _

from ots_portal.backup.console import BackupCommand
from ots_portal.backup.making import backup, forget_older


class Command(BackupCommand):
    help = "Writes the database and all uploads into one file with checksums: ots-portal-TIME.tar in a folder."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)
        parser.add_argument(
            "--encrypt-to",
            action="append",
            default=[],
            metavar="KEY",
            help="a public key of age (age1…) or SSH that may open the backup; may be said several times",
        )

        parser.add_argument(
            "--keep", type=positive, metavar="N", help="delete all backups in the folder but the N newest"
        )

    def act(self, *, folder, encrypt_to, keep, **_options):
        self.bar.say(_("The database is being dumped"))
        path = backup(folder, encrypt_to=encrypt_to, progress=self.bar, operator=self.operator)
        self.tell(_("Written: %(file)s") % {"file": path})
        for older in forget_older(folder, keep) if keep else ():
            self.tell(_("Deleted: %(file)s") % {"file": older})


def positive(text):
    number = int(text)
    if number < 1:
        raise ValueError
    return number
