"""Count anew what every record needs in every language, and say whether the worklist had it right."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ots_portal.progress import Bar
from ots_portal.translating.worklist import recount


class Command(BaseCommand):
    help = (
        "Counts the worklist of translators anew; who translates and until when stays. For use after imports by hand."
    )

    def handle(self, *, verbosity, **options):
        bar = Bar(self.stderr, is_quiet=verbosity == 0)
        number, corrected = recount(progress=bar)
        bar.clear()
        self.stdout.write(ngettext("%(n)d record counted.", "%(n)d records counted.", number) % {"n": number})
        text = ngettext("%(n)d row was wrong and is right now.", "%(n)d rows were wrong and are right now.", corrected)
        self.stdout.write(text % {"n": corrected} if corrected else _("The worklist was right."))
