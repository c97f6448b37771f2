"""Make the search index anew from what is published."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from ots_portal.progress import Bar
from ots_portal.search.indexing import refresh_all
from ots_portal.search.models import Entry


class Command(BaseCommand):
    help = "Makes the search index anew; readers find everything meanwhile, as before."

    def handle(self, *, verbosity, **options):
        bar = Bar(self.stderr, is_quiet=verbosity == 0)
        refresh_all(bar)
        bar.clear()
        if verbosity:
            self.stdout.write(_("%(count)d entries were written.") % {"count": Entry.objects.count()})
