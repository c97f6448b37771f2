"""Make the search index anew from what is published."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from ots_portal.search.indexing import refresh_all
from ots_portal.search.models import Entry

BAR_WIDTH = 30


class Command(BaseCommand):
    help = "Makes the search index anew; readers find everything meanwhile, as before."

    def handle(self, *, verbosity, **options):
        self.has_bar = verbosity > 0 and self.stderr.isatty()
        refresh_all(self.tell_progress)
        if self.has_bar:
            self.stderr.write("\r\033[K", str, "")
        if verbosity:
            self.stdout.write(_("%(count)d entries were written.") % {"count": Entry.objects.count()})

    def tell_progress(self, done, total):
        if self.has_bar and total:
            filled = BAR_WIDTH * done // total
            self.stderr.write(f"\r[{'█' * filled}{' ' * (BAR_WIDTH - filled)}] {done}/{total}", str, "")
            self.stderr.flush()
