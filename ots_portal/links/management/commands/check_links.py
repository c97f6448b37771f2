"""Look at the links of all records; called every night (deploy/check-links.timer)."""

import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ots_portal.links.checking import check, due, forget_unused, look_at_ours
from ots_portal.links.models import Address, Result
from ots_portal.links.visiting import Visitor
from ots_portal.progress import Bar

MOST = 500
MOST_SECONDS = 60 * 60


class Command(BaseCommand):
    help = "Looks at the links of all records, politely; a link counts as broken once it failed on two different days."
    visitor = Visitor

    def add_arguments(self, parser):
        parser.add_argument("--limit", type=int, default=MOST, help=f"ask about at most so many ({MOST} without it)")
        parser.add_argument(
            "--all", action="store_true", dest="is_all", help="also those that were asked about lately, without limit"
        )

    def handle(self, *, limit, is_all, verbosity, **options):
        look_at_ours(Address.objects.used().ours())
        forget_unused()
        if not settings.CHECK_LINKS:
            self.stdout.write(_("Links to other sites are not checked: CHECK_LINKS is 0."))
            return
        if limit < 1:
            raise CommandError(_("--limit must be at least 1."))
        addresses = list(self.chosen(limit, is_all=is_all))
        bar = Bar(self.stderr, is_quiet=not verbosity)
        report = check(addresses, self.visitor(until=time.monotonic() + MOST_SECONDS), progress=bar)
        bar.clear()
        self.tell(report, verbosity)

    def chosen(self, limit, *, is_all):
        now = timezone.now()
        return Address.objects.used().open_at(now).longest_unchecked() if is_all else due(now)[:limit]

    def tell(self, report, verbosity):
        if report.is_offline:
            raise CommandError(
                _("No other site answered: this machine seems to be without a network. Nothing was marked.")
            )
        if not verbosity:
            return
        text = ngettext(
            "%(n)d link to another site was checked.", "%(n)d links to other sites were checked.", report.number
        )
        self.stdout.write(text % {"n": report.number})
        for result in Result:
            if number := report.results[result]:
                self.stdout.write(f"  {result.label}: {number}")
        if report.left:
            text = ngettext("%(n)d is left for the next run.", "%(n)d are left for the next run.", report.left)
            self.stdout.write(text % {"n": report.left})
