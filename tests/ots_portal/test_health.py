import pytest
from django.db import connection

from ots_portal import health

pytestmark = pytest.mark.django_db


def test_a_working_portal_is_healthy(client):
    response = client.get("/health/")

    assert response.status_code == 200
    assert response.json() == {"status": "ok", "checks": {"database": "ok", "migrations": "ok"}}
    assert "no-store" in response["Cache-Control"]


def test_a_missing_migration_is_told(client):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'meetings'")

    response = client.get("/health/")

    assert response.status_code == 503
    assert response.json()["checks"] == {"database": "ok", "migrations": "failing"}


def test_a_database_that_is_away_is_told(client, monkeypatch):
    monkeypatch.setattr(health, "database_answers", lambda: False)

    response = client.get("/health/")

    assert (response.status_code, response.json()["status"]) == (503, "failing")
