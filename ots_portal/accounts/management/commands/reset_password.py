from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext as _

from ots_portal.accounts.assigning import password_link
from ots_portal.accounts.audit import Event, record
from ots_portal.accounts.security_mail import tell
from ots_portal.accounts.sessions import end_sessions
from ots_portal.accounts.shell import operator, user_named


class Command(BaseCommand):
    help = "Makes the password of a user invalid, ends their sessions and prints a link to choose a new one."

    def add_arguments(self, parser):
        parser.add_argument("name", help="user name or mail address")

    @transaction.atomic
    def handle(self, *, name, **options):
        user = user_named(name)
        user.set_unusable_password()
        user.save(update_fields=["password"])
        ended = end_sessions(user)
        record(None, Event.PASSWORD, user, name=operator())
        transaction.on_commit(lambda: tell(user, "password_reset_by_others"))
        self.stdout.write(_("The password of %(name)s is no longer valid.") % {"name": user.get_username()})
        self.stdout.write(_("Sessions ended: %(count)s") % {"count": ended})
        self.stdout.write(_("With this link a new password is chosen; it works once:"))
        self.stdout.write(password_link(user))
