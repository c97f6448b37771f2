"""How people sign in, alike on every machine; imported by ots_portal/settings.py."""

AUTHENTICATION_BACKENDS = ["ots_portal.accounts.backend.RoleBackend"]
DJANGO_VALIDATORS = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{DJANGO_VALIDATORS}.UserAttributeSimilarityValidator"},
    {"NAME": f"{DJANGO_VALIDATORS}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{DJANGO_VALIDATORS}.CommonPasswordValidator"},
    {"NAME": f"{DJANGO_VALIDATORS}.NumericPasswordValidator"},
    {"NAME": "ots_portal.accounts.passwords.NotOnlyCommonWords"},
]
ACCOUNT_ADAPTER = "ots_portal.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to strangers; the page says the same to everybody
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_NOTIFICATIONS = True  # of every new password
ACCOUNT_RATE_LIMITS = {  # the page of 429 and the messages of AccountAdapter say how long to wait
    "login": "30/5m/ip",
    "login_failed": "20/5m/ip,5/5m/key",  # passwords and codes; the key is the account
    "reauthenticate": "10/5m/user",
    "change_password": "10/5m/user",
    "reset_password": "20/h/ip,5/h/key",
    "reset_password_from_key": "20/5m/ip",
}
MFA_ADAPTER = "ots_portal.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nobody signs up: addresses are the secretariat's
MFA_TOTP_ISSUER = "OTS Portal"
MFA_TOTP_TOLERANCE = 1  # clocks of phones differ
MFA_FORMS = {
    "authenticate": "ots_portal.accounts.second_factor_forms.AuthenticateForm",
    "reauthenticate": "ots_portal.accounts.second_factor_forms.ReauthenticateForm",
    "activate_totp": "ots_portal.accounts.second_factor_forms.ActivateTOTPForm",
    "add_webauthn": "ots_portal.accounts.second_factor_forms.AddPasskeyForm",
}
SOCIALACCOUNT_ADAPTER = "ots_portal.accounts.single_sign_on.SingleSignOnAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = True  # a link: our policy lets no form lead to another host
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "own_admin"
