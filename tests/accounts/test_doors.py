"""Every page of accounts, opened by nobody, without a second factor and with one, in every role."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.urls import URLResolver, reverse

from ots_portal.accounts import urls
from ots_portal.accounts.roles import Role
from tests.factories import make_user

pytestmark = pytest.mark.django_db

PEOPLE = {role: {"role": role} for role in Role.values}
PEOPLE |= {"superuser": {"is_staff": True, "is_superuser": True}, "without a role": {"is_staff": True}}
ADMINISTRATORS = {"administrator", "superuser"}
ACCOUNT_PAGES = {  # what a page answers to somebody without a session, without a second factor, and with one
    "account_change_password": (302, 200, 200),
    "account_mail": (302, 200, 200),
    "account_reauthenticate": (302, 200, 200),
    "mfa_index": (302, 200, 200),
    "mfa_activate_totp": (302, 200, 302),
    "mfa_deactivate_totp": (302, 404, 200),
    "mfa_add_webauthn": (302, 200, 200),
    "mfa_list_webauthn": (302, 200, 200),
    "mfa_view_recovery_codes": (302, 404, 200),
    "mfa_download_recovery_codes": (302, 404, 200),
    "mfa_generate_recovery_codes": (302, 200, 200),
    "mfa_reauthenticate": (302, 302, 200),
    "mfa_reauthenticate_webauthn": (302, 302, 302),
    "session_list": (302, 200, 200),
    "account_login": (200, 302, 302),
    "account_logout": (302, 200, 200),
    "account_reset_password": (200, 200, 200),
    "account_signup": (200, 302, 302),
    "mfa_authenticate": (302, 302, 302),
    "mfa_login_webauthn": (302, 302, 302),
}
LEFT_OUT = {"account_set_password", "account_email", "account_inactive", "account_confirm_login_code"}
LEFT_OUT |= {"account_email_verification_sent", "account_confirm_email", "account_reset_password_from_key"}
LEFT_OUT |= {"account_reset_password_done", "account_reset_password_from_key_done", "session_end"}
LEFT_OUT |= {"openid_connect_login", "openid_connect_callback", "socialaccount_login_error"}
LEFT_OUT |= {"socialaccount_login_cancelled", "mfa_edit_webauthn", "mfa_remove_webauthn"}


def patterns_of(patterns):
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from patterns_of(each.url_patterns)
        else:
            yield each


def test_every_page_of_accounts_is_walked():
    assert {each.name for each in patterns_of(urls.urlpatterns)} == {*ACCOUNT_PAGES, *LEFT_OUT}


@pytest.mark.parametrize("person", PEOPLE)
def test_pages_of_accounts_answer_who_is_signed_in_alike_whatever_the_role(client, person):
    answers = {name: [client.get(reverse(name)).status_code] for name in ACCOUNT_PAGES}
    user = make_user(**PEOPLE[person])

    sign_in(client, user)
    for name, seen in answers.items():
        seen.append(client.get(reverse(name)).status_code)
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(user)
    for name, seen in answers.items():
        seen.append(client.get(reverse(name)).status_code)

    assert {name: tuple(seen) for name, seen in answers.items()} == ACCOUNT_PAGES


def sign_in(client, user):
    client.post("/tr/hesap/login/", {"login": user.username, "password": "a long enough password"})


def test_what_is_no_address_to_go_to_after_signing_in_is_ignored(client):
    user, address = make_user(role="reader"), "/tr/hesap/login/?next=http://["

    asked = client.get(address)
    refused = client.post(address, {"login": "nobody", "password": "x", "next": "http://["})
    client.post(address, {"login": user.username, "password": "a long enough password", "next": "http://["})

    assert (asked.status_code, refused.status_code) == (200, 200)
    assert client.session["_auth_user_id"] == str(user.pk)


def test_passkeys_of_others_are_neither_renamed_nor_removed(client):
    theirs = Authenticator.objects.create(user=make_user(), type="webauthn", data={"name": "X"})
    sign_in(client, make_user(**PEOPLE["superuser"]))

    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        for method in (client.get, client.post):
            assert method(reverse(name, args=[theirs.pk])).status_code == 404


def test_second_factors_and_sessions_of_others_are_seen_and_removed_by_administrators_only(client):
    other, above = make_user(), make_user(**PEOPLE["superuser"])
    TOTP.activate(other, "JBSWY3DPEHPK3PXP")

    for person, values in PEOPLE.items():
        client.force_login(make_user(**values))
        addresses = [reverse("admin:accounts_user_sign_in", args=[each.pk]) for each in (other, above)]
        is_in = [person in ADMINISTRATORS, person == "superuser"]
        assert [client.get(each).status_code for each in addresses] == [200 if each else 403 for each in is_in], person
        if person not in ADMINISTRATORS:
            assert client.post(addresses[0], {"act": "remove_factors"}).status_code == 403
    assert other.authenticator_set.exists()
