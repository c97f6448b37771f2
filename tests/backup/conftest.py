import pytest
from django.db import connection


@pytest.fixture
def whole_databases(django_db_setup, django_db_blocker):
    """The name of the tests' own database, for tests that make and drop others."""
    with django_db_blocker.unblock():
        yield connection.settings_dict["NAME"]
        connection.close()
