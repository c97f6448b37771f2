"""The worklist of translators in the admin."""

import re
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import gettext, pgettext

from meetings.models import Meeting
from ots_portal.accounts.models import AuditEntry
from ots_portal.publishing import workflow
from ots_portal.translating.models import Task
from tests.admin_pages import admin_address, sent_values
from tests.factories import make_admin, make_area, make_meeting, make_section, make_topic, make_user
from tests.publishing.drafting_acts import draft
from tests.translating.states import refreshed

pytestmark = pytest.mark.django_db

LIST = "admin:translating_task_changelist"


def rows(client, **query):
    """The texts of the cells of each row, without marks."""
    html = client.get(reverse(LIST), query).content.decode()
    body = html.partition('id="result_list"')[2].partition("<tbody>")[2].partition("</tbody>")[0]
    cells = [re.findall(r"field-(\w+)[^>]*>(.*?)</t[dh]>", row, re.DOTALL) for row in body.split("</tr>")]
    return [{name: " ".join(re.sub(r"<[^>]+>", " ", text).split()) for name, text in row} for row in cells if row]


def names(client, **query):
    return {row["name_column"] for row in rows(client, **query)}


def make_four():
    """Of one area each: in step, out of date, partly missing, and in review."""
    areas = {name: make_area(name_tr=name, name_en="Name") for name in ("uyumlu", "eski", "eksik", "incelemede")}
    refreshed(*areas.values())
    draft(areas["eski"], {"name_tr": "eski oldu"})
    draft(areas["eksik"], {"lead_tr": "Üç söz daha"})
    for name in ("eski", "eksik"):
        workflow.publish(areas[name], ["tr"], None)
    draft(areas["incelemede"], {"name_en": "Other name"})
    workflow.submit(areas["incelemede"], "en", None)
    return areas


def test_a_row_says_what_is_to_be_done_how_much_it_is_by_whom_and_until_when(client):
    user = make_user(role="translator", languages=["en"], first_name="Aylin", last_name="Er")
    make_four()
    Task.objects.filter(stale=1).update(translator=user, due_on=date(2099, 11, 22))
    client.force_login(user)

    found = rows(client, state="all")

    assert [row["name_column"] for row in found] == ["eski oldu", "eksik", "uyumlu", "incelemede"]
    assert found[0] == {
        "name_column": "eski oldu",
        "type_column": "İşbirliği alanı",
        "language": "İngilizce",
        "state_column": found[0]["state_column"],
        "words": "2",
        "translator_column": "Aylin Er",
        "due_on": "22 Kasım 2099",
        "desk_column": f"{gettext('Translate')} : eski oldu",
    }
    assert re.findall(r"\d", " ".join(row["state_column"] for row in found)) == ["1", "1"]
    assert found[1]["words"] == "3"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"state": "to-do"}, {"eski oldu", "eksik"}),
        ({"state": "stale"}, {"eski oldu"}),
        ({"state": "missing"}, {"eksik"}),
        ({"state": "unofficial"}, set()),
        ({"state": "in-review"}, {"incelemede"}),
        ({"state": "in-step"}, {"uyumlu"}),
        ({"state": "all", "language": "en"}, {"eski oldu", "eksik", "uyumlu", "incelemede"}),
        ({"language": "en"}, {"eski oldu", "eksik", "incelemede"}),
        ({"type": "cooperation.area"}, {"eski oldu", "eksik", "incelemede"}),
        ({"type": "meetings.meeting"}, set()),
        ({"translator": "me"}, {"eksik"}),
        ({"translator": "nobody"}, {"eski oldu", "incelemede"}),
        ({"translator": "open", "state": "all"}, {"eski oldu", "eksik", "uyumlu", "incelemede"}),
        ({"translator": "late"}, {"eksik"}),
        ({"q": "ESKİ"}, {"eski oldu"}),
        ({"q": "uyumlu"}, {"uyumlu"}),
        ({"q": "uyumlu", "state": "stale"}, set()),
        (
            {"language": "tr", "state": "x", "type": "x", "area": "x", "translator": "9"},
            {"eski oldu", "eksik", "uyumlu", "incelemede"},
        ),
    ],
)
def test_a_filter_leaves_what_it_names(client, query, expected):
    user = make_admin()
    make_four()
    Task.objects.filter(missing=1).update(translator=user, due_on=date(2020, 1, 1))
    client.force_login(user)

    assert names(client, **query) == expected


def test_the_list_begins_with_what_is_unfinished_and_leads_to_all(admin_client):
    make_four()

    begun = admin_client.get(reverse(LIST), {"language": "en"})
    html = begun.content.decode()
    [address] = re.findall(r'<p class="shown-rows">[^<]*<a href="([^"]*)">', html)
    everything = admin_client.get(f"{reverse(LIST)}{unescape(address)}")

    assert {task.record.name_tr for task in begun.context["cl"].result_list} == {"eski oldu", "eksik", "incelemede"}
    assert chosen_state(begun) == gettext("unfinished")
    assert '<a href="?state=all">' in html
    assert everything.context["cl"].result_count == 4
    assert chosen_state(everything) == pgettext("states of translations", "all")
    assert "shown-rows" not in everything.content.decode()
    assert gettext("Nothing is left to do here.") not in html


def test_a_list_with_nothing_unfinished_says_that_nothing_is_left_to_do(admin_client):
    refreshed(make_area(name_tr="Uyumlu", name_en="In step"))

    html = admin_client.get(reverse(LIST)).content.decode()

    assert gettext("Nothing is left to do here.") in html
    assert '<a href="?state=all">' in html


def chosen_state(response):
    cl = response.context["cl"]
    [spec] = [spec for spec in cl.filter_specs if spec.expected_parameters() == ["state"]]
    return " ".join(str(choice["display"]) for choice in spec.choices(cl) if choice["selected"])


def test_progress_is_counted_by_area_and_a_record_of_two_areas_counts_in_both(admin_client):
    roads, health = make_area(name_tr="Yollar", name_en="Roads"), make_area(name_tr="Sağlık", name_en="Health")
    meeting = make_meeting(title_tr="İki söz", title_en=None)
    meeting.areas.set([roads, health])
    refreshed(roads, health, meeting, make_topic(area=roads, name_tr="Konu", name_en="Topic"))
    refreshed(make_section(title_tr="Bölüm", title_en="Section"))

    found = admin_client.get(reverse(LIST), {"language": "en"}).context["progress"]
    only_missing = admin_client.get(reverse(LIST), {"state": "missing"}).context["progress"]

    assert [(row["done"], row["total"]) for row in found] == [(1, 3), (2, 4), (1, 1)]
    assert [row["name"] for row in found][:2] == ["Sağlık", "Yollar"]
    assert [(row["name"], row["done"], row["total"]) for row in only_missing] == [("Sağlık", 0, 2), ("Yollar", 0, 2)]


def test_a_record_that_was_never_published_stands_under_its_drafted_name(admin_client):
    area = make_area(languages=(), name_tr="", name_en="")
    draft(area, {"name_tr": "Adı henüz taslakta"})
    workflow.submit(area, "tr", None)

    assert (names(admin_client), names(admin_client, q="TASLAKTA")) == ({"Adı henüz taslakta"}, {"Adı henüz taslakta"})


def test_whoever_writes_a_language_says_who_translates_and_until_when(client):
    editor = make_user(role="editor")
    refreshed(make_area(name_tr="Alan", name_en=None))
    task = Task.objects.get()
    client.force_login(editor)

    address = admin_address(task, "change")
    values = sent_values(client.get(address)) | {"translator": editor.pk, "due_on": "22.11.2099"}
    answer = client.post(address, values)

    task.refresh_from_db()
    assert (answer.status_code, task.translator, task.due_on) == (302, editor, date(2099, 11, 22))
    assert AuditEntry.objects.first().event == "write"


@pytest.mark.parametrize(
    ("person", "may_change"),
    [({"role": "reader"}, False), ({"role": "editor", "languages": ["tr"]}, False), ({"role": "translator"}, True)],
)
def test_others_only_read_the_task(client, person, may_change):
    refreshed(make_area(name_tr="Alan", name_en=None))
    task = Task.objects.get()
    client.force_login(make_user(**person))

    address = admin_address(task, "change")
    shown = client.get(address)
    answer = client.post(address, {"due_on": "22.11.2099"})

    task.refresh_from_db()
    assert (shown.status_code, answer.status_code) == ((200, 302) if may_change else (200, 403))
    assert (task.due_on is not None) == may_change


def test_only_types_that_the_user_may_view_are_listed(client):
    refreshed(make_area(name_tr="Alan"), make_meeting(title_tr="Toplantı"))
    client.force_login(make_user(role="editor", types=[Meeting]))

    area = Task.objects.get(content_type__model="area")
    answer = client.get(admin_address(area, "change"))

    assert (names(client, state="all"), answer.status_code) == ({"Toplantı"}, 302)


def waiting(client, user):
    client.force_login(user)
    groups = client.get(reverse("admin:index")).context["waiting"]
    return {name: number for each in groups if each["name"] == "translations" for name, number, _list in each["lists"]}


def test_what_is_to_be_translated_waits_for_its_translator_or_while_it_has_none_for_all(client):
    translator, other = make_user(role="translator"), make_user(role="translator")
    make_four()
    Task.objects.filter(stale=1).update(translator=translator)

    assert waiting(client, translator) == {"İşbirliği alanları": 2}
    assert waiting(client, other) == {"İşbirliği alanları": 1}
    assert waiting(client, make_user(role="editor", languages=["tr"])) == {}


def test_what_waits_leads_to_the_worklist_where_it_is_listed(client):
    translator = make_user(role="translator")
    make_four()
    Task.objects.filter(stale=1).update(translator=make_user(role="translator"))
    client.force_login(translator)

    groups = client.get(reverse("admin:index")).context["waiting"]
    [[(_name, number, address)]] = [each["lists"] for each in groups if each["name"] == "translations"]

    found = client.get(address).context["cl"].result_list
    assert (number, [str(task.record) for task in found]) == (1, ["eksik"])


def test_the_list_needs_as_many_queries_for_three_rows_of_each_type_as_for_one(client):
    user = make_admin()
    client.force_login(user)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse(LIST))
        return len(captured)

    def add():
        for record in (make_area(), make_meeting()):
            draft(record, {"internal_note": "X"}, user)
        Task.objects.update(translator=user)

    add()
    queries()
    once = queries()
    add()
    add()

    assert queries() == once <= 18
