"""Mail to a user whose sign-in somebody else changed: an administrator, or a command of the shell."""

import logging

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

logger = logging.getLogger(__name__)


def tell(user, what):
    """A mail in the user's own language; a mail server that is down stops nothing."""
    if not user.email:
        return
    with override(user.language):
        context = {"user": user, "timestamp": timezone.now(), "login": settings.ORIGIN + reverse("account_login")}
        subject = render_to_string(f"account/email/{what}_subject.txt", context).strip()
        text = render_to_string(f"account/email/{what}_message.txt", context).strip()
    try:
        send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [user.email])
    except OSError as error:
        logger.warning("No mail about %s was sent: %s", what, error)
