"""Signing in with a second factor in a browser: an app, recovery codes, passkeys; on a narrow screen, too."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from playwright.sync_api import expect

from tests.factories import make_admin

PASSWORD = "a long enough password"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def person(transactional_db, settings):
    settings.REQUIRE_MFA = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()
    yield make_admin(username="aygul", password=PASSWORD)
    cache.clear()


@pytest.fixture
def without_scripts(browser):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    yield context.new_page()
    context.close()


def give_password(page, live_server, language="tr"):
    page.goto(f"{live_server.url}/{language}/yonetim/")
    page.fill("[name=login]", "aygul")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")


def sign_out(page, live_server):
    page.goto(f"{live_server.url}/tr/hesap/logout/")
    page.click("main button[type=submit]")


def code(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def give_code(page, value):
    page.fill("[name=code]", value)
    page.press("[name=code]", "Enter")


def add_app(page):
    page.click("a[href$='totp/activate/']")
    give_code(page, code("".join(page.locator(".secret").inner_text().split())))


def test_an_app_is_added_and_recovery_codes_open_too_all_without_scripts(without_scripts, live_server, person):
    page = without_scripts
    give_password(page, live_server)
    expect(page).to_have_url(f"{live_server.url}/tr/hesap/2fa/")
    add_app(page)
    codes = page.locator(".recovery-codes code").all_inner_texts()
    with page.expect_download() as download:
        page.click("a[href$='download/']")
    page.click("main a[href='/yonetim/']")
    expect(page.locator("#waiting")).to_be_visible()

    sign_out(page, live_server)
    give_password(page, live_server)
    give_code(page, codes[0])
    expect(page.locator("#waiting")).to_be_visible()

    assert len(codes) == 10
    assert all(each in download.value.path().read_text() for each in codes)


def test_a_passkey_opens_alone_and_as_the_second_step(page, live_server, person):
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    give_password(page, live_server)
    page.click("a[href$='webauthn/add/']")
    page.fill("[name=name]", "Telefonum")
    page.click("#make_passkey")
    expect(page.locator(".recovery-codes")).to_be_visible()

    sign_out(page, live_server)
    give_password(page, live_server)
    page.click("#sign_in_with_passkey")
    expect(page.locator("#waiting")).to_be_visible()

    sign_out(page, live_server)
    page.goto(f"{live_server.url}/tr/hesap/login/")
    page.click("#passkey_login")
    expect(page.locator("#waiting")).to_be_visible()

    assert str(Authenticator.objects.get(type="webauthn")) == "Telefonum"


def test_a_device_without_a_passkey_is_told_and_the_password_still_opens(page, live_server, person):
    TOTP.activate(person, "JBSWY3DPEHPK3PXP")
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE | {"isUserVerified": False}})
    page.goto(f"{live_server.url}/tr/hesap/login/")
    page.click("#passkey_login")

    expect(page.locator("[data-passkey-trouble=passkey_login]")).to_be_visible()
    give_password(page, live_server)
    give_code(page, code("JBSWY3DPEHPK3PXP"))
    expect(page.locator("#waiting")).to_be_visible()


NARROW_AND_LIGHT = {"viewport": {"width": 320, "height": 740}, "color_scheme": "light"}
WIDE_AND_DARK = {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"}
BEFORE = ["2fa/", "2fa/totp/activate/", "2fa/webauthn/add/", "password/reset/"]
AFTER = ["2fa/", "2fa/recovery-codes/", "2fa/totp/deactivate/", "2fa/recovery-codes/generate/", "reauthenticate/"]
AFTER += ["2fa/reauthenticate/", "sessions/", "password/change/", "2fa/webauthn/"]


@pytest.mark.parametrize(
    ("account", "window"), [("/tr/hesap/", NARROW_AND_LIGHT), ("/en/account/", WIDE_AND_DARK)], ids=["tr", "en"]
)
def test_axe_finds_nothing_on_the_pages_of_signing_in(browser, live_server, person, account, window):
    page = browser.new_context(**window).new_page()
    address = f"{live_server.url}{account}"
    page.goto(f"{address}login/")
    found = barriers(page)

    give_password(page, live_server, account[1:3])
    for name in BEFORE:
        page.goto(address + name)
        found += barriers(page)
    page.goto(f"{address}2fa/")
    add_app(page)
    for name in AFTER:
        page.goto(address + name)
        found += barriers(page)
    sign_out(page, live_server)
    give_password(page, live_server, account[1:3])
    found += barriers(page)

    page.context.close()
    assert found == []


def barriers(page):
    """What hinders on a page: rules it breaks, and width beyond the window."""
    page.wait_for_load_state("networkidle")
    broken = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    is_wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [(page.url, each["id"], each["nodes"][0]["html"]) for each in broken] + [(page.url, "wide")] * is_wide
