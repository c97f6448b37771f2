"""Who gets mail about which act, and in which language."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.utils import timezone

from ots_portal.publishing import workflow
from ots_portal.publishing.models import Promise
from ots_portal.publishing.promises import publish_due
from tests.factories import make_area, make_user
from tests.publishing.drafting_acts import draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return make_user(role="editor", email="writer@example.org", first_name="Aylin", last_name="Er")


@pytest.fixture
def reviewer():
    return make_user(role="reviewer", email="reviewer@example.org", language="en", first_name="Can", last_name="Su")


@pytest.fixture
def area():
    return make_area(name_tr="Ulaştırma", name_en="Transport")


@pytest.fixture
def acted(django_capture_on_commit_callbacks):
    """Do an act and return the mails that it sends: recipient and subject."""

    def act(do, *args, **more):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            do(*args, **more)
        return sorted((message.to[0], message.subject) for message in mail.outbox)

    return act


def lane_digest(area):
    return area.drafts.get().lanes.get().digest


def test_each_act_is_told_to_those_whom_it_concerns_in_their_language(acted, area, writer, reviewer):
    draft(area, {"lead_tr": "Yeni"}, writer)

    submitted = acted(workflow.submit, area, "tr", writer, "Bakar mısınız <b>")
    text = mail.outbox[0].body
    sent_back = acted(workflow.send_back, area, "tr", reviewer, "Kısaltın")
    acted(workflow.submit, area, "tr", writer)
    approved = acted(workflow.approve, area, "tr", reviewer, lane_digest(area))
    published = acted(workflow.publish, area, ["tr"], reviewer)

    assert submitted == [("reviewer@example.org", "To review: Transport (Turkish)")]
    assert text.split("\n\n") == [
        "By Aylin Er.",
        "The area of cooperation “Transport” (Turkish) was submitted for review.",
        "Note:",
        "Bakar mısınız <b>",
        f"{settings.ORIGIN}/en/yonetim/cooperation/area/{area.pk}/change/\n",
    ]
    assert [to for to, _subject in sent_back + approved + published] == ["writer@example.org"] * 3
    assert len({subject for _to, subject in sent_back + approved + published}) == 3


def test_mail_is_written_in_the_language_of_each_recipient(acted, area, writer, reviewer):
    make_user(role="reviewer", language="tr", email="inceleyen@example.org")
    draft(area, {"lead_tr": "Yeni"}, writer)

    mails = acted(workflow.submit, area, "tr", writer)

    turkish, english = "İncelenecek: Ulaştırma (Türkçe)", "To review: Transport (Turkish)"
    assert mails == [("inceleyen@example.org", turkish), ("reviewer@example.org", english)]


def test_mail_calls_a_record_as_its_draft_does(acted, writer, reviewer):
    area = make_area(languages=(), name_tr="Eski", name_en="Old")
    draft(area, {"name_en": "Newly named"}, writer)

    assert acted(workflow.submit, area, "en", writer) == [
        ("reviewer@example.org", "To review: Newly named (English)"),
    ]


def test_an_owner_who_may_no_longer_see_the_record_gets_no_mail_about_it(acted, writer, reviewer):
    strangers = [
        make_user(email="no-role@example.org"),
        make_user(role="editor", types=[type(writer)], email="other-type@example.org"),
        make_user(role="editor", is_active=False, email="gone@example.org"),
        make_user(role="editor"),
    ]

    for owner in strangers:
        area = make_area(owner=owner)
        draft(area, {"lead_tr": "Yeni"}, writer)
        assert acted(workflow.publish, area, ["tr"], reviewer) == [(writer.email, mail.outbox[0].subject)]


def test_nobody_gets_mail_about_an_own_act(acted, area):
    person = make_user(role="administrator", email="all@example.org")
    type(area).objects.update(owner=person)
    draft(area, {"lead_tr": "Yeni"}, person)

    mails = acted(workflow.submit, area, "tr", person)
    mails += acted(workflow.approve, area, "tr", person, lane_digest(area))
    mails += acted(workflow.publish, area, ["tr"], person)

    assert mails == []


def test_only_those_who_may_approve_this_language_of_this_type_are_asked(acted, area, writer, reviewer):
    make_user(role="reviewer", languages=["en"], email="english@example.org")
    make_user(role="reviewer", types=[type(writer)], email="other-type@example.org")
    make_user(role="reviewer", is_active=False, email="gone@example.org")
    make_user(role="reviewer")
    draft(area, {"lead_tr": "Yeni"}, writer)

    assert [to for to, _subject in acted(workflow.submit, area, "tr", writer)] == ["reviewer@example.org"]


def test_the_owner_and_in_an_emergency_those_passed_over_hear_of_a_publication(acted, area, writer, reviewer):
    owner = make_user(role="editor", email="owner@example.org", language="en")
    type(area).objects.update(owner=owner)
    area.refresh_from_db()
    draft(area, {"lead_tr": "Yeni"}, writer)

    mails = acted(workflow.publish, area, ["tr"], writer, emergency=True)

    subject = "Published: Transport (Turkish)"
    assert mails == [("owner@example.org", subject), ("reviewer@example.org", subject)]
    assert "It was an emergency: nobody else has approved it." in mail.outbox[0].body


def test_a_broken_promise_is_told_to_whoever_gave_it(acted, area, reviewer):
    draft(area, {"lead_tr": "Yeni"})
    workflow.schedule(area, ["tr"], timezone.now() + timedelta(hours=1), reviewer)
    Promise.objects.update(at=timezone.now(), changes={"name_tr": ["Ulaştırma", None]})

    mails = acted(publish_due)

    assert mails == [("reviewer@example.org", "Not done as scheduled: Transport (Turkish)")]
    assert "Publication needs this text." in mail.outbox[0].body or "gerek" in mail.outbox[0].body


def test_saving_and_starting_over_send_nothing(acted, area, writer, reviewer):
    assert acted(draft, area, {"lead_tr": "Yeni"}, writer) == []


def test_a_mail_server_out_of_reach_stops_neither_the_act_nor_the_other_mails(
    acted, area, writer, reviewer, monkeypatch
):
    second = make_user(role="reviewer", email="second@example.org")
    tried = []

    def refuse(subject, body, sender, recipients):
        tried.extend(recipients)
        raise ConnectionRefusedError

    monkeypatch.setattr("ots_portal.publishing.mail.send_mail", refuse)
    draft(area, {"lead_tr": "Yeni"}, writer)
    acted(workflow.submit, area, "tr", writer)

    assert tried == [reviewer.email, second.email]
    assert area.drafts.get().lanes.get().state == "in-review"
