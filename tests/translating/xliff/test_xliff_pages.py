"""Downloading, uploading, reading the report, confirming and undoing, in the admin."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import etree

from meetings.models import Meeting
from ots_portal.accounts.models import AuditEntry
from ots_portal.publishing.desk import Desk
from ots_portal.translating.models import Task
from ots_portal.translating.xliff.exchange import MOST_RECORDS
from ots_portal.translating.xliff.export_pages import refusal_of
from ots_portal.translating.xliff.models import ImportedFile
from tests.factories import make_admin, make_area, make_meeting, make_user
from tests.publishing.drafting_acts import draft
from tests.translating.states import refreshed
from tests.translating.xliff.files import IN_FILE, exported, imported_from, translated, uploaded

pytestmark = pytest.mark.django_db

LIST, ADD = reverse("admin:translating_task_changelist"), reverse("admin:translating_importedfile_add")
EXPORT = reverse("admin:translating_task_export_list") + "?language=en"


def area(**values):
    return make_area(**({"name_tr": "Ulaştırma ve İletişim", "name_en": None} | values))


def translator(**values):
    return make_user(**({"role": "translator", "languages": ["en"]} | values))


def names_in(answer):
    return [each.get("original") for each in etree.fromstring(answer.content).findall("x:file", IN_FILE)]


def page_of(imported):
    return reverse("admin:translating_importedfile_change", args=[imported.pk])


def send(client, content, name="ceviri.en.xlf"):
    return client.post(ADD, {"file": SimpleUploadedFile(name, content)})


# ---- Downloading ---------------------------------------------------------------------------------------------
def test_a_task_is_downloaded_under_a_name_that_every_system_knows_and_logged(client):
    record = area(reference="ulastirma")
    refreshed(record)
    client.force_login(translator(username="aylin"))

    answer = client.post(reverse("admin:translating_task_export", args=[Task.objects.get(language="en").pk]))

    assert answer.headers["Content-Type"] == "application/x-xliff+xml; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="ulastirma-ve-iletisim.en.xlf"'
    assert names_in(answer) == ["cooperation.area/ulastirma"]
    entry = AuditEntry.objects.first()
    assert (entry.event, entry.user_name, entry.reference, entry.lane) == ("export", "aylin", "ulastirma", "en")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"a", "m"}),
        ("&state=all", {"a", "b", "m"}),
        ("&q=SAĞLIK", {"b"}),
        ("&state=missing", {"a", "m"}),
        ("&type=meetings.meeting", {"m"}),
        ("&state=all&area=b", {"b", "m"}),
        ("&state=x&nosuch=1&e=1", {"a", "m"}),
    ],
)
def test_the_list_is_downloaded_as_its_filters_leave_it(client, query, expected):
    first, second = area(reference="a"), area(reference="b", name_tr="Sağlık", name_en="Health")
    meeting = make_meeting(reference="m", title_tr="Toplantı", title_en=None)
    meeting.areas.set([second])
    refreshed(first, second, meeting)
    client.force_login(translator())

    answer = client.post(EXPORT + query)
    if answer.status_code == 302:  # a senseless address
        answer = client.post(EXPORT)

    assert {name.partition("/")[2] for name in names_in(answer)} == expected


def test_chosen_rows_are_downloaded_together(client):
    records = [area(reference=reference) for reference in ("a", "b", "c")]
    refreshed(*records)
    client.force_login(translator())
    chosen = [Task.objects.of(record).get(language="en").pk for record in records[:2]]

    answer = client.post(LIST, {"action": "export_xliff", "_selected_action": chosen})

    assert sorted(names_in(answer)) == ["cooperation.area/a", "cooperation.area/b"]
    assert re.fullmatch(r'attachment; filename="\S+-\d{4}-\d\d-\d\d\.en\.xlf"', answer.headers["Content-Disposition"])


def test_only_records_that_the_user_may_see_are_downloaded(client):
    meeting = make_meeting(reference="m", title_tr="Toplantı")
    refreshed(area(), meeting)
    client.force_login(make_user(role="editor", types=[Meeting]))
    hidden = Task.objects.get(content_type__model="area", language="en")

    listed = client.post(f"{EXPORT}&state=all")
    chosen = client.post(LIST, {"action": "export_xliff", "_selected_action": [hidden.pk]})
    direct = client.post(reverse("admin:translating_task_export", args=[hidden.pk]))

    assert (names_in(listed), chosen.status_code, direct.status_code) == (["meetings.meeting/m"], 302, 404)


def test_an_empty_selection_is_told_and_nothing_is_logged(client):
    client.force_login(translator())

    answer = client.post(EXPORT, follow=True)

    assert [str(each) for each in answer.context["messages"]] != []
    assert not AuditEntry.objects.filter(event="export").exists()
    assert client.get(EXPORT).status_code == 405


def test_a_file_holds_no_more_records_than_can_be_brought_back_at_once():
    tasks = [Task(language="en")] * (MOST_RECORDS + 1)

    assert (str(MOST_RECORDS) in refusal_of(tasks), refusal_of(tasks[1:])) == (True, "")


def test_a_file_is_for_one_language():
    assert refusal_of([Task(language="en"), Task(language="tr")]) != ""


# ---- Uploading -----------------------------------------------------------------------------------------------
def test_an_upload_is_reported_then_confirmed_and_stands_in_the_list(client):
    record, user = area(lead_tr="Giriş"), translator(first_name="Aylin", last_name="Er")
    client.force_login(user)
    content = translated(exported(record), {"name": "Transport", "lead": ""})

    answer = send(client, content)
    report = client.get(answer.url)
    before = Desk(record).working["name_en"]
    done = client.post(answer.url, {"seen": report.context["report"].seen, "act": "confirm"}, follow=True)

    assert (before, Desk(record).working["name_en"]) == (None, "Transport")
    assert [(str(verdict), number) for verdict, number in report.context["report"].counts] == [
        ("change", 1),
        ("empty", 1),
    ]
    assert "Transport" in report.content.decode()
    assert done.status_code == 200
    [row] = client.get(reverse("admin:translating_importedfile_changelist")).context["cl"].result_list
    assert (row.name, row.user, row.texts, row.imported_at is not None) == ("ceviri.en.xlf", user, 1, True)


def test_a_report_overtaken_by_somebody_is_shown_again_and_nothing_is_written(client):
    record = area()
    client.force_login(translator())
    answer = send(client, translated(exported(record), {"name": "Transport"}))
    seen = client.get(answer.url).context["report"].seen
    draft(record, {"name_en": "Traffic"})

    again = client.post(answer.url, {"seen": seen}, follow=True)

    assert [(str(verdict), number) for verdict, number in again.context["report"].counts] == [("clash", 1)]
    assert [each.level_tag for each in again.context["messages"]] == ["error"]
    assert Desk(record).working["name_en"] == "Traffic"


@pytest.mark.parametrize("upload", [None, b"", b"<html/>", b"PK\x03\x04x"])
def test_what_cannot_be_read_is_refused_at_the_field(client, upload):
    client.force_login(translator())

    answer = send(client, upload) if upload is not None else client.post(ADD)

    assert (answer.status_code, list(answer.context["form"].errors)) == (200, ["file"])
    assert not ImportedFile.objects.exists()


def test_a_file_of_fifty_megabytes_is_refused(client):
    client.force_login(translator())

    answer = send(client, b" " * (50 * 1024 * 1024))

    assert "10 MB" in str(answer.context["form"].errors["file"])


def test_the_import_is_undone_with_a_button_and_says_so(client):
    record, user = area(name_en="Transport"), translator()
    imported = imported_from(translated(exported(record), {"name": "Transportation"}), user)
    client.force_login(user)

    offered = client.get(page_of(imported)).context["can_undo"]
    client.post(page_of(imported), {"act": "undo"})
    after = client.get(page_of(imported)).context

    assert (offered, after["can_undo"]) == (True, False)
    assert (Desk(record).working["name_en"], after["imported"].undone_at is not None) == ("Transport", True)


# ---- Rights --------------------------------------------------------------------------------------------------
def test_a_file_that_is_not_confirmed_is_its_owners_alone(client):
    imported = uploaded(exported(area()), translator())
    client.force_login(translator())

    assert client.get(page_of(imported)).status_code == 404
    assert client.post(page_of(imported), {"seen": "x"}).status_code == 404


def test_others_see_an_import_without_what_they_may_not_see_and_cannot_undo_it(client):
    imported = imported_from(translated(exported(area()), {"name": "Transport"}), translator())
    client.force_login(make_user(role="editor", types=[Meeting]))

    page = client.get(page_of(imported))
    client.post(page_of(imported), {"act": "undo"})

    assert (page.context["records"], page.context["can_undo"]) == ([], False)
    assert "Transport" not in page.content.decode()
    imported.refresh_from_db()
    assert imported.undone_at is None


@pytest.mark.parametrize(
    "address", ["0/change/", "999999999999999999999/change/", "x/change/", "0/history/", "0/delete/"]
)
def test_addresses_of_no_import_are_no_error(client, address):
    client.force_login(make_admin())

    assert client.get(f"{reverse('admin:translating_importedfile_changelist')}{address}").status_code in {403, 404}


# ---- Queries -------------------------------------------------------------------------------------------------
def queries(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_report_outcome_and_list_need_as_many_queries_for_three_records_as_for_one(client):
    user = translator()
    client.force_login(user)

    def numbers(*records):
        imported = uploaded(translated(exported(*records), {"name": "Transport"}), user)
        report = queries(client, page_of(imported))
        client.post(page_of(imported), {"seen": client.get(page_of(imported)).context["report"].seen})
        listed = queries(client, reverse("admin:translating_importedfile_changelist"))
        return report, queries(client, page_of(imported)), listed

    numbers(area())
    once = numbers(area())

    assert numbers(area(), area(), area()) == once
