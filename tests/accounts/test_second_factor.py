"""Signing in with a second factor, and who must."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core import mail
from django.db import connection
from django.test import Client, TestCase
from django.urls import reverse
from django.utils.translation import gettext, override

from ots_portal.accounts.models import AuditEntry
from ots_portal.accounts.roles import Role
from ots_portal.environment import ROLES
from tests.admin_pages import admin_address, sent_values
from tests.factories import make_admin, make_area, make_user

pytestmark = pytest.mark.django_db

PASSWORD = "a long enough password"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
LOGIN = "/tr/hesap/login/"
INDEX = "/tr/hesap/2fa/"
SECOND_STEP = "/tr/hesap/2fa/authenticate/"


def code(secret=SECRET):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def add_app(user):
    TOTP.activate(user, SECRET)
    return RecoveryCodes.activate(user)


def sign_in(client, user, **values):
    return client.post(LOGIN, {"login": user.username, "password": PASSWORD} | values)


def is_signed_in(client):
    return "_auth_user_id" in client.session


def enrol(client):
    """Add an authenticator app as a person does, reading the secret from the page."""
    page = client.get("/tr/hesap/2fa/totp/activate/")
    secret = page.context["form"].secret
    with TestCase.captureOnCommitCallbacks(execute=True):
        return client.post("/tr/hesap/2fa/totp/activate/", {"code": code(secret)})


def test_an_app_is_added_with_its_first_code_and_recovery_codes_are_shown(client):
    user = make_admin()
    sign_in(client, user)

    response = enrol(client)
    codes = client.get(response.url)

    assert response.url == reverse("mfa_view_recovery_codes")
    kinds = {"totp", "recovery_codes"}
    assert set(Authenticator.objects.filter(user=user).values_list("type", flat=True)) == kinds
    assert len(re.findall(r"<li><code>\d{8}</code></li>", codes.content.decode())) == 10


def test_the_second_step_comes_before_the_session(client):
    user = make_admin()
    add_app(user)

    first = sign_in(client, user)
    was_signed_in = is_signed_in(client)
    second = client.post(SECOND_STEP, {"code": code()})

    assert (first.url, was_signed_in) == (SECOND_STEP, False)
    assert (second.url, is_signed_in(client)) == (reverse("own_admin"), True)


@pytest.mark.parametrize("language", ["tr", "en"])
def test_who_signs_in_is_greeted_in_their_own_language(client, language):
    user = make_admin(username="ayse", language=language)
    greetings = {"tr": "ayse olarak başarıyla", "en": "Successfully signed in as ayse"}

    client.post("/en/account/login/", {"login": user.username, "password": PASSWORD})
    page = client.get("/yonetim/", follow=True)

    assert [greetings[language] in str(message) for message in page.context["messages"]] == [True]


def test_a_wrong_code_opens_nothing_and_is_logged(client):
    user = make_admin(username="ayse")
    add_app(user)
    sign_in(client, user)

    response = client.post(SECOND_STEP, {"code": "000000"})

    assert response.status_code == 200
    assert not is_signed_in(client)
    assert AuditEntry.objects.filter(event="sign_in_failed").get().user_name == "ayse"


def test_a_code_works_once(client):
    user = make_admin()
    add_app(user)
    same = code()
    sign_in(client, user)
    client.post(SECOND_STEP, {"code": same})
    client.logout()

    sign_in(client, user)
    client.post(SECOND_STEP, {"code": same})

    assert not is_signed_in(client)


def test_a_recovery_code_works_once(client):
    user = make_admin()
    recovery = add_app(user).get_unused_codes()[0]

    opened = []
    for _attempt in range(2):
        sign_in(client, user)
        client.post(SECOND_STEP, {"code": recovery})
        opened.append(is_signed_in(client))
        client.logout()

    assert opened == [True, False]


def test_six_wrong_codes_close_the_second_step_for_five_minutes(client):
    user = make_admin()
    add_app(user)
    sign_in(client, user)

    for _attempt in range(5):
        client.post(SECOND_STEP, {"code": "000000"})
    response = client.post(SECOND_STEP, {"code": code()})

    assert not is_signed_in(client)
    assert response.context["form"].errors.as_data()["code"][0].code == "too_many_login_attempts"


def test_secrets_are_encrypted_in_the_database(client):
    user = make_admin()
    recovery = add_app(user)

    with connection.cursor() as cursor:
        cursor.execute("SELECT data::text FROM mfa_authenticator")
        stored = " ".join(row[0] for row in cursor.fetchall())

    assert SECRET not in stored
    assert recovery.generate_codes() == recovery.generate_codes()


def test_after_a_change_of_the_secret_key_no_code_opens_and_nothing_breaks(client, settings):
    user = make_admin()
    add_app(user)
    settings.SECRET_KEY = "another key of the portal, which is long enough too"
    sign_in(client, user)

    response = client.post(SECOND_STEP, {"code": code()})

    assert (response.status_code, is_signed_in(client)) == (200, False)


# ---- required ----


@pytest.mark.parametrize(
    ("required", "role", "is_led"),
    [
        (True, "reader", True),
        (True, "administrator", True),
        (False, "administrator", False),
        (frozenset({"administrator"}), "administrator", True),
        (frozenset({"administrator"}), "editor", False),
        (frozenset({"editor", "reviewer"}), "editor", True),
    ],
)
def test_whoever_must_have_a_second_factor_is_led_to_add_one(client, settings, required, role, is_led):
    settings.REQUIRE_MFA = required
    client.force_login(make_user(role=role))

    response = client.get("/tr/yonetim/")

    assert (response.status_code, response.get("Location")) == ((302, INDEX) if is_led else (200, None))


def test_superusers_count_as_administrators(client, settings):
    settings.REQUIRE_MFA = frozenset({"administrator"})
    client.force_login(make_admin())

    assert client.get("/tr/yonetim/").url == INDEX


def test_the_environment_knows_every_role():
    assert set(ROLES) == set(Role.values)


def test_the_administration_opens_once_an_app_is_added(client, settings):
    settings.REQUIRE_MFA = True
    user = make_user(role="editor")

    signed_in = sign_in(client, user, next="/tr/yonetim/")
    closed = client.get(signed_in.url)
    enrol(client)

    assert closed.url == INDEX
    assert client.get("/tr/yonetim/").status_code == 200


def test_recovery_codes_alone_are_no_second_factor(client, settings):
    settings.REQUIRE_MFA = True
    user = make_user(role="editor")
    RecoveryCodes.activate(user)
    client.force_login(user)

    assert client.get("/tr/yonetim/").url == INDEX


def test_a_form_kept_over_the_end_of_a_session_is_no_way_around_it(client, settings):
    settings.REQUIRE_MFA = True
    user, area = make_admin(), make_area(name_tr="Ulaştırma")
    address = admin_address(area, "change")
    client.force_login(make_admin())
    settings.REQUIRE_MFA = False
    client_values = sent_values(client.get(address)) | {"name_tr": "Başka"}
    client.logout()
    settings.REQUIRE_MFA = True

    signed_in = client.post(address, client_values | {"login": user.username, "password": PASSWORD})

    assert signed_in.url == INDEX
    area.refresh_from_db()
    assert area.name_tr == "Ulaştırma"
    assert not AuditEntry.objects.filter(event="write").exists()


def test_what_was_typed_is_saved_after_both_steps(client):
    user, area = make_admin(), make_area(name_tr="Ulaştırma")
    add_app(user)
    address = admin_address(area, "change")
    client.force_login(user)
    values = sent_values(client.get(address)) | {"name_tr": "Başka"}
    client.logout()

    first = client.post(address, values | {"login": user.username, "password": PASSWORD})
    second = client.post(address, values | {"second-step-code": code()})

    assert (first.status_code, "second-step-code" in first.content.decode()) == (403, True)
    assert second.status_code == 302
    assert AuditEntry.objects.filter(event="write", object_id=str(area.pk)).exists()


# ---- changing it ----


def test_changes_ask_again_who_it_is_some_minutes_after_signing_in(client):
    user = make_admin()
    sign_in(client, user)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() - 400}]
    session.save()

    response = client.get("/tr/hesap/2fa/totp/activate/")

    assert response.url.startswith("/tr/hesap/reauthenticate/?next=")


def test_an_app_is_removed_and_its_recovery_codes_with_it(client):
    user = make_admin()
    sign_in(client, user)
    enrol(client)

    client.post("/tr/hesap/2fa/totp/deactivate/")

    assert not Authenticator.objects.filter(user=user).exists()
    changes = AuditEntry.objects.filter(event="user").order_by("pk").values_list("before", "after")
    assert list(changes) == [
        (None, {"second_factor": "totp"}),
        (None, {"second_factor": "recovery_codes"}),
        ({"second_factor": "totp"}, None),
        ({"second_factor": "recovery_codes"}, None),
    ]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("language", ["tr", "en"])
def test_mail_in_the_users_language_tells_of_a_new_factor(client, language):
    user = make_admin(email="ayse@example.org", language=language)
    sign_in(client, user)

    enrol(client)

    told = mail.outbox[0]
    assert told.to == ["ayse@example.org"]
    with override(language):
        assert told.subject == gettext("An authenticator app was added to your account")


@pytest.mark.django_db(transaction=True)
def test_a_mail_server_that_is_down_stops_no_enrolment(client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    user = make_admin(email="ayse@example.org")
    sign_in(client, user)

    response = enrol(client)

    assert response.status_code == 302


def test_a_new_factor_ends_the_sessions_that_began_without_it(client, client_of_another_device):
    user = make_admin()
    for each in (client, client_of_another_device):
        sign_in(each, user)

    enrol(client)

    assert is_signed_in(client)
    assert client_of_another_device.get("/tr/yonetim/").status_code == 302


@pytest.fixture
def client_of_another_device():
    return Client(headers={"user-agent": "Mozilla/5.0 (Android 15; Mobile) Firefox/140.0"})


@pytest.mark.parametrize("language", ["tr", "en"])
def test_the_picture_and_the_secret_need_no_style_and_no_script(client, language):
    user = make_admin(language=language)
    sign_in(client, user)

    page = client.get(f"/{language}/{'hesap' if language == 'tr' else 'account'}/2fa/totp/activate/").content.decode()

    assert re.findall(r"\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)|<style", page) == []
    assert re.search(r'<div class="qr-code" role="img" aria-label="[^"]+"><svg[^>]*><path', page)
