"""Sessions are listed, and ended by their user, by administrators, and by a new password."""

import re
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client
from django.utils import timezone

from ots_portal.accounts.models import AuditEntry
from ots_portal.accounts.sessions import device
from tests.factories import make_admin

pytestmark = pytest.mark.django_db

PASSWORD, NEW = "a long enough password", "yeni ve uzun bir parola"
LIST, END = "/tr/hesap/sessions/", "/tr/hesap/sessions/end/"
DESK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Safari/604.1"


def signed_in(user, user_agent=DESK):
    client = Client(headers={"user-agent": user_agent})
    client.post("/tr/hesap/login/", {"login": user.username, "password": PASSWORD})
    return client


def is_in(client):
    return client.get("/tr/yonetim/").status_code == 200


@pytest.fixture
def devices():
    """One user on two devices, and another user."""
    user = make_admin(username="ayse", email="ayse@example.org")
    return signed_in(user), signed_in(user, PHONE), signed_in(make_admin())


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (DESK, "Firefox, Windows"),
        (PHONE, "Safari, iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537 Chrome/140 Mobile Safari/537", "Chrome, Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) AppleWebKit/537 Chrome/140 Safari/537 Edg/140", "Edge, macOS"),
        ("curl/8", ""),
    ],
)
def test_a_device_is_named_as_people_know_it(user_agent, name):
    assert device(user_agent) == name


def test_the_list_shows_all_devices_of_the_user_and_marks_this_one(devices):
    desk, _phone, _other = devices

    page = desk.get(LIST)

    assert [each.device for each in page.context["sessions"]] == ["Safari, iPhone", "Firefox, Windows"]
    assert re.findall(r"<strong>([^<]+)</strong> <span class=\"tag\">", page.content.decode()) == ["Firefox, Windows"]


def test_the_pages_of_an_account_say_which_of_them_one_is_on(devices):
    page = devices[0].get(LIST).content.decode()

    assert re.findall(r'<a href="([^"]+)" aria-current="page"', page) == [LIST]


def test_one_session_is_ended_and_the_end_is_logged(devices):
    desk, _phone, _other = devices
    ended = desk.get(LIST).context["sessions"][0]

    desk.post(END, {"session": ended.pk})

    assert [is_in(each) for each in devices] == [True, False, True]
    entry = AuditEntry.objects.get(event="user")
    assert (entry.user_name, entry.after) == ("ayse", {"ended_sessions": 1})


def test_all_other_sessions_are_ended(devices):
    desk, _phone, _other = devices

    desk.post(END)

    assert [is_in(each) for each in devices] == [True, False, True]


@pytest.mark.parametrize("chosen", ["of another", "none", "²", "9" * 30])
def test_nobody_ends_sessions_of_others(devices, chosen):
    desk, _phone, other = devices
    key = other.session.session_key
    values = {"of another": str(UserSession.objects.get(session_key=key).pk)}

    response = desk.post(END, {"session": values.get(chosen, chosen)})

    assert response.status_code == 302
    assert [is_in(each) for each in devices] == [True, True, True]
    assert not AuditEntry.objects.filter(event="user").exists()


def test_a_new_password_ends_the_other_sessions_and_a_mail_tells_of_it(devices):
    desk, _phone, _other = devices

    response = desk.post("/tr/hesap/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})

    assert response.status_code == 302
    assert [is_in(each) for each in devices] == [True, False, True]
    assert [each.to for each in mail.outbox] == [["ayse@example.org"]]


def test_when_a_session_was_seen_is_noted_every_few_minutes(devices):
    desk, _phone, _other = devices
    key = desk.session.session_key
    UserSession.objects.update(last_seen_at=timezone.now() - timedelta(hours=1))
    before = UserSession.objects.get(session_key=key).last_seen_at
    session = desk.session

    desk.get("/tr/yonetim/")
    at_once = UserSession.objects.get(session_key=key).last_seen_at
    session["seen_at"] -= 400
    session.save()
    desk.get("/tr/yonetim/")
    later = UserSession.objects.get(session_key=key).last_seen_at

    assert at_once == before < later


def test_what_is_known_of_a_session_that_expired_is_forgotten_when_somebody_signs_in(devices):
    UserSession.objects.filter(user__username="ayse").update(last_seen_at=timezone.now() - timedelta(hours=13))

    signed_in(make_admin())

    assert not UserSession.objects.filter(user__username="ayse").exists()
    assert UserSession.objects.count() == 2


def test_administrators_see_and_end_the_sessions_of_a_user(devices):
    desk, _phone, other = devices
    user = UserSession.objects.get(session_key=desk.session.session_key).user
    address = f"/tr/yonetim/accounts/user/{user.pk}/sign-in/"

    seen = [each.device for each in other.get(address).context["sessions"]]
    other.post(address, {"act": "end_sessions"})

    assert seen == ["Safari, iPhone", "Firefox, Windows"]
    assert [is_in(each) for each in devices] == [False, False, True]
    assert AuditEntry.objects.get(event="user").after == {"ended_sessions": 2}
