"""OpenID Connect, against a small server of our own."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount

from ots_portal.accounts.models import User
from tests.factories import make_admin, make_user

pytestmark = pytest.mark.django_db

START = "/tr/hesap/oidc/sso/login/"


class OpenIdServer(BaseHTTPRequestHandler):
    """Vouches for the claims that a test gives it."""

    claims = {}
    sent = {}

    def do_GET(self):
        issuer = f"http://{self.headers['Host']}"
        endpoints = {name: f"{issuer}/{name}" for name in ("authorization_endpoint", "token_endpoint")}
        endpoints |= {"userinfo_endpoint": f"{issuer}/userinfo", "jwks_uri": f"{issuer}/keys", "issuer": issuer}
        self.answer(endpoints if "well-known" in self.path else self.claims)

    def do_POST(self):
        length = int(self.headers["Content-Length"])
        type(self).sent = parse_qs(self.rfile.read(length).decode())
        claims = {"iss": f"http://{self.headers['Host']}", "aud": "portal", "exp": time.time() + 60} | self.claims
        token = jwt.encode(claims, "a key of the server that is long enough", algorithm="HS256")
        self.answer({"access_token": "x", "token_type": "Bearer", "id_token": token})

    def answer(self, values):
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(values).encode())

    def log_message(self, *_arguments):
        """In silence."""


@pytest.fixture
def server(settings):
    with ThreadingHTTPServer(("127.0.0.1", 0), OpenIdServer) as http:
        threading.Thread(target=http.serve_forever, daemon=True).start()
        app = {"provider_id": "sso", "name": "Bakanlık", "client_id": "portal", "secret": "s"}
        app["settings"] = {"server_url": f"http://127.0.0.1:{http.server_port}", "oauth_pkce_enabled": True}
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
        yield OpenIdServer
        http.shutdown()


def sign_in(client, server, start=START, **claims):
    """To the server and back, as a browser goes."""
    server.claims = {"sub": "1", "email_verified": True} | claims
    there = urlsplit(client.get(start).url)
    state = parse_qs(there.query)["state"][0]
    return client.get(f"{START}callback/", {"code": "c", "state": state})


def is_signed_in(client):
    return "_auth_user_id" in client.session


def test_without_settings_there_is_no_button_and_no_way(client):
    assert "/oidc/" not in client.get("/tr/hesap/login/").content.decode()
    assert client.get(START).status_code == 404


def test_the_button_names_the_server(client, server):
    page = client.get("/tr/hesap/login/").content.decode()

    assert f'href="{START}' in page
    assert "Bakanlık" in page


def test_a_user_whose_address_is_vouched_for_is_signed_in(client, server):
    user = make_admin(email="ayse@example.org")

    response = sign_in(client, server, email="Ayse@example.org")

    assert (response.status_code, response.url) == (302, "/yonetim/")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert "code_verifier" in server.sent


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "stranger@example.org"},
        {"email": "ayse@example.org", "email_verified": False},
        {"email": "ayse@example.org", "email_verified": "false"},
        {"email": "ayşe@example.org"},
        {"email": "admın@example.org"},
        {"email": "gone@example.org"},
        {},
    ],
)
def test_nobody_else_is_let_in_and_no_user_is_made(client, server, claims):
    for name, is_active in (("ayse", True), ("admin", True), ("gone", False)):
        make_admin(username=name, email=f"{name}@example.org", is_active=is_active)

    response = sign_in(client, server, **claims)

    assert response.status_code == 403
    assert not is_signed_in(client)
    assert User.objects.count() == 3


def test_signing_in_ties_nothing(client, server):
    user = make_admin(email="ayse@example.org")
    sign_in(client, server, email="ayse@example.org")
    client.logout()
    User.objects.filter(pk=user.pk).update(email="new@example.org")

    response = sign_in(client, server, email="ayse@example.org")

    assert response.status_code == 403
    assert not SocialAccount.objects.exists()


def test_a_foreign_identity_is_not_tied_to_who_is_signed_in(client, server):
    client.force_login(make_user())
    make_admin(email="ayse@example.org")

    response = sign_in(client, server, f"{START}?process=connect", email="ayse@example.org")

    assert response.status_code == 403
    assert not SocialAccount.objects.exists()


def test_the_password_stays_and_the_second_step_is_asked_all_the_same(client, server):
    user = make_admin(email="ayse@example.org")
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")

    response = sign_in(client, server, email="ayse@example.org")

    user.refresh_from_db()
    assert (response.url, is_signed_in(client)) == ("/tr/hesap/2fa/authenticate/", False)
    assert user.check_password("a long enough password")


@pytest.mark.parametrize("query", [{"state": "forged", "code": "c"}, {"error": "server_error"}, {}])
def test_a_forged_or_failed_return_signs_nobody_in(client, server, query):
    server.claims = {"sub": "1", "email": "ayse@example.org", "email_verified": True}
    make_admin(email="ayse@example.org")

    response = client.get(f"{START}callback/", query)

    assert response.status_code in {200, 302, 401, 403}
    assert not is_signed_in(client)
