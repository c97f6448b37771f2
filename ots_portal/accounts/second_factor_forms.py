"""The forms of second factors, with fields that a phone knows how to fill in."""

from allauth.mfa.base import forms as base_forms
from allauth.mfa.totp.forms import ActivateTOTPForm as StockActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _


class CodeField(forms.Form):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label = _("Code")
        field.widget.attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}


class AuthenticateForm(CodeField, base_forms.AuthenticateForm):
    pass


class ReauthenticateForm(CodeField, base_forms.ReauthenticateForm):
    pass


class ActivateTOTPForm(CodeField, StockActivateTOTPForm):
    @property
    def secret_groups(self):
        """Four letters at a time, for whoever types them into the app."""
        return [self.secret[start : start + 4] for start in range(0, len(self.secret), 4)]


class AddPasskeyForm(AddWebAuthnForm):
    """A passkey takes the place of the password, unless one says otherwise."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the passkey")
        self.fields["name"].help_text = _("So that you know it again: “my phone”, “security key in the office”.")
        self.fields["passwordless"].label = _("Sign in with it alone")
        self.fields["passwordless"].help_text = _(
            "Without a password; the device asks for your fingerprint, face or PIN. "
            "Take this away for a simple security key, which then stands beside the password."
        )
        self.fields["passwordless"].initial = True
