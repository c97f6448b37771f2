"""Words of django-allauth whose Turkish differs from Django's and ours (“Şifre” beside “Parola”): our catalogue wins."""

from django.utils.translation import gettext_noop

ACCOUNT_WORDS = (
    gettext_noop("Change Password"),
    gettext_noop("Current Password"),
    gettext_noop("Forgot your password?"),
    gettext_noop("New Password"),
    gettext_noop("New Password (again)"),
    gettext_noop("Password Reset"),
    gettext_noop("Please type your current password."),
    gettext_noop("Reset My Password"),
    gettext_noop("The username and/or password you specified are not correct."),
    gettext_noop("The email address and/or password you specified are not correct."),
    gettext_noop("You must type the same password each time."),
    gettext_noop("Password successfully changed."),
    gettext_noop("Password successfully set."),
)
