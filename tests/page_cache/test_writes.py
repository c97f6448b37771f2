"""What begins a generation, and what does not."""

import pytest

from ots_portal.page_cache import generation
from ots_portal.page_cache.writes import is_of_public_content
from tests import factories
from tests.publishing.drafting_acts import draft


@pytest.mark.parametrize(
    "sql",
    [
        'INSERT INTO "meetings_meeting" ("id") VALUES (%s)',
        'UPDATE "cooperation_city" SET "name_tr" = %s',
        'DELETE FROM "pages_menuitem" WHERE "id" IN (%s)',
        "WITH old AS (SELECT 1) INSERT INTO search_synonym SELECT * FROM old",
        'TRUNCATE "a_table_of_tomorrow"',
        'TRUNCATE TABLE ONLY "meetings_series"',
        'INSERT INTO "publishing_revision" ("id") VALUES (%s)',
    ],
)
def test_writing_what_readers_see_counts(sql):
    assert is_of_public_content(sql)


@pytest.mark.parametrize(
    "sql",
    [
        'SELECT "id" FROM "meetings_meeting" FOR UPDATE',
        'UPDATE "accounts_user" SET "last_login" = %s',
        'INSERT INTO "publishing_draft" ("id") VALUES (%s)',
        'DELETE FROM "django_session" WHERE true',
        'INSERT INTO "translating_task" ("id") VALUES (%s) ON CONFLICT("id") DO UPDATE SET "words" = EXCLUDED."words"',
        "SAVEPOINT x",
    ],
)
def test_reading_and_what_only_staff_see_does_not(sql):
    assert not is_of_public_content(sql)


@pytest.mark.django_db
def test_signing_in_and_drafting_keep_all_pages(client, keeping_pages, django_capture_on_commit_callbacks):
    meeting, admin = factories.make_meeting(), factories.make_admin()
    before = generation.current()

    with django_capture_on_commit_callbacks(execute=True):
        client.force_login(admin)
        client.get("/tr/yonetim/")
        draft(meeting, {"title_tr": "Daha sonra"}, admin)

    assert generation.current() == before


@pytest.mark.django_db
def test_a_generation_begins_only_with_the_commit(keeping_pages, django_capture_on_commit_callbacks):
    before = generation.current()

    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        factories.make_meeting()
        assert generation.current() == before  # nothing is public before the commit

    assert callbacks
    assert generation.current() != before
