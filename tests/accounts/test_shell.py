"""The way back in for an administrator who is locked out: commands of the shell."""

import re
import socketserver
import threading

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from ots_portal.accounts.models import AuditEntry, User
from tests.factories import make_admin

pytestmark = pytest.mark.django_db

PASSWORD, NEW = "a long enough password", "yeni ve uzun bir parola"


def signed_in(user):
    client = Client()
    client.post("/tr/hesap/login/", {"login": user.username, "password": PASSWORD})
    return client


def said(capsys, *command, **options):
    call_command(*command, **options)
    return capsys.readouterr().out


def choose(link, password):
    """Follow a link to choose a password."""
    client = Client()
    path = re.search(r"http://[^/]+(/\S+)", link)[1]
    form = client.get(path, follow=True)
    return client.post(form.redirect_chain[-1][0], {"password1": password, "password2": password})


@pytest.mark.parametrize("name", ["ayse", "Ayse@Example.org"])
def test_a_password_is_reset_by_a_link_and_sessions_end(capsys, name, django_capture_on_commit_callbacks):
    user = make_admin(username="ayse", email="ayse@example.org")
    client = signed_in(user)

    with django_capture_on_commit_callbacks(execute=True):
        output = said(capsys, "reset_password", name)
    choose(output, NEW)

    user.refresh_from_db()
    assert (user.check_password(PASSWORD), user.check_password(NEW)) == (False, True)
    assert client.get("/tr/yonetim/").status_code == 302
    reset = AuditEntry.objects.filter(event="password").earliest("pk")
    assert (reset.user, reset.object_id) == (None, str(user.pk))
    assert mail.outbox[0].to == ["ayse@example.org"]


def test_second_factors_are_removed_and_sessions_end(capsys, django_capture_on_commit_callbacks):
    user = make_admin(username="ayse", email="ayse@example.org")
    client = signed_in(user)
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")

    with django_capture_on_commit_callbacks(execute=True):
        output = said(capsys, "remove_second_factors", "ayse")

    assert "totp" in output
    assert not Authenticator.objects.exists()
    assert client.get("/tr/yonetim/").status_code == 302
    entry = AuditEntry.objects.get(event="user")
    assert (entry.user, entry.before, entry.after) == (None, {"second_factors": ["totp"]}, {"second_factors": []})
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("command", ["reset_password", "remove_second_factors"])
def test_an_unknown_name_is_told(command):
    with pytest.raises(CommandError, match="kimse"):
        call_command(command, "kimse")


def test_the_first_administrator_is_made_without_a_password_in_the_shell(capsys):
    output = said(capsys, "create_administrator", "ayse", email="ayse@example.org")
    choose(output, NEW)

    user = User.objects.get(username="ayse")
    assert (user.is_superuser, user.is_staff, user.check_password(NEW)) == (True, True, True)
    assert AuditEntry.objects.filter(event="invite").get().object_id == str(user.pk)


def test_no_second_user_of_that_name_is_made():
    make_admin(username="ayse")

    with pytest.raises(CommandError):
        call_command("create_administrator", "ayse")

    assert User.objects.count() == 1


class MailServer(socketserver.StreamRequestHandler):
    """As much SMTP as one mail needs; refuses an address that is not known."""

    def handle(self):
        self.say("220 mail.example")
        while line := self.rfile.readline():
            verb = line.split()[0].upper()
            if verb == b"DATA":
                self.say("354 go on")
                while self.rfile.readline() != b".\r\n":
                    pass
                self.say("250 queued as AB12")
            else:
                self.say("550 no such mailbox" if b"nobody" in line else "250 fine")

    def say(self, text):
        self.wfile.write(f"{text}\r\n".encode())


@pytest.fixture
def mail_server(settings):
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), MailServer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        yield
        server.shutdown()


def test_a_test_mail_tells_what_the_server_answered(capsys, mail_server):
    output = said(capsys, "send_test_mail", "ayse@example.org")

    assert "DATA: 250 queued as AB12" in output


def test_a_test_mail_that_is_refused_says_so(mail_server):
    with pytest.raises(CommandError, match="no such mailbox"):
        call_command("send_test_mail", "nobody@example.org")


def test_a_mail_server_that_is_not_there_is_told(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9

    with pytest.raises(CommandError, match="refused"):
        call_command("send_test_mail", "ayse@example.org")
