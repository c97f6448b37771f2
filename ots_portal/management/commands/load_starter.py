"""Load the starter content: everything that is missing, or nothing at all."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ots_portal.progress import Bar
from ots_portal.publishing import starter


class Command(BaseCommand):
    help = "Adds and publishes the starter content that is missing; changes no record that exists. All or nothing."

    def add_arguments(self, parser):
        parser.add_argument("--if-empty", action="store_true", help="do nothing where the portal holds any record")

    def handle(self, *, if_empty, verbosity, **options):
        if if_empty and not starter.is_database_empty():
            return
        self.is_quiet = verbosity == 0
        self.bar = Bar(self.stderr, is_quiet=self.is_quiet)
        try:
            results = starter.load(progress=self.bar, finished=self._tell_file)
        except starter.UnfitStarter as refusal:
            self.bar.clear()
            raise CommandError(_("%(reason)s Nothing was written.") % {"reason": refusal})
        self.bar.clear()
        self._tell_result(sum(len(loaded.added) for loaded in results))

    def _tell_file(self, loaded):
        self.bar.clear()
        values = {
            "type": capfirst(loaded.file.model._meta.verbose_name_plural),
            "added": len(loaded.added),
            "kept": loaded.kept,
        }
        self._tell(_("%(type)s: %(added)d added, %(kept)d there already") % values)

    def _tell_result(self, count):
        if not count:
            self._tell(_("Nothing was missing; nothing was written."))
            return
        self._tell(ngettext("%(count)d record was added.", "%(count)d records were added.", count) % {"count": count})

    def _tell(self, text):
        if not self.is_quiet:
            self.stderr.write(text, str)
            self.stderr.flush()
