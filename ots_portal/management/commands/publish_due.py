"""Publish and withdraw what was scheduled for now; called every minute (deploy/publish-due.timer)."""

import os
import time
from datetime import datetime

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connections
from django.utils import timezone
from django.utils.translation import gettext as _

from ots_portal.page_cache.purging import purge
from ots_portal.publishing.daily_mail import send_daily_mail
from ots_portal.publishing.promises import publish_due
from ots_portal.search.file_texts import read_waiting

MORNING = 7  # from this hour on `make run` sends the daily mail, as deploy/daily-mail.timer does


class Command(BaseCommand):
    help = "Publishes and withdraws what was scheduled for now or earlier."

    def add_arguments(self, parser):
        parser.add_argument(
            "--while-running",
            type=int,
            metavar="PID",
            help="every minute, as long as this process, which started it, is running: what `make run` does",
        )

    def handle(self, *, while_running, **options):
        if while_running:
            self.keep_on(parent=while_running)
        else:
            self.keep_promises()

    def keep_on(self, *, parent):
        minute = None
        while os.getppid() == parent:
            if minute != (minute := this_minute()):
                self.keep_promises_without_ending()
                if timezone.localtime(minute).hour >= MORNING:
                    self.send_daily_mail_without_ending()
                connections.close_all()
            time.sleep(0.5)

    def keep_promises_without_ending(self):
        try:
            self.keep_promises()
        except (CommandError, OperationalError) as error:
            self.stderr.write(str(error))

    def send_daily_mail_without_ending(self):
        try:
            send_daily_mail()
        except OperationalError as error:
            self.stderr.write(str(error))

    def keep_promises(self):
        kept, failed = publish_due()
        read_waiting()  # files that were too large to be read when they were published
        purge()  # where that has failed, and each day
        for promise in kept:
            self.stdout.write(_("Done: %(record)s, %(act)s") % {"record": promise.draft, "act": promise})
        if failed:
            told = [_("Not done: %(record)s, %(act)s") % {"record": each.draft, "act": each} for each in failed]
            raise CommandError("\n".join(told))


def this_minute() -> datetime:
    return timezone.now().replace(second=0, microsecond=0)
