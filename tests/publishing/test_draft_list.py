"""The list of all drafts: what it shows of each, to whom, and which of them a filter leaves."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cooperation.models import Area
from ots_portal.publishing import workflow
from ots_portal.publishing.models import Draft, Promise
from tests.factories import make_admin, make_area, make_meeting, make_user
from tests.publishing.drafting_acts import draft

pytestmark = pytest.mark.django_db

LIST = "admin:publishing_draft_changelist"
AT = datetime(2099, 11, 22, 10, 0, tzinfo=ZoneInfo("Europe/Istanbul"))


def rows(client, **query):
    """The texts of the cells of each row, without marks."""
    html = client.get(reverse(LIST), query).content.decode()
    body = html.partition("<tbody>")[2].partition("</tbody>")[0]
    cells = [re.findall(r"field-(\w+)[^>]*>(.*?)</t[dh]>", row, re.DOTALL) for row in body.split("</tr>")]
    return [{name: " ".join(re.sub(r"<[^>]+>", " ", text).split()) for name, text in row} for row in cells if row]


def names(client, **query):
    return {row["name_column"] for row in rows(client, **query)}


@pytest.mark.two_languages
def test_a_row_says_what_it_is_how_far_it_is_who_wrote_it_and_when_it_goes_live(client):
    writer = make_user(role="editor", first_name="Aylin", last_name="Er")
    area = make_area(name_tr="Ulaştırma", name_en="Transport")
    draft(area, {"lead_tr": "Yeni", "lead_en": "New"}, writer)
    workflow.schedule(area, ["tr"], AT, writer)
    client.force_login(writer)

    [row] = rows(client)

    del row["updated_at"]
    assert row == {
        "name_column": "Ulaştırma",
        "type_column": "İşbirliği alanı",
        "states_column": "● Türkçe: yayında yayım zamanı belirlendi ● İngilizce: yayında taslak",
        "authors_column": "Türkçe: Aylin Er İngilizce: Aylin Er",
        "scheduled_column": "Türkçe: 22 Kasım 2099, 10:00",
    }


def test_a_row_leads_to_the_form_of_the_record_and_so_does_its_own_address(admin_client):
    area = make_area(languages=(), name_tr="", name_en="")
    draft(area, {"name_tr": "Adı henüz taslakta"})
    form = f"/tr/yonetim/cooperation/area/{area.pk}/change/"

    html = admin_client.get(reverse(LIST)).content.decode()
    answer = admin_client.get(reverse("admin:publishing_draft_change", args=[Draft.objects.get().pk]))

    assert re.findall(r'<a href="([^"]+)">Adı henüz taslakta</a>', html) == [form]
    assert (answer.status_code, answer.url) == (302, form)


def test_only_drafts_of_types_that_the_user_may_view_are_listed(client):
    area, meeting = make_area(name_tr="Alan"), make_meeting(title_tr="Toplantı")
    draft(area, {"lead_tr": "Yeni"})
    draft(meeting, {"venue_tr": "Saray"})
    client.force_login(make_user(role="editor", types=[Area]))

    html = client.get(reverse(LIST)).content.decode()
    other = client.get(reverse("admin:publishing_draft_change", args=[meeting.drafts.get().pk]))

    assert names(client) == {"Alan"}
    assert "?type=cooperation.area" in html
    assert "?type=meetings.meeting" not in html
    assert other.status_code == 404


def make_four(user):
    """A draft in Turkish, one in review in English, one scheduled, and one that failed and is a draft again."""
    areas = {name: make_area(name_tr=name) for name in ("taslak", "inceleme", "zamanlı", "olmadı")}
    draft(areas["taslak"], {"lead_tr": "Yeni"}, user)
    draft(areas["inceleme"], {"lead_tr": "Yeni", "lead_en": "New"})
    workflow.submit(areas["inceleme"], "en", user)
    for name in ("zamanlı", "olmadı"):
        draft(areas[name], {"lead_tr": "Yeni"})
        workflow.schedule(areas[name], ["tr"], AT, user)
    Promise.objects.filter(draft__object_id=areas["olmadı"].pk).update(failure="Neden")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"type": "cooperation.area"}, {"taslak", "inceleme", "zamanlı", "olmadı"}),
        ({"type": "meetings.meeting"}, set()),
        ({"language": "en"}, {"inceleme"}),
        ({"language": "tr"}, {"taslak", "inceleme", "zamanlı", "olmadı"}),
        ({"state": "draft"}, {"taslak", "inceleme", "olmadı"}),
        ({"state": "draft", "language": "en"}, set()),
        ({"state": "in-review"}, {"inceleme"}),
        ({"state": "in-review", "language": "tr"}, set()),
        ({"state": "scheduled"}, {"zamanlı"}),
        ({"author": "me"}, {"taslak"}),
        ({"language": "x", "type": "x", "author": "9"}, {"taslak", "inceleme", "zamanlı", "olmadı"}),
    ],
)
def test_a_filter_leaves_what_it_names(client, query, expected):
    user = make_admin()
    make_four(user)
    client.force_login(user)

    assert names(client, **query) == expected


def test_a_draft_written_in_again_after_it_was_scheduled_is_a_draft(admin_client):
    area = make_area(name_tr="Alan")
    draft(area, {"lead_tr": "Yeni"})
    workflow.schedule(area, ["tr"], AT, None)
    draft(area, {"lead_tr": "Daha yeni"})

    assert (names(admin_client, state="draft"), names(admin_client, state="scheduled")) == ({"Alan"}, set())


def test_the_list_needs_as_many_queries_for_three_drafts_of_each_type_as_for_one(client):
    user = make_admin()
    client.force_login(user)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse(LIST))
        return len(captured)

    def add():
        for record in (make_area(), make_meeting()):
            draft(record, {"internal_note": "X"}, user)
            workflow.schedule(record, ["tr"], AT, user)

    add()
    queries()
    once = queries()
    add()
    add()

    assert queries() == once <= 15


def test_the_front_page_leads_to_the_list_those_who_may_see_one(client):
    link = f'<a href="{reverse(LIST)}">'

    client.force_login(make_user(role="reader"))
    seen = client.get(reverse("admin:index")).content.decode()
    client.force_login(make_user(is_staff=True))
    unseen = client.get(reverse("admin:index")).content.decode()

    assert link in seen
    assert "/publishing/draft/" not in unseen
