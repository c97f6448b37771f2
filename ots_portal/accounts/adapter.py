from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.urls import reverse


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the secretariat; nobody signs up."""

    def is_open_for_signup(self, request):
        return False

    def get_reset_password_from_key_url(self, key):
        """On our own origin, never on the host that a request names."""
        uidb36, _hyphen, key = key.partition("-")
        return settings.ORIGIN + reverse("account_reset_password_from_key", kwargs={"uidb36": uidb36, "key": key})
