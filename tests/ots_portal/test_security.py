import re

import pytest
from django.urls import reverse

from tests.factories import make_admin, make_area, make_meeting, make_user

pytestmark = pytest.mark.django_db

PUBLIC = ["/tr/", "/en/", "/tr/toplantilar/", "/tr/isbirligi-alanlari/", "/tr/nothing-here/", "/health/", "/robots.txt"]


@pytest.mark.parametrize("address", PUBLIC)
def test_every_public_answer_has_the_strict_policy(client, address):
    policy = client.get(address)["Content-Security-Policy"]

    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "base-uri 'none'" in policy
    assert "http" not in policy


@pytest.mark.parametrize("address", PUBLIC)
def test_every_public_answer_has_the_other_headers(client, address):
    headers = client.get(address).headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize("address", [*PUBLIC, "/"])
def test_public_answers_set_no_cookie(client, address):
    response = client.get(address)

    assert not response.cookies


def test_detail_pages_have_no_inline_style_script_or_foreign_address(client):
    for record in (make_area(), make_meeting()):
        html = client.get(record.get_absolute_url()).content.decode()

        without_data = html.replace('<script type="application/ld+json">', "")
        assert re.findall(r"\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)|<style", without_data) == []
        assert re.findall(r'(?:src|href)="(https?:)?//(?!127\.0\.0\.1:8000)[^"]*"', html) == []


@pytest.mark.parametrize("language", ["tr", "en"])
def test_staff_sign_in_in_both_languages(client, language):
    make_admin(username="ayse", language=language)
    address = {"tr": "/tr/hesap/login/", "en": "/en/account/login/"}[language]

    page = client.get(address)
    response = client.post(address, {"login": "ayse", "password": "a long enough password"}, follow=True)

    assert f'<html lang="{language}"' in page.content.decode()
    assert response.redirect_chain[-1][0] == f"/{language}/yonetim/"
    assert response.context["user"].username == "ayse"


def test_signing_in_with_the_mail_address_works_too(client):
    make_admin(username="ayse", email="ayse@example.org")

    client.post("/tr/hesap/login/", {"login": "ayse@example.org", "password": "a long enough password"})

    assert "_auth_user_id" in client.session


def test_a_wrong_password_is_told_and_keeps_the_name(client):
    make_user(username="ayse")

    response = client.post("/tr/hesap/login/", {"login": "ayse", "password": "wrong"})

    assert response.status_code == 200
    assert 'value="ayse"' in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_thirty_wrong_passwords_are_not_all_tried(client):
    make_user(username="ayse")

    answers = [client.post("/tr/hesap/login/", {"login": "ayse", "password": f"wrong {n}"}) for n in range(30)]
    response = client.post("/tr/hesap/login/", {"login": "ayse", "password": "a long enough password"})

    assert "_auth_user_id" not in client.session
    assert answers[0].status_code == 200
    assert response.status_code in {200, 429}


def test_nobody_signs_up(client):
    response = client.post(
        "/tr/hesap/signup/", {"username": "x", "password1": "a long enough one", "password2": "a long enough one"}
    )

    assert "_auth_user_id" not in client.session
    assert reverse("account_login") in response.content.decode()


def test_the_session_cookie_is_closed_to_scripts_and_other_sites(client):
    make_admin(username="ayse")

    client.post("/tr/hesap/login/", {"login": "ayse", "password": "a long enough password"})

    cookie = client.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
