"""The log of acts as CSV."""

import csv
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ots_portal.accounts.audit import Event, record
from ots_portal.accounts.models import AuditEntry
from tests.factories import make_admin, make_area, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def log_file(client):
    """Gives the rows of the file, for an administrator."""
    client.force_login(make_admin())

    def download(query=""):
        response = client.get(reverse("admin:accounts_auditentry_csv") + query)
        return list(csv.DictReader(StringIO(response.getvalue().decode("utf-8-sig"))))

    return download


def test_an_entry_is_a_row_newest_first(log_file):
    user, area = make_user(first_name="Ayşe", last_name="Kaya"), make_area(name_tr="Eğitim", reference="education")
    record(user, Event.PUBLISH, area, lane="tr", before={"name_tr": "Eğtim"}, after={"name_tr": "Eğitim"})
    entry = AuditEntry.objects.first()
    record(None, Event.BACKUP)

    rows = log_file()

    assert [row["event"] for row in rows[:2]] == ["backup", "publish"]
    assert rows[1] == {
        "number": str(entry.pk),
        "time": entry.at.isoformat(),
        "user": str(user.pk),
        "who": "Ayşe Kaya",
        "event": "publish",
        "type": "cooperation.area",
        "record": str(area.pk),
        "record_name": "Eğitim",
        "reference": "education",
        "language": "tr",
        "before": '{"name_tr": "Eğtim"}',
        "after": '{"name_tr": "Eğitim"}',
    }


def test_it_holds_what_the_list_is_narrowed_to(log_file):
    record(None, Event.BACKUP)
    record(None, Event.VERIFIED)

    assert [row["event"] for row in log_file("?event__exact=backup")] == ["backup"]


def test_no_text_is_read_as_a_formula(log_file):
    record(None, Event.SIGN_IN_FAILED, name='=HYPERLINK("http://evil.example")')
    record(None, Event.SIGN_IN_FAILED, name="＝1+1")

    assert [row["who"] for row in log_file()[:2]] == ["'＝1+1", """'=HYPERLINK("http://evil.example")"""]


def test_the_download_is_logged_itself(log_file):
    record(None, Event.BACKUP)

    log_file("?event__exact=backup")

    entry = AuditEntry.objects.first()
    assert (entry.event, entry.user.is_superuser) == (Event.DOWNLOAD, True)
    assert entry.after == {"file": "log.csv", "rows": 1, "filters": "event__exact=backup"}


def test_parameters_without_sense_lead_back_to_the_list(client):
    client.force_login(make_admin())

    response = client.get(reverse("admin:accounts_auditentry_csv") + "?at__gte=x&event__year=9")

    assert (response.status_code, response["Location"]) == (302, reverse("admin:accounts_auditentry_changelist"))


def test_as_many_queries_for_three_entries_as_for_one(log_file):
    counts = []
    for number in (1, 2):
        for _each in range(number):
            record(make_user(), Event.PUBLISH, make_area())
        with CaptureQueriesContext(
            connection,
        ) as queries:
            log_file("?event__exact=publish")
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_the_list_leads_to_the_file_of_what_it_shows(client):
    client.force_login(make_admin())

    page = client.get(reverse("admin:accounts_auditentry_changelist") + "?event__exact=backup").text

    assert f'<a href="{reverse("admin:accounts_auditentry_csv")}?event__exact=backup">' in page
