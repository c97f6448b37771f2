"""What readers are told: notes on publications, and notices in place of what is withdrawn."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from ots_portal.accounts.models import AuditEntry
from ots_portal.publishing import workflow
from ots_portal.publishing.drafts import Promise, Revision
from ots_portal.publishing.promises import publish_due
from ots_portal.publishing.rules import TwoPersonRule
from tests.admin_pages import admin_address
from tests.factories import make_admin, make_area, make_meeting, make_user
from tests.publishing.draft_form import press
from tests.publishing.drafting_acts import draft, published, refused

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


# ---- What readers are told -----------------------------------------------------------------------------------
def notes(record):
    return list(Revision.objects.of(record).values_list("public_notes", "news_in"))


def test_a_revision_keeps_what_readers_are_told_in_each_language_on_one_line():
    meeting = make_meeting()
    draft(meeting, {"title_tr": "Zirve", "title_en": "Summit"})

    workflow.publish(meeting, ["tr", "en"], None, public_notes={"tr": " Tarih\r\n düzeltildi. ", "en": " "})

    assert notes(meeting) == [({"tr": "Tarih düzeltildi."}, ["tr", "en"])]


def test_readers_are_told_nothing_of_what_they_do_not_see():
    meeting = make_meeting()
    draft(meeting, {"internal_note": "sorulacak", "title_en": "Summit"})

    workflow.publish(meeting, ["tr", "en"], None, public_notes={"tr": "Gizli", "en": "New title."})

    assert notes(meeting) == [({"en": "New title."}, ["en"])]


def test_a_note_for_readers_that_is_too_long_is_refused_and_nothing_goes_live():
    meeting = make_meeting(title_tr="Eski")
    draft(meeting, {"title_tr": "Yeni"})

    refused(workflow.publish, meeting, ["tr"], None, public_notes={"tr": "x" * 301})
    refused(workflow.schedule, meeting, ["tr"], timezone.now() + HOUR, None, public_notes={"tr": "x" * 301})

    assert published(meeting, "title_tr") == ("Eski",)
    assert Promise.objects.count() == 0


def test_records_published_together_may_carry_one_note():
    meetings = [make_meeting(), make_meeting()]
    for meeting in meetings:
        draft(meeting, {"title_tr": "Yeni"})

    workflow.publish_together([(each, ["tr"]) for each in meetings], None, public_notes={"tr": "Birlikte"})

    assert [notes(each) for each in meetings] == [[({"tr": "Birlikte"}, ["tr"])]] * 2


def test_a_scheduled_publication_keeps_its_note_until_then():
    meeting = make_meeting()
    draft(meeting, {"title_tr": "Yeni", "title_en": "New"})
    public_notes = {"tr": "Başlık düzeltildi.", "en": "Title corrected."}

    workflow.schedule(meeting, ["tr", "en"], timezone.now() + HOUR, None, public_notes=public_notes)
    promised = dict(Promise.objects.values_list("language", "public_note"))
    publish_due(timezone.now() + 2 * HOUR)

    assert promised == public_notes
    assert notes(meeting) == [({"en": "Title corrected."}, ["en"]), ({"tr": "Başlık düzeltildi."}, ["tr"])]


# ---- In the form ---------------------------------------------------------------------------------------------
def test_the_form_takes_a_note_for_readers_beside_each_language(admin_client):
    area = make_area()
    told = {"_public_note_tr": "Tanıtım düzeltildi.", "_public_note_en": "Lead corrected."}

    press(admin_client, area, "publish:tr+en", lead_tr="Yeni", lead_en="New", **told)
    history = admin_client.get(admin_address(area, "history")).content.decode()

    assert notes(area) == [({"tr": "Tanıtım düzeltildi.", "en": "Lead corrected."}, ["tr", "en"])]
    assert '<q lang="tr">Tanıtım düzeltildi.</q>' in history


def test_the_form_keeps_the_note_of_what_it_schedules_and_shows_it(admin_client):
    area = make_area()

    press(admin_client, area, "schedule:en", lead_en="New", _at_en="2099-01-01T10:00", _public_note_en="Corrected.")
    form = admin_client.get(admin_address(area, "change")).content.decode()

    assert Promise.objects.get().public_note == "Corrected."
    assert '<q lang="en">Corrected.</q>' in form


def test_what_is_published_in_an_emergency_is_told_too(client):
    area, user = make_area(), make_user(role="editor")
    TwoPersonRule.objects.create(content_type=ContentType.objects.get_for_model(area))
    client.force_login(user)

    press(client, area, "emergency:tr", lead_tr="Yeni", _reason_tr="Acil", _public_note_tr="Düzeltildi.")

    assert notes(area) == [({"tr": "Düzeltildi."}, ["tr"])]


# ---- The notice of what is withdrawn -------------------------------------------------------------------------
def test_another_notice_is_shown_at_once_and_kept_as_a_revision(client):
    meeting, user = make_meeting(title_tr="Zirve"), make_admin()
    workflow.withdraw(meeting, "tr", user, "Birinci neden")
    withdrawn = published(meeting, "withdrawn_at_tr", "withdrawn_at_en")

    workflow.change_notice(meeting, "tr", user, "İkinci neden")

    html = client.get("/tr/toplantilar/zirve/").content.decode()
    assert ("<p>İkinci neden</p>" in html, "Birinci" in html) == (True, False)
    assert published(meeting, "withdrawn_at_tr", "withdrawn_at_en") == withdrawn
    revisions = Revision.objects.of(meeting).values_list("act", "languages", "note", "user", "document__notice_tr")
    assert list(revisions) == [
        ("withdrawn", ["tr"], "İkinci neden", user.pk, "İkinci neden"),
        ("withdrawn", ["tr", "en"], "Birinci neden", user.pk, "Birinci neden"),
    ]
    entry = AuditEntry.objects.order_by("-pk").first()
    assert (entry.event, entry.user, entry.lane, entry.after) == ("withdraw", user, "tr", {"note": "İkinci neden"})


def test_the_same_notice_again_changes_nothing():
    meeting = make_meeting()
    workflow.withdraw(meeting, "tr", None, "Neden")

    workflow.change_notice(meeting, "tr", None, "Neden")

    assert Revision.objects.count() == 1


def test_a_notice_needs_words_that_fit_and_a_withdrawn_language():
    meeting = make_meeting()
    workflow.withdraw(meeting, "en", None, "Reason")

    assert list(refused(workflow.change_notice, meeting, "en", None, "  ").message_dict) == ["notice_en"]
    assert list(refused(workflow.change_notice, meeting, "en", None, "x" * 301).message_dict) == ["notice_en"]
    refused(workflow.change_notice, meeting, "tr", None, "Neden")
    assert published(meeting, "notice_tr", "notice_en") == (None, "Reason")


def test_only_those_who_may_withdraw_a_language_change_its_notice():
    meeting, translator = make_meeting(), make_user(role="translator", languages=["en"])
    editor = make_user(role="editor", languages=["en"])
    workflow.withdraw(meeting, "tr", None, "Neden")

    with pytest.raises(PermissionDenied):
        workflow.change_notice(meeting, "en", translator, "Reason")
    with pytest.raises(PermissionDenied):
        workflow.change_notice(meeting, "tr", editor, "Başka")
    workflow.change_notice(meeting, "en", editor, "Reason")

    assert published(meeting, "notice_tr", "notice_en") == ("Neden", "Reason")


def test_a_new_withdrawal_does_not_repeat_the_notice_of_an_earlier_one():
    meeting = make_meeting()
    workflow.withdraw(meeting, "en", None, "Earlier reason")
    workflow.publish(meeting, ["en"], None)

    workflow.withdraw(meeting, "tr", None, "Neden")

    assert published(meeting, "notice_tr", "notice_en") == ("Neden", None)


def test_the_form_shows_the_notice_and_changes_it(admin_client):
    area = make_area()
    workflow.withdraw(area, "tr", None, "Birinci neden")

    form = admin_client.get(admin_address(area, "change")).content.decode()
    messages = press(admin_client, area, "change_notice:tr", _notice_tr="İkinci neden")

    assert 'name="_notice_tr" value="Birinci neden"' in form
    assert published(area, "notice_tr") == ("İkinci neden",)
    assert len(messages) == 1
    assert messages[0].startswith("Türkçe: ")
