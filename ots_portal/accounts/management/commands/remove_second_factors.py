from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from ots_portal.accounts.second_factor import is_required_of, remove_second_factors
from ots_portal.accounts.shell import operator, user_named


class Command(BaseCommand):
    help = "Takes all second factors from a user who lost them, and ends their sessions."

    def add_arguments(self, parser):
        parser.add_argument("name", help="user name or mail address")

    def handle(self, *, name, **options):
        user = user_named(name)
        kinds = remove_second_factors(None, user, name=operator())
        words = {"name": user.get_username(), "kinds": ", ".join(kinds) or _("none were there")}
        self.stdout.write(_("Second factors of %(name)s removed: %(kinds)s") % words)
        if is_required_of(user):
            self.stdout.write(_("At the next sign-in a new one is asked for."))
