"""Comments on a field of a record: who may, where they stand, whom they concern, and that none is lost."""

import re
import uuid

import pytest
from django.conf import settings
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from cooperation.models import Area
from meetings.models import Meeting, Outcome
from ots_portal.accounts.audit import Event
from ots_portal.accounts.models import AuditEntry
from ots_portal.publishing.comments import Comment, comment, reopen, resolve
from ots_portal.publishing.desk import Desk
from ots_portal.publishing.models import Draft
from ots_portal.publishing.waiting import waiting_for
from tests.admin_pages import admin_address, sent_values
from tests.factories import make_admin, make_area, make_meeting, make_user
from tests.publishing.draft_form import keep_draft
from tests.publishing.drafting_acts import draft, new_outcome

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return make_user(role="editor", email="editor@example.org", first_name="Aylin", last_name="Er", language="en")


@pytest.fixture
def translator():
    return make_user(role="translator", languages=["en"], email="translator@example.org", first_name="Can")


@pytest.fixture
def area():
    return make_area(name_tr="Ulaştırma", name_en="Transport")


def page_of(record):
    return admin_address(record, "comments").replace("/tr/", "/en/", 1)


def send(client, record, **values):
    return client.post(page_of(record), values, follow=True)


def told(response):
    return [str(message) for message in response.context["messages"]]


def refusals(response):
    form = response.context["form"]
    return [*form.non_field_errors(), *form["text"].errors]


def at_fields(client, record):
    """{address of the sign beside a field: texts of the comments there} of the form."""
    html = client.get(admin_address(record, "change").replace("/tr/", "/en/", 1)).content.decode()
    places = html.split('<div class="field-comments">')[1:]
    found = {re.search(r"\?path=([^\"]+)", place)[1].replace("%2F", "/"): texts_in(place) for place in places}
    return {path: texts for path, texts in found.items() if texts}


def on_whole_record(client, record):
    html = client.get(admin_address(record, "change")).content.decode()
    return texts_in(html.partition('<section class="record-comments"')[2].partition("</section>")[0])


def texts_in(html):
    return re.findall(r'<div class="comment-text">(.*?)</div>', html)


# ---- Where they stand ----------------------------------------------------------------------------------------
def test_a_comment_stands_at_its_field_for_editors_and_translators(client, area, editor, translator):
    client.force_login(translator)
    asked = client.get(f"{page_of(area)}?path=name_tr")
    send(client, area, **sent_values(asked) | {"text": "Bu ad\r\neski mi?"})
    for_translator = at_fields(client, area)
    client.force_login(editor)

    assert (asked.context["about"], asked.context["quoted"]) == ("Name (Turkish)", "Ulaştırma")
    assert at_fields(client, area) == for_translator == {"name_tr": ["Bu ad<br>eski mi?"]}
    said = Comment.objects.get()
    assert (said.author, said.author_name, said.path, said.words) == (translator, "Can", "name_tr", "Ulaştırma")
    assert said.text == "Bu ad\neski mi?"


def test_every_field_and_row_of_the_form_can_be_commented_also_what_one_only_reads(client, translator):
    meeting = make_meeting()
    row = Outcome.objects.create(meeting=meeting, kind="decision", text_tr="Karar")
    client.force_login(translator)

    html = client.get(admin_address(meeting, "change")).content.decode()
    paths = {path.replace("%2F", "/") for path in re.findall(r'class="comment-link" href="[^"]+\?path=([^"]+)"', html)}

    place = f"outcomes/{row.pk}"
    assert {"title_tr", "title_en", "start", "body_tr", "body_en"} <= paths
    assert {place, f"{place}/text_tr", f"{place}/text_en", f"{place}/kind"} <= paths
    assert not [path for path in paths if client.get(page_of(meeting), {"path": path}).context["about"] == ""]
    assert html.count('target="_blank"') >= len(paths)


def test_a_comment_on_a_row_that_only_the_draft_has_stands_there(client, editor):
    meeting = make_meeting()
    row = new_outcome(text_tr="Yeni karar")
    draft(meeting, row, editor)
    path = f"{next(iter(row))}/text_tr"
    client.force_login(editor)

    send(client, meeting, path=path, text="Kaynağı?")
    send(client, meeting, path=next(iter(row)), text="Bu nerede?")

    assert at_fields(client, meeting) == {path: ["Kaynağı?"], next(iter(row)): ["Bu nerede?"]}
    assert [thread.label for thread in client.get(page_of(meeting)).context["open"]] == [
        "Outcome 1: Text (Turkish)",
        "Outcome 1",
    ]


def test_what_is_about_a_part_that_vanished_stands_at_the_whole_record_with_its_words(client, editor):
    meeting = make_meeting()
    row = Outcome.objects.create(meeting=meeting, kind="decision", text_tr="Karar metni")
    comment(meeting, editor, "Tarihi?", f"outcomes/{row.pk}/text_tr")
    client.force_login(editor)

    before = on_whole_record(client, meeting), at_fields(client, meeting)
    draft(meeting, {path: None for path in Desk(meeting).working if str(row.pk) in path}, editor)

    html = client.get(page_of(meeting)).content.decode()
    assert before == ([], {f"outcomes/{row.pk}/text_tr": ["Tarihi?"]})
    assert (on_whole_record(client, meeting), at_fields(client, meeting)) == (["Tarihi?"], {})
    assert "<h3>Whole record</h3>" in html
    assert "It was about “Outcome 1: Text (Turkish)”, which is no longer there." in html
    assert '<blockquote class="comment-quoted" lang="tr">Karar metni</blockquote>' in html


def test_what_is_folded_away_is_open_where_it_is_commented(client, area, editor):
    client.force_login(editor)
    address = admin_address(area, "change")
    before = client.get(address).content.decode()

    comment(area, editor, "Neden?", "internal_note")

    after = client.get(address).content.decode()
    assert (before.count("<details open><summary>"), after.count("<details open><summary>")) == (0, 1)


def test_the_tools_of_the_form_count_what_is_open(client, area, editor):
    client.force_login(editor)
    first, _second = comment(area, editor, "Bir"), comment(area, editor, "İki", "name_tr")
    comment(area, editor, "Yanıt", thread=first)
    address = admin_address(area, "change").replace("/tr/", "/en/", 1)

    two = client.get(address).content.decode()
    resolve(first, editor)

    link = '<a href="%s" class="commentslink">Comments%s</a>'
    assert link % (page_of(area), " (2)") in two
    assert link % (page_of(area), " (1)") in client.get(address).content.decode()


# ---- Resolving and answering ---------------------------------------------------------------------------------
def test_a_comment_is_answered_resolved_and_opened_again(client, area, editor, translator):
    thread = comment(area, translator, "Bu ad eski mi?", "name_tr")
    client.force_login(editor)

    send(client, area, thread=thread.pk, text="Hayır.")
    answered = at_fields(client, area)
    resolved = send(client, area, resolve=thread.pk)
    at_field_then = at_fields(client, area)
    reopened = send(client, area, reopen=thread.pk)

    assert answered == {"name_tr": ["Bu ad eski mi?", "Hayır."]}
    assert told(resolved) == ["The comment is resolved."]
    assert resolved.redirect_chain == [(f"{page_of(area)}#comment-{thread.pk}", 302)]
    assert ([*resolved.context["open"]], len(resolved.context["resolved"]), at_field_then) == ([], 1, {})
    assert "Resolved by Aylin Er" in resolved.content.decode()
    assert (len(reopened.context["open"]), len(reopened.context["resolved"])) == (1, 0)
    assert at_fields(client, area) == answered


def test_an_answer_to_what_was_resolved_opens_it_again(area, editor, translator):
    thread = comment(area, translator, "Bu ad eski mi?", "name_tr")
    resolve(thread, editor)
    thread.refresh_from_db()

    comment(area, translator, "Emin misiniz?", thread=thread)

    thread.refresh_from_db()
    assert (thread.resolved_at, thread.resolved_by) == (None, None)


def test_pressing_resolve_twice_is_logged_once(area, editor):
    thread = comment(area, editor, "Bir")
    resolve(thread, editor)
    resolve(thread, editor)
    reopen(thread, editor)

    entries = AuditEntry.objects.filter(event=Event.COMMENT).order_by("pk")
    assert [(entry.before, entry.after) for entry in entries] == [
        (None, {"comment": thread.pk, "paths": [""]}),
        ({"resolved": False}, {"comment": thread.pk, "resolved": True}),
        ({"resolved": True}, {"comment": thread.pk, "resolved": False}),
    ]


def test_the_database_refuses_to_change_or_delete_a_comment(area, editor):
    said = comment(area, editor, "Bir")

    for act in (Comment.objects.all().delete, lambda: Comment.objects.update(text="Başka")):
        with pytest.raises(IntegrityError, match="never changed or deleted"), transaction.atomic():
            act()

    assert Comment.objects.get(pk=said.pk).text == "Bir"


def test_buttons_in_the_big_form_belong_to_a_small_one_that_opens_a_page_of_its_own(client, area, editor):
    thread = comment(area, editor, "Bir", "name_tr")
    client.force_login(editor)

    html = client.get(admin_address(area, "change").replace("/tr/", "/en/", 1)).content.decode()

    big, _end, rest = html.partition('<form id="comment-acts" method="post" target="_blank"')
    assert f'form="comment-acts" name="resolve" value="{thread.pk}"' in big
    assert big.rstrip().endswith("</div>")
    assert big.count("<form") == big.count("</form>")
    assert f' action="{page_of(area)}">' in rest
    keep_draft(client, area, name_tr="Yeni")
    assert Desk(area).working["name_tr"] == "Yeni"


# ---- Bad input -----------------------------------------------------------------------------------------------
def test_without_words_nothing_is_sent_and_it_is_said(client, area, editor):
    client.force_login(editor)

    response = send(client, area, path="name_tr", text=" \r\n ")

    assert (response.status_code, refusals(response)) == (400, ["Nothing was sent: write what you want to say."])
    assert response.context["about"] == "Name (Turkish)"
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    ("values", "is_logged"),
    [
        ({"path": "no_such_field"}, True),
        ({"path": "name_tr/x"}, False),
        ({"path": f"links/{uuid.uuid4()}/address"}, False),
        ({"path": "links"}, False),
        ({"path": "x" * 500}, True),
        ({"thread": "9" * 30}, True),
        ({"thread": "x"}, True),
    ],
)
def test_what_is_about_nothing_keeps_the_words_for_the_whole_record(client, area, editor, values, is_logged):
    client.force_login(editor)

    response = send(client, area, text="Uzun bir metin", **values)
    kept = sent_values(response)
    send(client, area, **kept)

    assert (response.status_code, len(refusals(response))) == (400, 1)
    assert kept["text"] == "Uzun bir metin"
    assert [(said.path, said.text) for said in Comment.objects.all()] == [("", "Uzun bir metin")]
    assert AuditEntry.objects.filter(event=Event.FORGED).count() == is_logged


def test_a_comment_of_another_record_is_neither_resolved_nor_answered_here(client, area, editor):
    other = comment(make_area(), editor, "Başka")
    client.force_login(editor)

    resolved = send(client, area, resolve=other.pk)
    answered = send(client, area, thread=other.pk, text="Yanıt")

    other.refresh_from_db()
    assert told(resolved) == ["Nothing was done: this record has no such comment."]
    assert (answered.status_code, other.resolved_at, other.replies.count()) == (400, None, 0)
    assert AuditEntry.objects.filter(event=Event.FORGED).count() == 2


@pytest.mark.parametrize("query", ["path=no_such", "path=%00", "thread=x", "thread=" + "9" * 40, "path=links/1/2/3"])
def test_an_address_that_names_nothing_is_about_the_whole_record(client, area, editor, query):
    client.force_login(editor)

    response = client.get(f"{page_of(area)}?{query}")

    assert (response.status_code, response.context["about"], response.context["answered"]) == (200, "", None)


def test_a_session_that_ends_while_writing_a_comment_loses_no_word(client, area):
    make_admin(username="aygul", password="a long enough password")

    asked = client.post(page_of(area), {"path": "name_tr", "text": "Uzun <b>"})
    signed_in = sent_values(asked) | {"login": "aygul", "password": "a long enough password"}
    client.post(page_of(area), signed_in)

    assert [(said.path, said.text) for said in Comment.objects.all()] == [("name_tr", "Uzun <b>")]


# ---- Rights --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("role", ["reader", "translator", "editor", "reviewer", "administrator"])
def test_whoever_sees_drafts_may_comment_and_resolve(client, area, role):
    client.force_login(make_user(role=role, languages=["en"] if role == "translator" else []))

    send(client, area, path="name_tr", text="Bir")
    send(client, area, resolve=Comment.objects.get().pk)

    assert Comment.objects.get().resolved_at


def test_whoever_does_not_see_a_record_neither_reads_nor_writes_its_comments(client, area, editor):
    said = comment(area, editor, "Gizli")
    stranger = make_user(role="editor", types=[Meeting])
    client.force_login(stranger)

    answers = [client.get(page_of(area)), client.post(page_of(area), {"text": "Bir", "resolve": said.pk})]

    assert [answer.status_code for answer in answers] == [403, 403]
    for act in (lambda: comment(area, stranger, "Bir"), lambda: resolve(said, stranger)):
        with pytest.raises(PermissionDenied):
            act()
    assert Comment.objects.filter(resolved_at=None).count() == 1


def test_rich_text_that_one_only_reads_can_be_commented(client, translator):
    area = make_area(body_tr="<p>Metin</p>")
    client.force_login(translator)

    comment(area, translator, "Bu cümle?", "body_tr")

    assert at_fields(client, area) == {"body_tr": ["Bu cümle?"]}
    assert Comment.objects.get().words == "Metin"


def test_comments_leave_draft_and_history_alone(area, editor):
    before = Desk(area).live

    comment(area, editor, "Bir", "name_tr")

    assert (Desk(area).live, Draft.objects.count()) == (before, 0)


# ---- Mail ----------------------------------------------------------------------------------------------------
@pytest.fixture
def mails(django_capture_on_commit_callbacks):
    def of(*args, **more):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            comment(*args, **more)
        return sorted((message.to[0], message.subject) for message in mail.outbox)

    return of


def test_a_comment_is_told_to_authors_of_its_language_owner_and_earlier_speakers(mails, area, editor, translator):
    owner = make_user(role="editor", email="owner@example.org")
    Area.objects.update(owner=owner)
    draft(area, {"lead_tr": "Yeni"}, editor)
    draft(area, {"lead_en": "New"}, translator)
    speaker = make_user(role="reader", email="speaker@example.org", language="en", first_name="Su")

    on_turkish = mails(area, speaker, "Bakar mısınız?", "lead_tr")
    text = next(message.body for message in mail.outbox if message.to == ["editor@example.org"])
    thread = Comment.objects.get()
    on_record = mails(area, speaker, "Hepsi")
    answer = mails(area, editor, "Baktım", thread=thread)

    subject = "Comment: Transport"
    assert [to for to, _subject in on_turkish] == ["editor@example.org", "owner@example.org"]
    assert on_turkish[0] == ("editor@example.org", subject)
    assert text.split("\n\n") == [
        "By Su.",
        "On “Lead (Turkish)” of the area of cooperation “Transport”:",
        "Bakar mısınız?",
        f"{settings.ORIGIN}{page_of(area)}#comment-{thread.pk}\n",
    ]
    assert [to for to, _subject in on_record] == [
        "editor@example.org",
        "owner@example.org",
        "translator@example.org",
    ]
    assert [to for to, _subject in answer] == ["owner@example.org", "speaker@example.org"]


def test_nobody_gets_mail_about_an_own_comment(mails, area, editor):
    Area.objects.update(owner=editor)
    draft(area, {"lead_tr": "Yeni"}, editor)
    area.refresh_from_db()

    assert mails(area, editor, "Bir", "lead_tr") == []


# ---- What waits ----------------------------------------------------------------------------------------------
def waiting(user):
    groups = waiting_for(type(user).objects.get(pk=user.pk))
    return next((number for group in groups if group["name"] == "comments" for _, number, _ in group["lists"]), 0)


def test_comments_wait_for_authors_owners_and_speakers_until_they_are_resolved(area, editor, translator):
    owner, other = make_user(role="editor"), make_user(role="editor")
    Area.objects.update(owner=owner)
    draft(area, {"lead_tr": "Yeni"}, editor)
    thread = comment(area, translator, "Bir", "name_tr")

    before = [waiting(user) for user in (owner, editor, translator, other)]
    comment(area, other, "İki", thread=thread)
    answered = waiting(other)
    resolve(thread, editor)

    assert (before, answered) == ([1, 1, 1, 0], 1)
    assert [waiting(user) for user in (owner, editor, translator, other)] == [0, 0, 0, 0]


def test_the_number_leads_to_exactly_these_records(client, area, editor):
    others = make_area(), make_area(owner=editor)
    for record in (area, *others):
        comment(record, make_user(role="reader"), "Bir")
    comment(area, editor, "İki")
    client.force_login(editor)

    html = client.get("/en/yonetim/").content.decode()
    address, number = re.search(r'href="([^"]+waiting=comments)">[^<]+ <span [^>]+>(\d+)</span>', html).groups()

    assert number == "2"
    assert set(client.get(address).context["cl"].queryset) == {area, others[1]}


def test_comments_on_a_record_that_was_deleted_wait_for_nobody(area, editor):
    comment(area, editor, "Bir")
    area.delete()

    assert waiting(editor) == 0


@pytest.mark.parametrize("address", ["change", "comments", "index"])
def test_as_many_queries_are_needed_for_three_comments_as_for_one(client, area, editor, address):
    client.force_login(editor)
    address = "/en/yonetim/" if address == "index" else admin_address(area, address)

    def queries():
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    def say():
        for path in ("", "name_tr"):
            comment(area, editor, "Yanıt", thread=comment(area, editor, "Bir", path))
        resolve(comment(area, editor, "Eski"), editor)

    say()
    once = queries()
    say()
    say()

    assert queries() == once
