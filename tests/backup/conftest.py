import pytest
from django.db import connection

from tests.scaling.conftest import bucket, bucket_contents, bucket_server  # noqa: F401 - fixtures


@pytest.fixture
def db(django_db_setup):
    """No transaction around a test; the name lets pytest-django make its database also for these tests alone."""


@pytest.fixture
def whole_databases(db, django_db_blocker):
    """The name of the tests' own database, for tests that make and drop others."""
    with django_db_blocker.unblock():
        yield connection.settings_dict["NAME"]
        connection.close()
