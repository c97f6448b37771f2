import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ots_portal.accounts.models import AuditEntry
from ots_portal.publishing import workflow
from ots_portal.publishing.drafts import Draft, Revision
from tests.admin_pages import admin_address
from tests.factories import make_admin, make_meeting, make_user
from tests.public_pages import plain
from tests.publishing.drafting_acts import draft, new_outcome, published
from tests.publishing.whole_records import PUBLISHABLES, make_whole

pytestmark = pytest.mark.django_db


def published_with(record, values, languages=("tr",), **more):
    draft(record, values)
    workflow.publish(record, list(languages), None, **more)
    return Revision.objects.of(record).first()


def page(client, record, end, *args, **query):
    address = admin_address(record, "history").removesuffix("history/") + "/".join([end, *map(str, args), ""])
    return client.get(address, query)


def rows(response, table="history"):
    html = re.search(rf'<table class="{table}">(.*?)</table>', response.content.decode(), re.S)[1]
    return [plain(row) for row in re.findall(r"<tr>(.*?)</tr>", html, re.S)][1:]


def told(response):
    return rows(response, "differences")


def restore(client, record, revision, languages):
    address = f"{admin_address(record, 'history')}{revision.pk}/restore/"
    return client.post(address, {"languages": languages})


def test_history_lists_who_published_what_and_when(client):
    client.force_login(make_admin())
    editor = make_user(role="editor", first_name="Ayşe", last_name="Kaya")
    meeting = make_meeting()
    draft(meeting, {"title_tr": "Bir"})
    workflow.publish(meeting, ["tr"], editor, "Yazım düzeltildi")
    draft(meeting, {"title_en": "Two"})
    workflow.publish(meeting, ["en"], None, emergency=True)
    draft(meeting, {"title_en": "Three"})

    listed = rows(page(client, meeting, "history"))

    assert len(listed) == 4
    assert "Taslak" in listed[0]
    assert "Acil" in listed[2]
    assert "İngilizce" in listed[2]
    assert "Ayşe Kaya" in listed[3]
    assert "Yazım düzeltildi" in listed[3]
    assert "Türkçe" in listed[3]


def test_the_draft_is_compared_with_what_is_live(client):
    client.force_login(make_admin())
    meeting = make_meeting(title_tr="Eski ad")
    draft(meeting, {"title_tr": "Yeni ad"})

    response = page(client, meeting, "history/difference")

    assert told(response) == ["Başlık (Türkçe) değişti Eski Yeni ad"]
    assert "<del>Eski</del><ins>Yeni</ins> ad" in response.content.decode()


def test_any_two_revisions_are_compared(client):
    client.force_login(make_admin())
    meeting = make_meeting()
    first = published_with(meeting, {"title_tr": "Bir söz"} | new_outcome(text_tr="Karar"))
    published_with(meeting, {"title_tr": "İki söz"})
    third = published_with(meeting, {"title_tr": "Üç söz"})

    response = page(client, meeting, "history/difference", old=first.pk, new=third.pk)

    assert told(response) == ["Başlık (Türkçe) değişti Bir Üç söz"]


def test_edited_words_are_escaped(client):
    client.force_login(make_admin())
    meeting = make_meeting()
    draft(meeting, {"title_tr": "<script>alert(1)</script>"})

    html = page(client, meeting, "history/difference").content.decode()

    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in re.sub("</?(ins|del)>", "", html)


@pytest.mark.parametrize("side", ["0", "999999", "99999999999999999999", "x", "-1", "²"])
def test_unknown_versions_are_not_found(client, side):
    client.force_login(make_admin())
    meeting, other = make_meeting(), make_meeting()
    foreign = published_with(other, {"title_tr": "Başka"})

    assert page(client, meeting, "history/difference", old=side).status_code == 404
    assert page(client, meeting, "history/difference", old=foreign.pk).status_code == 404


def test_restoring_makes_a_draft_in_the_chosen_languages(client):
    client.force_login(make_admin())
    meeting = make_meeting(title_tr="Bir", title_en="One")
    old = published_with(meeting, {"title_tr": "İki", "title_en": "Two"}, ["tr", "en"])
    published_with(meeting, {"title_tr": "Üç", "title_en": "Three"}, ["tr", "en"])

    response = restore(client, meeting, old, ["tr"])

    assert response.status_code == 302
    assert {path: pair[1] for path, pair in Draft.objects.of(meeting).get().changes.items()} == {"title_tr": "İki"}
    assert published(meeting, "title_tr", "title_en") == ("Üç", "Three")
    assert AuditEntry.objects.filter(event="restore", object_id=str(meeting.pk)).count() == 1


def test_asking_to_restore_shows_what_would_change_and_writes_nothing(client):
    client.force_login(make_admin())
    meeting = make_meeting()
    old = published_with(meeting, {"title_tr": "İki"})
    published_with(meeting, {"title_tr": "Üç"})

    response = page(client, meeting, "history", old.pk, "restore")

    assert told(response) == ["Başlık (Türkçe) değişti Üç İki"]
    assert not Draft.objects.of(meeting).exists()


def test_a_draft_that_wants_something_else_stops_restoring(client):
    client.force_login(make_admin())
    meeting = make_meeting()
    old = published_with(meeting, {"title_tr": "İki"})
    published_with(meeting, {"title_tr": "Üç"})
    draft(meeting, {"title_tr": "Dört"})

    response = restore(client, meeting, old, ["tr"])

    assert response.status_code == 409
    assert told(response)[0] == "Başlık (Türkçe) değişti Dört İki"
    assert Draft.objects.of(meeting).get().changes["title_tr"][1] == "Dört"


def test_restoring_needs_a_language(client):
    client.force_login(make_admin())
    meeting = make_meeting()
    old = published_with(meeting, {"title_tr": "İki"})

    assert restore(client, meeting, old, []).status_code == 400


@pytest.mark.parametrize(
    ("role", "seen", "restored"),
    [
        (None, 302, 302),
        ("reader", 200, 403),
        ("translator", 200, 400),
        ("editor", 200, 302),
        ("reviewer", 200, 403),
        ("administrator", 200, 302),
    ],
)
def test_who_sees_history_and_who_restores_turkish(client, role, seen, restored):
    client.force_login(make_user(role=role))
    meeting = make_meeting()
    old = published_with(meeting, {"title_tr": "İki"})
    published_with(meeting, {"title_tr": "Üç"})

    assert page(client, meeting, "history").status_code == seen
    assert page(client, meeting, "history/difference", new=old.pk).status_code == seen
    assert restore(client, meeting, old, ["tr"]).status_code == restored
    assert Draft.objects.of(meeting).exists() == (seen == 200 and restored == 302)


def test_a_history_of_another_type_is_hidden_from_who_may_not_see_it(client):
    client.force_login(make_user(role="editor", types=[PUBLISHABLES[0]]))
    meeting = make_meeting()

    assert page(client, meeting, "history").status_code == 403
    assert page(client, meeting, "history/difference").status_code == 403


@pytest.mark.parametrize("model", PUBLISHABLES, ids=lambda model: model._meta.label)
def test_history_of_every_type_opens_and_writes_nothing(client, model):
    client.force_login(make_admin())
    record = make_whole(model)
    naming = f"{model.naming_field}_tr" if hasattr(record, f"{model.naming_field}_tr") else model.naming_field
    draft(record, {naming: "Yeni ad"})

    with CaptureQueriesContext(connection) as queries:
        answers = [page(client, record, "history"), page(client, record, "history/difference")]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert "Yeni" in told(answers[1])[0]
    assert {query["sql"].split()[0] for query in queries} <= {"SELECT", "SAVEPOINT", "RELEASE"}


def test_history_asks_the_database_as_often_for_three_revisions_as_for_one(client):
    client.force_login(make_admin())
    meeting = make_meeting()

    def queries():
        with CaptureQueriesContext(connection) as found:
            page(client, meeting, "history")
            page(client, meeting, "history/difference")
        return len(found)

    published_with(meeting, {"title_tr": "Söz 1"} | new_outcome(text_tr="Karar"))
    draft(meeting, {"title_tr": "Taslak"} | new_outcome(text_tr="Karar"))
    queries()
    before = queries()
    published_with(meeting, {"title_tr": "Söz 2"} | new_outcome(text_tr="Karar") | new_outcome(text_tr="Karar"))
    published_with(meeting, {"title_tr": "Söz 3"} | new_outcome(text_tr="Karar"))
    draft(meeting, {"title_tr": "Taslak"} | new_outcome(text_tr="Karar") | new_outcome(text_tr="Karar"))

    assert queries() == before
