"""What of django-allauth differs here: nobody signs up, mail is in the reader's language, secrets are encrypted."""

import base64
import hashlib
import logging
import re
import secrets
import time

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext, gettext_lazy, override

logger = logging.getLogger(__name__)

TOO_MANY = gettext_lazy("There have been too many wrong attempts. Wait five minutes, then try again.")


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the secretariat; nobody signs up."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
    }

    def is_open_for_signup(self, request):
        return False

    def post_login(self, request, user, **kwargs):
        """What greets a user stands on a page in their own language, whichever the sign-in had."""
        with override(user.language):
            return super().post_login(request, user, **kwargs)

    def is_safe_url(self, url):
        """Where to after signing in; what is no address at all leads nowhere else."""
        try:
            return super().is_safe_url(url)
        except ValueError:
            return False

    def get_reset_password_from_key_url(self, key):
        """On our own origin, never on the host that a request names."""
        uidb36, _hyphen, key = key.partition("-")
        return settings.ORIGIN + reverse("account_reset_password_from_key", kwargs={"uidb36": uidb36, "key": key})

    def get_reauthentication_methods(self, user):
        descriptions = {
            "reauthenticate": gettext("With the password"),
            "mfa_reauthenticate": gettext("With a code"),
            "mfa_reauthenticate:webauthn": gettext("With a passkey"),
        }
        methods = super().get_reauthentication_methods(user)
        return [method | {"description": descriptions[method["id"]]} for method in methods]

    def is_reauthentication_required(self, *, app, **kwargs):
        """Whoever has just signed in has just shown who they are."""
        return super().is_reauthentication_required(app=app, **kwargs) and not has_just_signed_in(self.request)

    def send_password_reset_mail(self, user, email, context):
        with override(user.language):
            super().send_password_reset_mail(user, email, context)

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """In the language of whom it tells; a mail server that is down stops no change."""
        try:
            with override(user.language):
                super().send_notification_mail(template_prefix, user, {"user": user} | (context or {}), email)
        except OSError as error:
            logger.warning("No mail about %s was sent: %s", template_prefix, error)


def has_just_signed_in(request):
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT


class SecondFactorAdapter(DefaultMFAAdapter):
    """A copy of the database gives nobody a second factor: what codes are made from is encrypted with SECRET_KEY."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("This is not right. A code is valid for half a minute and only once."),
    }

    def encrypt(self, text):
        return fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        """After a change of SECRET_KEY nothing opens, and what nobody knows matches no code."""
        try:
            return fernet().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return base64.b32encode(secrets.token_bytes(20)).decode()

    def build_totp_svg(self, url):
        """Without what only stands in files: the size and the namespace come from the page."""
        svg = super().build_totp_svg(url)
        return mark_safe(re.sub(r"<\?xml.*?\?>\s*|\s(?:width|height)=\"[^\"]*\"", "", svg))  # noqa: S308 - of our own making

    def generate_authenticator_name(self, user, type):
        number = user.authenticator_set.filter(type=type).count() + 1
        return gettext("Passkey {number}").format(number=number)


def fernet():
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"second factor{settings.SECRET_KEY}".encode()).digest()))
