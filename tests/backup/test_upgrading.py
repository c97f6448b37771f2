"""Every release can be upgraded: its kept site is restored as it was then, migrated to now, and used."""

import re

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client

from cooperation.models import Area, Document, Topic
from meetings.models import Meeting
from ots_portal.backup import archives
from ots_portal.backup.manifest import row_counts, version
from ots_portal.environment import PROJECT
from ots_portal.publishing import workflow
from ots_portal.publishing.comments import Comment
from ots_portal.publishing.desk import Desk
from ots_portal.publishing.drafts import Revision
from ots_portal.publishing.promises import publish_due
from ots_portal.schema import migrations_are_applied
from ots_portal.search.indexing import refresh_all
from ots_portal.search.models import Entry, Name
from ots_portal.translating.worklist import recount
from tests.admin_pages import admin_address
from tests.backup.released_site import FOLDER, LATER, PASSWORD, UPLOAD, settle, translated_columns, words_of
from tests.databases import another_database
from tests.search.files import pdf

KEPT = {path.name.removesuffix(".tar.xz"): path for path in sorted(FOLDER.iterdir())}
ABOUT_TABLES = {
    "columns": "SELECT table_name, column_name, udt_name, character_maximum_length, is_nullable, column_default"
    " FROM information_schema.columns WHERE table_schema = 'public'",
    "constraints": "SELECT conrelid::regclass::text, conname, contype FROM pg_constraint"
    " WHERE connamespace = 'public'::regnamespace",
    "indexes": "SELECT split_part(indexdef, ' WHERE ', 1) FROM pg_indexes WHERE schemaname = 'public'",
    "triggers": "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "functions": "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
}


def test_a_site_of_every_release_is_kept_and_what_follows_has_another_number():
    released = re.findall(r"(?m)^## (\d\S*) \(", PROJECT.joinpath("CHANGELOG.md").read_text("utf-8"))

    assert sorted(KEPT) == sorted(released)
    assert version() == released[0] or version().removesuffix(".dev0") not in released


@pytest.fixture(scope="module", params=KEPT)
def upgraded(request, django_db_setup, django_db_blocker, tmp_path_factory):
    """Restored as it was then and migrated once; what its readers could read then."""
    folder = tmp_path_factory.mktemp("release")
    with django_db_blocker.unblock():
        fresh = tables()
    with django_db_blocker.unblock(), another_database("upgraded"):
        manifest, pages = settle(KEPT[request.param], folder)
        texts = translated_columns()
        call_command("migrate", verbosity=0)
        yield {"pages": pages, "texts": texts, "folder": folder, "fresh": fresh, "manifest": manifest}


@pytest.fixture
def site(db, upgraded, django_db_blocker, settings):
    """The upgraded site; each test may change it and leaves no trace."""
    settings.MEDIA_ROOT = upgraded["folder"] / archives.MEDIA
    settings.PASSWORD_HASHERS = [f"{PBKDF2PasswordHasher.__module__}.PBKDF2PasswordHasher"]
    with django_db_blocker.unblock(), transaction.atomic():
        yield upgraded
        transaction.set_rollback(True)


def test_nothing_remains_to_be_migrated_and_the_tables_are_those_of_a_new_installation(site):
    call_command("check", fail_level="WARNING", verbosity=0)

    assert migrations_are_applied()
    assert tables() == site["fresh"]


def tables():
    """Columns, constraints, indexes and triggers, in whatever order they came to be."""
    with connection.cursor() as cursor:
        return {about: sorted(cursor.execute(question).fetchall()) for about, question in ABOUT_TABLES.items()}


def test_no_row_and_no_published_text_is_lost(site):
    with connection.cursor() as cursor:
        rows, now = row_counts(cursor), translated_columns()

    assert {name: count for name, count in site["manifest"].rows.items() if rows.get(name, 0) < count} == {}
    assert {key: now[key] | then for key, then in site["texts"].items()} == now


def test_readers_find_every_page_where_it_was_with_the_words_it_had(site):
    client, missing = Client(), {}
    for address, texts in site["pages"].items():
        response = client.get(address)
        words = words_of(response.content) if response.status_code == 200 else ""
        missing |= {(address, text): response.status_code for text in texts if "".join(text.split()) not in words}

    assert missing == {}
    assert len(site["pages"]) > 40
    assert sum(map(len, site["pages"].values())) > 300
    assert client.get("/tr/isbirligi-alanlari/turizm-isbirligi/").url == "/tr/isbirligi-alanlari/turizm-ve-seyahat/"
    assert client.get("/tr/kisiler/ornek-kisi/").status_code == 410


@pytest.mark.parametrize("name", ["ayse", "elif", "murat", "zeynep", "deniz"])
def test_staff_sign_in_with_the_password_they_had(site, name):
    client = Client()

    client.post("/tr/hesap/login/", {"login": name, "password": PASSWORD})

    assert client.get("/tr/yonetim/").status_code == 200


def test_drafts_are_read_reviewed_and_published_by_who_may(site):
    economic, security = Area.objects.get(reference="economic"), Topic.objects.get(reference="security")
    coming = Meeting.objects.get(reference="yeni-toplanti")
    pending = [Desk(each).pending() for each in (economic, security, coming)]

    for record, languages in [(economic, ["tr"]), (security, ["en"]), (coming, ["tr"])]:
        workflow.publish(record, languages, None)

    assert pending == [
        {"tr": "draft", "en": "none"},
        {"tr": "none", "en": "in-review"},
        {"tr": "draft", "en": "none"},
    ]
    assert "Taslakta bekleyen bir giriş cümlesi." in Client().get(economic.get_absolute_url()).text
    assert Topic.objects.get(pk=security.pk).summary_en == "A summary that waits for its review."
    assert "Yayımlanınca okunacak metin." in Client().get(Meeting.objects.get(pk=coming.pk).get_absolute_url()).text


def test_what_was_scheduled_goes_live_at_its_time(site):
    kept, failed = publish_due(LATER)

    assert (len(kept), failed) == (1, [])
    assert "Vakti gelince yayına girecek metin." in Meeting.objects.get(reference="dia-3").body_tr


def test_the_history_and_the_revisions_can_be_read(site):
    client, area = Client(), Area.objects.get(reference="tourism")
    client.post("/tr/hesap/login/", {"login": "ayse", "password": PASSWORD})

    page = client.get(admin_address(area, "history")).text

    assert "Turizm ve seyahat" in page
    assert all(Desk(each.record).built(each.document) for each in Revision.objects.order_by("-pk")[:20])


def test_an_upload_is_offered_byte_for_byte(site):
    row = Document.objects.get(reference="doc-nakhchivan").files.get(file__isnull=False)

    response = Client().get(row.file.get_absolute_url())

    assert b"".join(response.streaming_content) == pdf(*UPLOAD)


def test_comments_stand_where_they_stood(site):
    found = Comment.objects.order_by("pk")

    assert [(each.path, each.text, each.author_name, bool(each.resolved_at)) for each in found] == [
        ("lead_tr", "Bu giriş hangi kaynağa dayanıyor?", "murat", False),
        ("lead_tr", "2021 tarihli bildiriye.", "elif", False),
        ("", "Adın yazımı doğru mu?", "elif", True),
    ]


def test_search_and_worklist_say_what_they_would_if_they_were_made_anew(site):
    before = index()

    refresh_all()

    assert index() ^ before == set()
    assert recount()[1] == 0


def index():
    """What can be found, every row as one value without its key; words that were once learnt may stay."""
    rows = ((model.__name__, row) for model in (Entry, Name) for row in model.objects.values())
    return {repr((name, row | {"id": None})) for name, row in rows}
