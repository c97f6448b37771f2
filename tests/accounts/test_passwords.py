"""Rules for passwords, and limits on guessing them and on reset mails."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client

from tests.factories import make_admin, make_user

pytestmark = pytest.mark.django_db

NEW = "yeni ve uzun bir parola"
RESET = "/tr/hesap/password/reset/"


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("kısa parola", "password_too_short"),
        ("q1w2e3r4t5y6", "password_too_common"),
        ("148927355018", "password_entirely_numeric"),
        ("aygul.aydin.2026", "password_too_similar"),
        ("Galatasaray1905!", "password_too_easy"),
        ("İstanbul.Türkiye.34", "password_too_easy"),
        ("şifreşifre123", "password_too_easy"),
        ("ababababababab", "password_too_easy"),
    ],
)
def test_weak_passwords_are_refused(password, code):
    user = make_user(username="aygul.aydin")

    with pytest.raises(ValidationError) as refusal:
        validate_password(password, user)

    assert code in {each.code for each in refusal.value.error_list}


@pytest.mark.parametrize(
    "password", ["galatasaray masası kırmızı", "doğru at pil zımba", "Пароль-длинный-9", "1453-1923-1999-2009"]
)
def test_good_passwords_are_taken(password):
    validate_password(password, make_user())


def test_a_very_long_password_is_judged_at_once():
    validate_password("turkturkicturkey" * 500 + "x", make_user())


@pytest.mark.parametrize("language", ["tr", "en"])
def test_a_mail_tells_of_a_reset_in_the_users_language_and_the_old_sessions_end(client, client_elsewhere, language):
    user = make_admin(email="ayse@example.org", language=language)
    client_elsewhere.force_login(user)
    client.post(RESET, {"email": "ayse@example.org"})
    path = mail.outbox[0].body.split("http://127.0.0.1:8000")[1].split()[0]

    form = client.get(path, follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})

    user.refresh_from_db()
    assert user.check_password(NEW)
    assert client_elsewhere.get("/tr/yonetim/").status_code == 302
    assert [each.to for each in mail.outbox] == [["ayse@example.org"]] * 2


@pytest.fixture
def client_elsewhere():
    return Client()


@pytest.mark.parametrize("language", ["tr", "en"])
def test_after_five_reset_mails_one_waits_an_hour(client, language):
    make_admin(email="ayse@example.org")
    address = {"tr": RESET, "en": "/en/account/password/reset/"}[language]

    answers = [client.post(address, {"email": "Ayse@example.org"}) for _mail in range(6)]

    assert [each.status_code for each in answers] == [302] * 5 + [429]
    assert (answers[5]["Retry-After"], len(mail.outbox)) == ("3600", 5)
    assert "60" in answers[5].content.decode()
    assert f'<html lang="{language}"' in answers[5].content.decode()


def guess(client, forwarded, **values):
    return client.post(
        "/tr/hesap/login/", {"login": "nobody", "password": "x"} | values, headers={"x-forwarded-for": forwarded}
    )


def refused(response):
    return response.status_code == 429 or "too_many_login_attempts" in {
        error.code for errors in response.context["form"].errors.as_data().values() for error in errors
    }


@pytest.mark.parametrize(
    ("proxies", "forwarded", "is_refused"),
    [
        (1, "10.0.0.{n}, 198.51.100.7", True),  # what stands before the last was sent by the client
        (1, "198.51.100.{n}", False),
        (2, "198.51.100.{n}, 10.0.0.1", False),
        (2, "10.0.0.{n}, 198.51.100.7, 10.0.0.1", True),
        (0, "198.51.100.{n}", True),  # nobody is between: the header is the client's own
    ],
)
def test_the_address_behind_proxies_cannot_be_chosen(client, settings, proxies, forwarded, is_refused):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies

    for n in range(20):
        guess(client, forwarded.format(n=n), login=f"nobody-{n}")

    assert refused(guess(client, forwarded.format(n=21), login="nobody-21")) == is_refused
