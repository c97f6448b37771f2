"""Editors invite people by mail; nobody gives rights beyond their own."""

import re

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from meetings.models import Meeting
from ots_portal.accounts.models import AuditEntry, User
from ots_portal.accounts.roles import Grant
from tests.factories import make_admin, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_commit_at_once")]

PASSWORD = "uzun ve iyi bir parola"
PERSON = {"first_name": "Aygül", "last_name": "Demir", "email": "Aygul@example.org", "language": "en"}


@pytest.fixture
def on_commit_at_once(monkeypatch):
    """A test's transaction never ends; mail is sent as if it had."""
    monkeypatch.setattr("ots_portal.accounts.assigning.transaction.on_commit", lambda act: act())


def invite(client, inviter, **values):
    client.force_login(inviter)
    return client.post(reverse("admin:accounts_user_invite"), PERSON | {"role": "translator"} | values)


def test_an_invited_person_chooses_a_password_and_enters_in_their_language(client, mailoutbox):
    editor = make_user(role="editor", first_name="Ayşe", last_name="Kaya")

    response = invite(client, editor, languages=["en"])

    assert response.status_code == 302
    user = User.objects.get(email="aygul@example.org")
    assert (user.has_usable_password(), user.is_staff, user.is_superuser, user.language) == (False, True, False, "en")
    assert list(user.assignments.grants()) == [Grant("translator", frozenset({"en"}))]
    (mail,) = mailoutbox
    assert (mail.to, mail.subject) == (["aygul@example.org"], "Your account at the OTS Portal")
    assert "Ayşe Kaya has opened an account for you" in mail.body

    client.logout()
    link = re.search(r"http://[^/]+(/en/account/password/reset/key/\S+)", mail.body)[1]
    form = client.get(link, follow=True)
    chosen = client.post(form.redirect_chain[-1][0], {"password1": PASSWORD, "password2": PASSWORD}, follow=True)
    assert "Your password is saved" in chosen.content.decode()
    signed = client.post("/en/account/login/", {"login": "aygul@example.org", "password": PASSWORD}, follow=True)
    assert signed.redirect_chain[-1][0] == "/en/yonetim/"
    assert client.get(link, follow=True).context["token_fail"]


def test_the_mail_stands_in_turkish_for_who_reads_turkish(client, mailoutbox):
    invite(client, make_user(role="editor"), language="tr")

    assert re.search(r"http://[^/]+/tr/hesap/password/reset/key/\S+", mailoutbox[0].body)


def test_a_link_out_of_date_is_replaced_by_the_page_for_forgotten_passwords(client, mailoutbox):
    invite(client, make_user(role="editor"))
    client.logout()

    client.post("/en/account/password/reset/", {"email": "aygul@example.org"})

    assert [mail.to for mail in mailoutbox] == [["aygul@example.org"]] * 2
    assert "/en/account/password/reset/key/" in mailoutbox[1].body


def test_an_invitation_is_logged(client):
    editor = make_user(role="editor")

    invite(client, editor)

    entry, user = AuditEntry.objects.get(event="invite"), User.objects.get(email="aygul@example.org")
    assert (entry.user, entry.object_id, entry.after["roles"][0]["role"]) == (editor, str(user.pk), "translator")


@pytest.mark.parametrize(
    ("inviter", "values", "field"),
    [
        ({"role": "editor"}, {"role": "administrator"}, "role"),
        ({"role": "editor"}, {"role": "reviewer"}, "role"),
        ({"role": "editor", "languages": ["tr"]}, {"role": "editor"}, "role"),
        ({"role": "editor", "languages": ["tr"]}, {"role": "translator", "languages": ["en"]}, "role"),
        ({"role": "editor", "types": [Meeting]}, {"role": "editor"}, "role"),
        ({"role": "editor"}, {"languages": ["de"]}, "languages"),
        ({"role": "editor"}, {"languages": ["tr"]}, "languages"),
        ({"role": "editor"}, {"content_types": ["1"]}, "content_types"),
        ({"role": "editor"}, {"content_types": ["x"]}, "content_types"),
        ({"role": "editor"}, {"email": "not a mail address"}, "email"),
        ({"role": "editor"}, {"email": "a@example.org\nBcc: b@example.org"}, "email"),
        ({"role": "editor"}, {"first_name": ""}, "first_name"),
    ],
)
def test_an_invitation_beyond_ones_rights_or_sense_is_refused(client, mailoutbox, inviter, values, field):
    response = invite(client, make_user(**inviter), **values)

    assert (response.status_code, list(response.context["form"].errors)) == (200, [field])
    assert (User.objects.filter(email="aygul@example.org").exists(), mailoutbox) == (False, [])


def test_a_mail_address_in_use_is_refused_whatever_its_case(client, mailoutbox):
    make_user(email="AYGUL@example.org")

    response = invite(client, make_user(role="editor"))

    assert list(response.context["form"].errors) == ["email"]
    assert mailoutbox == []


def test_rights_to_some_types_of_record_are_given_on(client):
    editor = make_user(role="editor", types=[Meeting])

    invite(client, editor, content_types=[str(ContentType.objects.get_for_model(Meeting).pk)])

    user = User.objects.get(email="aygul@example.org")
    assert list(user.assignments.grants()) == [Grant("translator", types=frozenset({"meetings.meeting"}))]


@pytest.mark.parametrize(
    ("user", "expected"),
    [
        ({"role": "reader"}, False),
        ({"role": "translator"}, False),
        ({"role": "reviewer"}, False),
        ({"role": "editor"}, True),
        ({"role": "administrator"}, True),
    ],
)
def test_only_who_may_invite_sees_the_form_and_its_link(client, user, expected):
    client.force_login(make_user(**user))

    form = client.get(reverse("admin:accounts_user_invite"))

    assert form.status_code == (200 if expected else 403)
    assert (reverse("admin:accounts_user_invite") in client.get("/tr/yonetim/").content.decode()) == expected
    if not expected:
        assert client.post(reverse("admin:accounts_user_invite"), PERSON | {"role": "reader"}).status_code == 403
        assert not User.objects.filter(email="aygul@example.org").exists()


@pytest.mark.parametrize("language", ["tr", "en"])
def test_the_form_stands_in_both_languages_without_inline_scripts(client, language):
    client.force_login(make_admin())

    html = client.get(reverse("admin:accounts_user_invite").replace("/tr/", f"/{language}/", 1)).content.decode()

    assert f'<html lang="{language}"' in html
    assert re.findall(r"<style|<script(?![^>]* src=)[^>]*>|\son\w+=| style=", html) == []
