"""Publish and withdraw what was scheduled for now; called every minute (deploy/publish-due.timer)."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from ots_portal.publishing.promises import publish_due


class Command(BaseCommand):
    help = "Publishes and withdraws what was scheduled for now or earlier."

    def handle(self, **options):
        kept, failed = publish_due()
        for promise in kept:
            self.stdout.write(_("Done: %(record)s, %(act)s") % {"record": promise.draft, "act": promise})
        if failed:
            told = [_("Not done: %(record)s, %(act)s") % {"record": each.draft, "act": each} for each in failed]
            raise CommandError("\n".join(told))
