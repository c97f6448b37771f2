from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.utils import timezone

from ots_portal import health
from ots_portal.accounts.audit import Event, record
from ots_portal.backup import checks
from ots_portal.publishing import workflow
from ots_portal.publishing.drafts import Promise
from tests.factories import make_admin, make_area

pytestmark = pytest.mark.django_db
SERVING = {"threads": "ok", "database": "ok", "migrations": "ok", "cache": "ok"}
WATCHED = {
    "disk": "ok",
    "files": "ok",
    "replica": "ok",
    "purge": "ok",
    "schedule": "ok",
    "backup": "ok",
    "scanner": "ok",
}


def verify_one(*, age):
    record(None, Event.VERIFIED, after={"made_at": (timezone.now() - age).isoformat()})


def test_a_working_portal_is_healthy(client):
    verify_one(age=timedelta(hours=3))

    response = client.get("/health/")

    assert response.status_code == 200
    assert response.json() == {"status": "ok", "checks": SERVING | WATCHED}
    assert "no-store" in response["Cache-Control"]


def test_a_missing_migration_is_told(client):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'meetings'")

    response = client.get("/health/")

    assert response.status_code == 503
    assert response.json() == {"status": "failing", "checks": SERVING | {"migrations": "failing"}}


def test_a_cache_that_forgets_is_told(client, monkeypatch):
    monkeypatch.setattr(cache, "get", lambda key: None)

    response = client.get("/health/")

    assert (response.status_code, response.json()["checks"]["cache"]) == (503, "failing")


def test_a_database_that_is_away_is_told(client, monkeypatch):
    def fail():
        raise DatabaseError

    monkeypatch.setattr(connection, "cursor", fail)

    response = client.get("/health/")

    assert (response.status_code, response.json()["checks"]["database"]) == (503, "failing")


def test_a_process_lives_also_without_a_database(client, monkeypatch):
    monkeypatch.setattr(connection, "cursor", None)

    assert client.get("/health/live/").content == b"ok"


@pytest.mark.parametrize(("age", "told"), [(timedelta(days=1), "ok"), (timedelta(days=3), "warning")])
def test_an_old_backup_is_a_warning(client, age, told):
    verify_one(age=age)

    response = client.get("/health/")

    assert (response.status_code, response.json()["checks"]["backup"]) == (200, told)


def test_a_backup_that_was_never_verified_is_a_warning(client):
    assert client.get("/health/").json()["checks"]["backup"] == "warning"


def test_a_schedule_that_nobody_keeps_is_a_warning(client):
    area = make_area(languages=())
    workflow.schedule(area, ["tr"], timezone.now() + timedelta(minutes=1), make_admin())
    Promise.objects.update(at=timezone.now() - timedelta(minutes=6))

    assert client.get("/health/").json()["checks"]["schedule"] == "warning"


def test_a_full_disk_is_a_warning(client, monkeypatch):
    monkeypatch.setattr(health, "ENOUGH_BYTES", 10**18)

    assert client.get("/health/").json()["checks"]["disk"] == "warning"


def test_the_deployment_check_tells_the_age_of_the_last_verified_backup():
    [never] = checks.a_fresh_backup_was_verified(None)
    verify_one(age=timedelta(days=3))
    [old] = checks.a_fresh_backup_was_verified(None)
    verify_one(age=timedelta(hours=3))
    [fresh] = checks.a_fresh_backup_was_verified(None)

    assert (never.id, old.id, fresh.id) == ("portal.W001", "portal.W001", "portal.I001")
    assert fresh.msg.replace("\xa0", " ") == "The last verified backup was made 3 saat ago."
