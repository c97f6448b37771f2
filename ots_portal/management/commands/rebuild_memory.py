"""Fill the translators' memory anew from what is published."""

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext as _

from ots_portal.progress import Bar
from ots_portal.translating.memory.filling import fill
from ots_portal.translating.memory.models import Segment
from ots_portal.translating.sheets import memory_of, sheets_of
from ots_portal.translating.worklist import batches


class Command(BaseCommand):
    help = "Fills the translators' memory anew from what is published. It follows by itself; this is for repairs."

    @transaction.atomic
    def handle(self, *, verbosity, **options):
        Segment.objects.all().delete()
        bar, parts, done = Bar(self.stderr, is_quiet=verbosity == 0), list(batches()), 0
        total = sum(len(keys) for _model, keys in parts)
        for model, keys in parts:
            sheets = sheets_of(model, keys)
            fill(sheets, memory_of(sheets))
            done += len(keys)
            bar(done, total)
        bar.clear()
        if verbosity:
            number = Segment.objects.count()
            self.stdout.write(_("%(number)d texts are in the memory.") % {"number": number})
