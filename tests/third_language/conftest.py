"""These tests run in the copy with a third language that .ci/third_language.py makes; elsewhere there are none."""

import pytest
from django.conf import settings

collect_ignore_glob = [] if "az" in dict(settings.LANGUAGES) else ["test_*.py"]


@pytest.fixture(scope="session")
def django_db_setup(django_db_modify_db_settings):
    """The database that was filled in two languages and migrated to three; every test leaves it as it was."""
