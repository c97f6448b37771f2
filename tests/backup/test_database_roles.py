"""deploy/roles.sql: what the application's role can do is enough for the portal, and no more."""

from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection
from django.test import Client

from cooperation.models import Area
from ots_portal.accounts import checks
from ots_portal.accounts.models import AuditEntry, Event
from ots_portal.environment import PROJECT
from ots_portal.publishing import workflow
from ots_portal.publishing.comments import comment, reopen, resolve
from ots_portal.publishing.models import Revision
from tests.admin_pages import admin_address
from tests.databases import another_database, run_aside
from tests.factories import make_admin, make_area
from tests.publishing.drafting_acts import draft

REFUSED = {
    "UPDATE accounts_auditentry SET user_name = ''": "permission denied for table accounts_auditentry",
    "DELETE FROM accounts_auditentry": "permission denied for table accounts_auditentry",
    "TRUNCATE accounts_auditentry": "permission denied for table accounts_auditentry",
    "UPDATE publishing_revision SET note = ''": "permission denied for table publishing_revision",
    "DELETE FROM publishing_revision": "permission denied for table publishing_revision",
    "TRUNCATE publishing_revision": "permission denied for table publishing_revision",
    "UPDATE publishing_comment SET text = ''": "permission denied for table publishing_comment",
    "UPDATE publishing_comment SET id = id": "permission denied for table publishing_comment",
    "DELETE FROM publishing_comment": "permission denied for table publishing_comment",
    "DELETE FROM translating_rendering": "permission denied for table translating_rendering",
    "ALTER TABLE accounts_auditentry DISABLE TRIGGER ALL": "must be owner of table accounts_auditentry",
    "TRUNCATE meetings_meeting CASCADE": "permission denied for table meetings_meeting",
    "DROP TABLE meetings_meeting": "must be owner of table meetings_meeting",
    "CREATE TABLE more (id int)": "permission denied for schema public",
    "CREATE SCHEMA more": "permission denied for database {database}",
    "CREATE TEMPORARY TABLE more (id int)": 'permission denied to create temporary tables in database "{database}"',
    "CREATE DATABASE more": "permission denied to create database",
}


@contextmanager
def as_role(name):
    """Everything is asked of the database as this role."""
    options = connection.settings_dict["OPTIONS"]
    connection.close()
    options["assume_role"] = name
    try:
        yield
    finally:
        connection.close()
        del options["assume_role"]


@pytest.fixture
def role(whole_databases):
    """The application's role in a copy of the tests' database, after the script; the owner's is that name_owner."""
    name = f"of_{whole_databases}"
    script = PROJECT.joinpath("deploy", "roles.sql").read_text("utf-8").replace("ots_portal", name)
    with another_database("roles", template=whole_databases):
        with connection.cursor() as cursor:
            cursor.execute(script)
            cursor.execute(script)  # again, as after every upgrade
        yield name
    run_aside(f'DROP ROLE "{name}", "{name}_owner"')


def warnings():
    return [each.msg for each in checks.what_happened_cannot_be_rewritten(None)]


def refusals(statements):
    """{statement: the first line of what the database says}."""
    said = {}
    for statement in statements:
        with pytest.raises(DatabaseError) as refusal, connection.cursor() as cursor:
            cursor.execute(statement)
        said[statement] = str(refusal.value).splitlines()[0]
    return said


def test_the_portal_works_as_the_applications_role_which_cannot_rewrite_what_happened(role):
    with as_role(role):
        admin, area = make_admin(), make_area(name_tr="Eğitim")
        draft(area, {"name_tr": "Eğitim ve bilim"})
        workflow.publish(Area.objects.get(), ["tr"], admin)
        thread = comment(area, admin, "Ad doğru mu?")
        resolve(thread, admin)
        reopen(thread, admin)
        client = Client()
        client.force_login(admin, backend="ots_portal.accounts.backend.RoleBackend")
        page = client.get(Area.objects.get().get_absolute_url())
        form = client.get(admin_address(area, "change"))
        health = client.get("/health/").json()

        assert "Eğitim ve bilim" in page.text
        assert form.status_code == 200
        assert health["checks"]["database"] == health["checks"]["cache"] == health["checks"]["migrations"] == "ok"
        assert AuditEntry.objects.filter(event=Event.PUBLISH).count() == 1
        assert Revision.objects.exists()
        database = connection.settings_dict["NAME"]
        assert refusals(REFUSED) == {each: told.format(database=database) for each, told in REFUSED.items()}


RIGHTS_TOO_MANY = {
    "DELETE": "accounts_auditentry",
    "TRUNCATE": "publishing_revision",
    "UPDATE": "translating_rendering",
    "UPDATE (text)": "publishing_comment",
}


def test_who_can_rewrite_what_happened_is_warned(role):
    kept = "accounts_auditentry, publishing_comment, publishing_revision, translating_rendering"

    with as_role(role):
        assert warnings() == []
    for right, table in RIGHTS_TOO_MANY.items():
        with connection.cursor() as cursor:
            cursor.execute(f'GRANT {right} ON {table} TO "{role}"')
        with as_role(role):
            assert warnings() == [f"The database role {role} can rewrite what happened, in {table}."]
        with connection.cursor() as cursor:
            cursor.execute(f'REVOKE {right} ON {table} FROM "{role}"')
    owner = connection.settings_dict["USER"]
    assert warnings() == [f"The database role {owner} can rewrite what happened, in {kept}."]


def test_while_the_database_is_away_nobody_is_warned(whole_databases, monkeypatch):
    with monkeypatch.context() as away:
        connection.close()
        away.setitem(connection.settings_dict, "PORT", "1")

        assert warnings() == []


def test_tables_of_later_migrations_are_the_applications_to_read_and_write(role):
    with as_role(f"{role}_owner"), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE later (id serial PRIMARY KEY, name text)")
    with as_role(role), connection.cursor() as cursor:
        cursor.execute("INSERT INTO later (name) VALUES ('a'), ('b')")
        cursor.execute("DELETE FROM later WHERE name = 'a'")
        cursor.execute("UPDATE later SET name = 'c' RETURNING id, name")

        assert cursor.fetchall() == [(2, "c")]
