"""The daily mail: what is new for each reader, in their language, once a day, whatever becomes of the others' mails."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext

from ots_portal.accounts.models import AuditEntry
from ots_portal.publishing import workflow
from ots_portal.publishing.comments import comment
from ots_portal.publishing.daily_mail import claim, send_daily_mail
from ots_portal.translating.models import Task
from tests.factories import make_area, make_user
from tests.publishing.drafting_acts import draft
from tests.publishing.refusing_mail import REFUSED
from tests.translating.states import refreshed

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 23, 5, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)


def make_reviewer(address="reviewer@example.org", **values):
    return make_user(role="reviewer", email=address, **values)


def submitted(name="Ulaştırma"):
    area = make_area(name_tr=name, name_en=name)
    writer = make_user(role="editor", email="")
    draft(area, {"lead_tr": "Yeni"}, writer)
    workflow.submit(area, "tr", writer)
    return area


def mails(now=MONDAY):
    mail.outbox.clear()
    send_daily_mail(now)
    return {message.to[0]: message for message in mail.outbox}


def test_the_mail_names_what_is_new_and_leads_there():
    make_reviewer(language="en")
    submitted("Ulaştırma")

    message = mails()["reviewer@example.org"]

    assert message.subject == "1 new matter waits for you"
    assert message.body.startswith("To review\n  Areas of cooperation: 1\n  – Ulaştırma\n")
    assert "http://127.0.0.1:8000/en/yonetim/cooperation/area/?waiting=to-review\n" in message.body
    assert "http://127.0.0.1:8000/en/account/mail/" in message.body


def test_long_lists_are_cut():
    make_reviewer(language="en")
    for number in range(5):
        submitted(f"Alan {number}")

    message = mails()["reviewer@example.org"]

    assert message.subject == "5 new matters wait for you"
    assert "  – Alan 2\n  and 2 more\n" in message.body
    assert "Alan 3" not in message.body


def test_nobody_gets_it_twice_on_a_day_nor_the_same_news_on_the_next():
    make_reviewer()
    submitted()

    days = [list(mails(now)) for now in (MONDAY, MONDAY, TUESDAY)]
    submitted("Gümrük")

    assert days == [["reviewer@example.org"], [], []]
    assert list(mails(TUESDAY)) == []
    assert "Gümrük" in mails(TUESDAY + timedelta(days=1))["reviewer@example.org"].body


def test_of_two_machines_only_one_sends():
    user = make_reviewer()
    submitted()

    first, second = claim(user, date(2026, 11, 23)), claim(user, date(2026, 11, 23))

    assert (first.user, second) == (user, None)
    assert mails(MONDAY) == {}


def test_only_those_who_want_it_work_here_and_may_see_the_records_are_told():
    make_reviewer("unwilling@example.org", daily_mail=False)
    make_reviewer("left@example.org", is_active=False)
    make_reviewer("")
    make_reviewer("english@example.org", languages=["en"])
    submitted()

    assert mails() == {}


def test_a_refused_recipient_stops_nobody_and_is_tried_again(settings):
    make_reviewer(REFUSED)
    make_reviewer()
    submitted()

    settings.EMAIL_BACKEND = "tests.publishing.refusing_mail.RefusingBackend"
    first = list(mails())
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    assert first == ["reviewer@example.org"]
    assert list(mails()) == [REFUSED]


def test_the_command_fails_where_a_mail_failed(settings):
    make_reviewer(REFUSED)
    submitted()
    settings.EMAIL_BACKEND = "tests.publishing.refusing_mail.RefusingBackend"

    with pytest.raises(CommandError):
        call_command("send_daily_mail")


def test_sending_ends_when_its_time_is_over():
    make_reviewer()
    submitted()

    assert send_daily_mail(MONDAY, most_seconds=-1) == (0, 0)
    assert list(mails()) == ["reviewer@example.org"]


def test_a_translator_is_told_of_new_and_of_late_translations():
    user = make_user(role="translator", languages=["en"], email="translator@example.org", language="en")
    area = make_area(name_tr="Ulaştırma", name_en=None)
    refreshed(area)

    first = mails()["translator@example.org"].body
    Task.objects.update(translator=user, due_on=date(2020, 1, 1))
    second = mails(TUESDAY)["translator@example.org"].body

    assert first.startswith("Translations to do\n")
    assert second.startswith("Translations whose due date has passed\n")
    assert "Translations to do" not in second


def test_a_comment_reaches_who_wrote_the_text_last_also_after_its_publication(django_capture_on_commit_callbacks):
    writer = make_user(role="editor", email="writer@example.org")
    asker = make_user(role="translator", languages=["en"], email="translator@example.org")
    area = make_area(name_tr="Ulaştırma")
    draft(area, {"lead_tr": "Yeni"}, writer)
    workflow.publish(area, ["tr"], writer)
    mail.outbox.clear()

    with django_capture_on_commit_callbacks(execute=True):
        comment(area, asker, "Hangi yol?", path="lead_tr")

    assert AuditEntry.objects.filter(user=writer, event="write").exists()
    assert [message.to[0] for message in mail.outbox] == ["writer@example.org"]
    assert mails()["writer@example.org"].body.startswith(gettext("Comments for you"))


def test_users_switch_the_mail_off_on_their_own_page(client):
    user = make_reviewer()
    client.force_login(user)

    page = client.get("/tr/hesap/mail/").content.decode()
    response = client.post("/tr/hesap/mail/", {"language": "en"})

    user.refresh_from_db()
    assert 'name="daily_mail"' in page
    assert "reviewer@example.org" in page
    assert (response.status_code, user.daily_mail, user.language) == (302, False, "en")
    assert AuditEntry.objects.get(event="user").after == {"daily_mail": False, "language": "en"}


def test_the_page_asks_strangers_to_sign_in(client):
    response = client.get("/tr/hesap/mail/")

    assert response.status_code == 302
    assert response["Location"].startswith("/tr/hesap/login/")


def test_a_mail_about_three_records_takes_as_many_queries_as_one_about_one():
    make_reviewer()
    submitted("Ulaştırma")
    with CaptureQueriesContext(connection) as one:
        send_daily_mail(MONDAY)

    for number in range(3):
        submitted(f"Alan {number}")

    with CaptureQueriesContext(connection) as three:
        send_daily_mail(TUESDAY)
    assert len(mail.outbox) == 2
    assert len(three) == len(one)
