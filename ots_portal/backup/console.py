"""What the three commands have in common."""

import getpass
import time
from contextlib import nullcontext

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connections
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from ots_portal import local_database
from ots_portal.backup.programs import BackupError
from ots_portal.progress import Bar


class BackupCommand(BaseCommand):
    """Starts the built-in database where that is the portal's; a reason not to act is one clear line."""

    requires_system_checks = []

    def handle(self, *, verbosity, **options):
        self.is_quiet = verbosity == 0
        self.bar = Bar(self.stderr, is_quiet=self.is_quiet, shown=filesizeformat)
        self.operator, begin = getpass.getuser(), time.monotonic()
        try:
            with nullcontext() if settings.DATABASE_URL else local_database.running(settings.VAR):
                self.act(**options)
                connections.close_all()
        except (BackupError, OperationalError, local_database.LocalDatabaseError) as error:
            self.bar.clear()
            raise CommandError(str(error).strip())
        self.tell(_("%(seconds).1f s") % {"seconds": time.monotonic() - begin})

    def unpacked(self, done, total):
        """The progress of what is unpacked, and that PostgreSQL has its turn then, which takes longer."""
        self.bar(done, total)
        if done == total:
            self.bar.say(_("The database is being filled"))

    def tell(self, text):
        self.bar.clear()
        if not self.is_quiet:
            self.stdout.write(text)
