"""Tell everybody by mail what is new for them; called by deploy/daily-mail.timer."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ots_portal.publishing.daily_mail import send_daily_mail


class Command(BaseCommand):
    help = "Sends the daily mail of new work to whoever has not had it today; may be called as often as one likes."

    def handle(self, **options):
        sent, failed = send_daily_mail()
        self.stdout.write(ngettext("%(n)d mail was sent.", "%(n)d mails were sent.", sent) % {"n": sent})
        if failed:
            text = _("%(n)d could not be sent (the log says why); the next call tries again.")
            raise CommandError(text % {"n": failed})
