"""What the commands of the shell share: finding whom they are about, and who stands in the log for them."""

import getpass

from django.core.management.base import CommandError
from django.db.models import Q
from django.utils.translation import gettext as _

from ots_portal.accounts.models import User


def user_named(name):
    """By user name or mail address, as when signing in."""
    user = User.objects.filter(Q(username=name) | Q(email__iexact=name)).first()
    if user is None:
        raise CommandError(_("There is no user “%(name)s”.") % {"name": name})
    return user


def operator():
    """Who typed the command, as the machine knows them."""
    return _("shell: %(name)s") % {"name": getpass.getuser()}
