"""What every test has: the built-in database (unless DATABASE_URL names another), and a clean language."""

import gc
import os
from pathlib import Path

import pytest
from _pytest import runner
from django.conf import settings
from django.db import connection
from django.db.backends.signals import connection_created
from django.dispatch import receiver
from django.utils import translation
from django.utils.translation.reloader import translation_file_changed

from ots_portal import catalogues, local_database
from ots_portal.metrics import counting
from ots_portal.page_cache import stores, writes
from tests import databases
from tests.room import with_room

TESTS = Path(__file__).parent
LONGEST = (  # begun first, so that no core is left with one of them at the end
    "journeys/",
    "page_cache/test_every_page.py",
    "publishing/test_nobody_loses_words.py",
    "publishing/test_interleaved_forms.py",
    "translating/xliff/test_round_trip.py",
    "vision/test_import_over_starter.py",
    "search/test_queries.py",
    "backup/",
    "faults/",
)


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: not item.path.relative_to(TESTS).as_posix().startswith(LONGEST))


def pytest_collection_finish():
    """A page rendered for a test leaves so many objects that looking through them all took a sixth of the time."""
    gc.freeze()  # what was imported stays
    gc.set_threshold(20_000, 20)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item, nextitem):
    return with_room(runner.pytest_runtest_protocol, item, nextitem)


def pytest_configure(config):
    if not hasattr(config, "workerinput"):  # once, before the workers start
        catalogues.compile_all()
    translation_file_changed(None, Path("django.mo"))  # Django may have read older ones, or none, before
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)


@receiver(connection_created)
def let_tests_empty_tables(connection, **_more):
    """Tests that commit empty all tables afterwards, also those that elsewhere nobody may empty."""
    with connection.cursor() as cursor:
        cursor.execute("SET portal.may_empty = 'on'")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """Start the built-in server before the test databases are made, one for each core; it stops with the session."""
    if os.environ.get("DATABASE_URL"):
        yield
        return
    with local_database.running(settings.VAR, durable=False):
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_modify_db_settings, django_db_setup):
    """The order matters: the server first."""
    return django_db_setup


@pytest.fixture(autouse=True)
def first_language():
    """Tests begin in Turkish; the test client leaves its last language active."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    """Uploads of a test go to its own folder; static files need no manifest."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PAGE_CACHE_MEGABYTES = 0
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def keeping_pages(settings, tmp_path):
    """Pages are kept, in a folder and a memory of the test's own."""
    settings.VAR, settings.PAGE_CACHE_MEGABYTES = tmp_path, 8
    stores.pages_in.cache_clear()
    writes.renew()
    yield stores.pages()
    stores.pages_in.cache_clear()


@pytest.fixture(scope="session")
def starter_database(django_db_setup, django_db_blocker):
    """A database with the starter content, which is loaded once: its name, and what loading tells."""
    from ots_portal.publishing import starter  # noqa: PLC0415 - models exist only after the database is set up

    empty = connection.settings_dict["NAME"]
    filled = f"{empty}_starter"
    with django_db_blocker.unblock(), databases.made(filled, template=empty):
        with databases.using(filled):
            loaded = starter.load()
        yield filled, loaded


@pytest.fixture(scope="module")
def starter_content(starter_database, django_db_blocker):
    """The starter content for all tests of a module; each of them may change it and leaves no trace."""
    name, loaded = starter_database
    with django_db_blocker.unblock(), databases.using(name):
        yield loaded


@pytest.fixture
def starter_site(starter_database, transactional_db):
    """The starter content for one test, where the live server sees it."""
    name, loaded = starter_database
    with databases.another_database("site", template=name):
        yield loaded


@pytest.fixture
def own_numbers(monkeypatch):
    """A sheet on which no other test has counted."""
    monkeypatch.setattr(counting, "sheets", counting.sheets)
    monkeypatch.setattr(counting, "own", counting.own)
    counting.share(1)
    counting.take(0)
