from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from ots_portal.accounts.assigning import facts, password_link
from ots_portal.accounts.audit import Event, record
from ots_portal.accounts.models import User
from ots_portal.accounts.shell import operator


class Command(BaseCommand):
    help = "Makes a superuser without a password and prints a link to choose one; no password enters the shell."

    def add_arguments(self, parser):
        parser.add_argument("name", help="user name")
        parser.add_argument("--email", default="", help="mail address, for a forgotten password and security mail")
        parser.add_argument("--language", default="tr", choices=["tr", "en"], help="language of the administration")

    @transaction.atomic
    def handle(self, *, name, email, language, **options):
        user = User(username=name, email=email, language=language, is_staff=True, is_superuser=True)
        user.set_unusable_password()
        try:
            user.full_clean()
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        user.save()
        record(None, Event.INVITE, user, after=facts(user), name=operator())
        self.stdout.write(_("%(name)s is an administrator of the whole portal.") % {"name": name})
        self.stdout.write(_("With this link a new password is chosen; it works once:"))
        self.stdout.write(password_link(user))
