"""The site of a release: the starter content, what people have done with it since, and what readers could read then."""

import json
import re
import tarfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import setup_test_environment
from lxml import html

from cooperation.models import Area, Document, Person, Topic
from meetings.models import Meeting, Series
from ots_portal.accounts.models import User
from ots_portal.backup import archives
from ots_portal.backup.making import dump_database, uploads
from ots_portal.backup.programs import major_version
from ots_portal.backup.restoring import load
from ots_portal.publishing import workflow
from ots_portal.publishing.comments import comment, resolve
from ots_portal.publishing.publishable import Part, Publishable
from ots_portal.publishing.shared_previews import share
from tests.backup.sites import public_pages
from tests.factories import make_admin, make_meeting, make_person, make_user
from tests.publishing.drafting_acts import draft
from tests.search.files import pdf, stored

FOLDER = Path(__file__).parent / "releases"
BACKUP, PAGES = "backup.tar", "pages.json"
PASSWORD = "kırk yedi sessiz köprü"  # of people who exist in kept releases only
EVERY = 8  # of so many public pages one is kept in words
SHORTEST = 25  # letters of a text that is looked for
LATER = datetime(2040, 1, 2, 9, tzinfo=UTC)
UPLOAD = ["Bu dosya, yükseltmenin sınanması için yüklenmiştir."]


# ---- What people have done -----------------------------------------------------------------------------------
def fill():
    """After the starter content was loaded: of everything that staff can do at least one."""
    admin, editor, translator = make_people()
    change_and_publish(admin, editor)
    leave_drafts(editor, translator)
    schedule(admin, editor)
    offer_a_file(admin, editor)
    discuss(editor, translator)


def make_people():
    admin = make_admin(username="ayse", password=PASSWORD, email="ayse@example.org")
    people = {name: User(username=name).username for name in ("elif", "murat", "zeynep", "deniz")}
    roles = dict(zip(people, ("editor", "translator", "reviewer", "reader"), strict=True))
    made = {
        role: make_user(username=name, role=role, password=PASSWORD, email=f"{name}@example.org")
        for name, role in roles.items()
    }
    return admin, made["editor"], made["translator"]


def change_and_publish(admin, editor):
    """Revisions, an old address, a note to readers, and what was withdrawn."""
    area = Area.objects.get(reference="tourism")
    draft(area, {"name_tr": "Turizm ve seyahat", "slug_tr": "turizm-ve-seyahat"}, editor)
    workflow.publish(area, ["tr"], admin, public_notes={"tr": "Alanın adı genişletildi."})
    person = make_person(reference="ornek-kisi", name="Örnek Kişi", slug_tr="ornek-kisi", languages=())
    workflow.publish(person, ["tr"], admin)
    workflow.withdraw(person, "tr", admin, "Bu kayıt deneme içindi; kişiler sayfasına bakınız.")


def leave_drafts(editor, translator):
    draft(Area.objects.get(reference="economic"), {"lead_tr": "Taslakta bekleyen bir giriş cümlesi."}, editor)
    topic = Topic.objects.get(reference="security")
    draft(topic, {"summary_en": "A summary that waits for its review."}, translator)
    workflow.submit(topic, "en", translator)
    values = {"reference": "yeni-toplanti", "title_tr": "Henüz yayımlanmamış toplantı", "title_en": None}
    meeting = make_meeting(languages=(), series=Series.objects.get(reference="cfm"), **values)
    draft(meeting, {"body_tr": "<p>Yayımlanınca okunacak metin.</p>"}, editor)
    share(meeting, "tr", editor, 3650)


def schedule(admin, editor):
    meeting = Meeting.objects.get(reference="dia-3")
    draft(meeting, {"body_tr": "<p>Vakti gelince yayına girecek metin.</p>"}, editor)
    workflow.schedule(meeting, ["tr"], LATER, admin)


def offer_a_file(admin, editor):
    document = Document.objects.get(reference="doc-nakhchivan")
    file = stored(pdf(*UPLOAD), "anlaşma.pdf")
    row = f"files/{file.pk}"
    draft(document, {row: True, f"{row}/language": "tr", f"{row}/file": str(file.pk), f"{row}/position": 9}, editor)
    workflow.publish(document, ["tr"], admin)


def discuss(editor, translator):
    area = Area.objects.get(reference="economic")
    thread = comment(area, translator, "Bu giriş hangi kaynağa dayanıyor?", "lead_tr")
    comment(area, editor, "2021 tarihli bildiriye.", thread=thread)
    settled = comment(Person.objects.get(reference="kazim-sari"), editor, "Adın yazımı doğru mu?")
    resolve(settled, translator)


# ---- What readers can read -----------------------------------------------------------------------------------
def readable_pages():
    """Of some pages what they say that stands in records: {address: texts}."""
    texts = published_texts()
    return {address: texts_on(words_of(page), texts) for address, page in public_pages(EVERY).items()}


def words_of(content):
    """All that a page says, without spaces: where lines break is the template's affair."""
    return "".join(html.document_fromstring(content).find(".//main").text_content().split())


def texts_on(words, texts):
    return [text for text in texts if "".join(text.split()) in words]


def published_texts():
    """Every longer text of a record or part, paragraph by paragraph."""
    values = {value for row in translated_columns().values() for value in row.values() if value}
    return sorted({text for value in values for text in paragraphs(value) if len(text) >= SHORTEST})


def paragraphs(value):
    if not value.startswith("<"):
        return value.split("\n")
    return [
        " ".join(each.text_content().split()) for each in html.fragments_fromstring(value) if not isinstance(each, str)
    ]


def translated_columns():
    """What stands in the columns of texts, read past the models: {(table, key): {column: value}}."""
    models = [model for model in apps.get_models() if issubclass(model, (Publishable, Part))]
    with connection.cursor() as cursor:
        tables = {model._meta.db_table for model in models} & set(connection.introspection.table_names(cursor))
        return {
            (table, row.pop("id")): row
            for table in sorted(tables)
            for row in rows_of(cursor, table, text_columns(cursor, table))
        }


def text_columns(cursor, table):
    names = [column.name for column in connection.introspection.get_table_description(cursor, table)]
    return [name for name in names if re.search(r"^(?!slug|search|sort|title_sort|name_sort).*_(tr|en)$", name)]


def rows_of(cursor, table, columns):
    quoted = ", ".join(f'"{name}"::text' for name in columns)
    cursor.execute(f'SELECT id::text{", " if quoted else ""}{quoted} FROM "{table}" ORDER BY id')
    return [dict(zip(["id", *columns], row, strict=True)) for row in cursor.fetchall()]


# ---- The kept file -------------------------------------------------------------------------------------------
def make(version):
    """For `make release`, on a database that holds the starter content and nothing else."""
    setup_test_environment()
    fill()
    with TemporaryDirectory() as folder:
        dump, backup = Path(folder, archives.DUMP), Path(folder, BACKUP)
        manifest = dump_database(dump, "--compress=none")  # xz makes it a third smaller than pg_dump could
        archives.write(
            backup, manifest, {archives.DUMP: archives.on_disk(dump)} | uploads(), [], lambda done, total: None
        )
        keep(FOLDER / f"{version}.tar.xz", backup)


def keep(target, backup):
    """A backup and what readers could read, as small as it gets."""
    pages = json.dumps(readable_pages(), ensure_ascii=False, indent=0).encode()
    with tarfile.open(target, "w:xz", preset=9) as tar:
        tar.add(backup, BACKUP)
        info = tarfile.TarInfo(PAGES)
        info.size = len(pages)
        tar.addfile(info, BytesIO(pages))


def settle(kept, folder):
    """Restore the site into this empty database, as it was then, and its uploads into the folder; manifest and pages."""
    with tarfile.open(kept) as tar:
        tar.extract(BACKUP, folder, filter="data")
        pages = json.load(tar.extractfile(PAGES))
    with archives.opened(folder / BACKUP, None) as archive:
        if archive.manifest.postgresql > min(connection.pg_version // 10_000, major_version("pg_restore")):
            pytest.skip("The site was kept by a newer PostgreSQL than this one.")
        archive.unpack(folder, lambda done, total: None)
    load(folder / archives.DUMP)
    return archive.manifest, pages
