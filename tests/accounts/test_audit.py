"""The log of acts: what is written there, and that it stays."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from ots_portal.accounts.audit import Event, record
from ots_portal.accounts.models import AuditEntry
from tests.admin_pages import admin_address
from tests.factories import make_admin, make_area, make_meeting, make_user

pytestmark = pytest.mark.django_db

PASSWORD = "a long enough password"


def log():
    return list(AuditEntry.objects.order_by("pk").values_list("event", "user_name"))


def test_an_act_is_recorded_with_what_names_its_record():
    user, area = make_user(first_name="Ayşe", last_name="Kaya"), make_area(name_tr="Eğitim", reference="education")

    record(user, Event.PUBLISH, area, lane="tr", before={"name_tr": "Eğtim"}, after={"name_tr": "Eğitim"})

    entry = AuditEntry.objects.get()
    assert (entry.user, entry.user_name, entry.event, entry.lane) == (user, "Ayşe Kaya", "publish", "tr")
    assert entry.content_type.model_class() is type(area)
    assert (entry.object_id, entry.record_name, entry.reference) == (str(area.pk), "Eğitim", "education")
    assert (entry.before, entry.after) == ({"name_tr": "Eğtim"}, {"name_tr": "Eğitim"})


def test_what_the_database_cannot_hold_is_cut_from_names():
    record(None, Event.SIGN_IN_FAILED, name="x\0" + "ş" * 500)

    assert log() == [("sign_in_failed", "x" + "ş" * 149)]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE accounts_auditentry SET user_name = 'x'",
        "UPDATE accounts_auditentry SET at = now() WHERE id > 0",
        "DELETE FROM accounts_auditentry",
        "INSERT INTO accounts_auditentry (id, at, user_name, event, object_id, record_name, reference, lane) "
        "SELECT id, at, 'x', event, '', '', '', '' FROM accounts_auditentry "
        "ON CONFLICT (id) DO UPDATE SET user_name = 'x'",
    ],
)
def test_the_database_refuses_to_change_or_delete_an_entry(statement):
    record(make_user(username="ayse"), Event.WRITE)

    with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
        connection.cursor().execute(statement)

    assert log() == [("write", "ayse")]


def test_the_orm_cannot_change_it_either():
    record(make_user(username="ayse"), Event.WRITE)
    entry = AuditEntry.objects.get()

    for act in (entry.delete, entry.save, AuditEntry.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()

    assert log() == [("write", "ayse")]


def test_an_unknown_event_is_refused_by_the_database():
    with pytest.raises(DatabaseError), transaction.atomic():
        record(None, "danced")


def test_an_act_rolled_back_leaves_no_entry():
    with transaction.atomic():
        record(None, Event.WRITE)
        transaction.set_rollback(True)

    assert log() == []


@pytest.mark.parametrize("login", ["ayse", "ayse@example.org"])
def test_signing_in_and_out_is_recorded(client, login):
    make_user(username="ayse", email="ayse@example.org", password=PASSWORD, role="reader")

    client.post("/tr/hesap/login/", {"login": login, "password": PASSWORD})
    client.post("/tr/hesap/logout/")

    assert log() == [("sign_in", "ayse"), ("sign_out", "ayse")]


@pytest.mark.parametrize("login", ["ayse", "kimse", "kimse@example.org"])
def test_a_failed_sign_in_is_recorded_once_with_the_name_and_without_the_password(client, login):
    make_user(username="ayse", password=PASSWORD)

    client.post("/tr/hesap/login/", {"login": login, "password": "wrong and secret"})

    assert log() == [("sign_in_failed", login)]
    assert "secret" not in str(list(AuditEntry.objects.values()))


def test_the_inactive_fail_to_sign_in(client):
    make_user(username="ayse", password=PASSWORD, is_active=False)

    client.post("/tr/hesap/login/", {"login": "ayse", "password": PASSWORD})

    assert log() == [("sign_in_failed", "ayse")]


def test_who_is_made_inactive_is_signed_out_at_once(client):
    user = make_user(role="editor")
    client.force_login(user)
    type(user).objects.update(is_active=False)

    assert client.get("/tr/yonetim/", follow=True).redirect_chain[-1][0].startswith("/tr/hesap/login/")


def test_an_own_change_of_password_is_recorded(client):
    user = make_user(username="ayse", password=PASSWORD)
    client.force_login(user)

    new = {"oldpassword": PASSWORD, "password1": "another long password", "password2": "another long password"}
    client.post("/tr/hesap/password/change/", new)

    assert ("password", "ayse") in log()
    assert "another" not in str(list(AuditEntry.objects.values()))


def test_administrators_read_the_log_and_change_nothing(client):
    client.force_login(make_user(role="administrator", username="yonetici"))
    record(make_user(username="ayse"), Event.PUBLISH, make_area(name_tr="Eğitim"), after={"name_tr": "<b>Eğitim</b>"})
    entry = AuditEntry.objects.get(event="publish")

    page = client.get(admin_address(entry, "change")).content.decode()

    assert "<td></td><td>&lt;b&gt;Eğitim&lt;/b&gt;</td>" in page
    assert 'name="_save"' not in page
    assert client.post(admin_address(entry, "change"), {"user_name": "x"}).status_code == 403
    assert client.post(admin_address(entry, "delete"), {"post": "yes"}).status_code == 403
    assert client.get(admin_address(AuditEntry, "add")).status_code == 403


@pytest.mark.parametrize("role", ["reader", "translator", "editor", "reviewer"])
def test_nobody_else_reads_the_log(client, role):
    client.force_login(make_user(role=role))

    assert client.get(admin_address(AuditEntry, "changelist")).status_code == 403


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("event=publish", ["publish"]),
        ("user__id__exact={ayse}", ["publish"]),
        ("type={meeting}", ["schedule"]),
        ("q=Eğitim", ["publish"]),
        ("q=fatma", ["schedule"]),
        ("at__gte=2999-01-01+00:00:00%2B03:00", []),
        ("type=x", None),
    ],
)
def test_the_log_is_filtered_by_user_event_type_and_time(client, query, expected):
    ayse, fatma, meeting = make_user(username="ayse"), make_user(username="fatma"), make_meeting()
    client.force_login(make_admin())
    record(ayse, Event.PUBLISH, make_area(name_tr="Eğitim"))
    record(fatma, Event.SCHEDULE, meeting)
    meeting_type = AuditEntry.objects.get(event="schedule").content_type_id

    query = query.format(ayse=ayse.pk, meeting=meeting_type)
    response = client.get(f"{admin_address(AuditEntry, 'changelist')}?{query}", follow=True)

    found = [entry.event for entry in response.context["cl"].result_list]
    assert found == (["schedule", "publish", "sign_in"] if expected is None else expected)


def test_the_log_needs_the_same_queries_for_one_entry_and_for_many(client):
    client.force_login(make_admin())
    address = admin_address(AuditEntry, "changelist")

    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    record(make_user(), Event.PUBLISH, make_area())
    queries()
    few = queries()
    for _number in range(5):
        record(make_user(), Event.PUBLISH, make_area())

    assert queries() == few <= 12


@pytest.mark.parametrize("table", ["accounts_auditentry", "publishing_comment", "publishing_revision"])
def test_the_database_refuses_to_empty_what_is_kept_for_good(table):
    connection.cursor().execute("SET LOCAL portal.may_empty = ''")

    with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
        connection.cursor().execute(f"TRUNCATE {table} CASCADE")
