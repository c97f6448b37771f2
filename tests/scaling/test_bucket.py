"""Uploads in a bucket of a real S3 server do all that they do on the disk, and an outage of it loses nothing."""

import hashlib
import socket
import threading
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext

from ots_portal.library.images import picture_of
from ots_portal.library.models import File
from ots_portal.library.storage import FilesAway
from ots_portal.publishing import workflow
from ots_portal.search.file_texts import read_waiting
from ots_portal.search.models import FileText
from ots_portal.search.searching import search
from tests.admin_pages import admin_address
from tests.factories import make_document
from tests.library.test_admin import ADD, PDF, TWIN, upload
from tests.library.test_images import image_of
from tests.library.test_scanning import VIRUS, scanner
from tests.scaling.conftest import KEYS, use
from tests.search.files import pdf

pytestmark = pytest.mark.django_db


def offered(**values):
    file = File.objects.create(content=ContentFile(PDF, name="Bildiri.pdf"))
    make_document(**values).files.create(language="tr", file=file)
    return file


def content_of(response):
    return b"".join(response.streaming_content)


# ---- As on the disk ------------------------------------------------------------------------------------------
def test_an_upload_lies_in_the_bucket_whole_and_under_a_random_name(admin_client, bucket, settings):
    upload(admin_client)

    file = File.objects.get()
    assert bucket.names() == [f"portal/library/{file.pk.hex[:2]}/{file.pk.hex}"]
    assert bucket.read(bucket.names()[0]) == PDF
    assert (file.size, file.checksum) == (len(PDF), hashlib.sha256(PDF).hexdigest())
    assert not Path(settings.MEDIA_ROOT).exists()


def test_a_second_file_of_the_same_content_is_told(admin_client, bucket):
    upload(admin_client)

    answer = upload(admin_client, name="Yine.pdf", follow=True)

    assert gettext(TWIN).partition("{link}")[0].strip() in answer.content.decode()


@pytest.mark.parametrize(("kind", "name"), [("JPEG", "a.jpg"), ("PNG", "a.png"), ("WEBP", "a.webp")])
def test_an_image_gets_there_without_its_notes_and_is_shown_small(admin_client, bucket, kind, name):
    upload(admin_client, image_of(kind), name)

    file = File.objects.get()
    assert bucket.read(bucket.names()[0]) == picture_of(image_of(kind), name[1:]).content
    assert admin_client.get(f"/tr/yonetim/library/file/{file.pk}/thumbnail/").status_code == 200


def test_an_infected_file_never_gets_there(admin_client, bucket, settings):
    with scanner() as server:
        settings.CLAMD_URL = server.url
        refused, taken = upload(admin_client, PDF + VIRUS), upload(admin_client)

    assert (refused.status_code, taken.status_code, len(bucket.names())) == (200, 302, 1)


def test_readers_get_the_file_from_the_portal(client, bucket, bucket_server):
    file = offered()

    answer = client.get(file.get_absolute_url())
    page = client.get(file.document_files.get().document.get_absolute_url()).content.decode()

    assert (answer.status_code, content_of(answer)) == (200, PDF)
    assert answer["Content-Disposition"] == 'attachment; filename="Bildiri.pdf"'
    assert (answer["Content-Length"], answer["ETag"]) == (str(len(PDF)), f'"{file.checksum}"')
    assert file.get_absolute_url() in page
    assert bucket_server not in page


@pytest.mark.parametrize("languages", [(), ("tr",)])
def test_the_file_of_a_draft_is_hidden_from_strangers(client, admin_client, bucket, languages):
    file = offered(languages=languages)

    statuses = [each.get(file.get_absolute_url()).status_code for each in (client, admin_client)]

    assert statuses == ([200, 200] if languages else [404, 200])


@pytest.mark.parametrize(("asked", "part"), [("bytes=5-9", PDF[5:10]), ("bytes=-6", PDF[-6:]), ("bytes=0-3", PDF[:4])])
def test_a_download_that_broke_off_goes_on(client, bucket, asked, part):
    file = offered()

    answer = client.get(file.get_absolute_url(), headers={"range": asked})

    assert (answer.status_code, content_of(answer), answer["Content-Length"]) == (206, part, str(len(part)))


def test_what_is_lost_in_the_bucket_is_not_found(client, bucket):
    file = offered()

    file.content.storage.delete(file.content.name)

    assert client.get(file.get_absolute_url()).status_code == 404


def test_a_file_goes_with_its_record(admin_client, bucket, django_capture_on_commit_callbacks):
    upload(admin_client)

    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post(admin_address(File.objects.get(), "delete"), {"post": "yes"})

    assert bucket.names() == []


def test_its_text_is_found(bucket):
    file = File.objects.create(content=ContentFile(pdf("Giriş.", "Kök boya atölyeleri."), name="inceleme.pdf"))
    document = make_document(languages=())
    document.files.create(language="tr", file=file)
    workflow.publish(document, ["tr"], None)

    read_waiting()

    [hit] = search("kök boya", "tr").hits
    assert (hit.reference, hit.page) == (document.reference, 2)


def test_no_file_has_a_public_address(bucket):
    with pytest.raises(ValueError, match="not accessible"):
        offered().content.url  # noqa: B018 - templates would ask so


# ---- Outages -------------------------------------------------------------------------------------------------
def test_readers_are_told_while_the_bucket_is_away(client, bucket, away):
    file = offered()
    client.raise_request_exception = False

    away()
    answer = client.get(file.get_absolute_url())

    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert gettext("The store of files does not answer. Try again in a few moments; the address was right.") in (
        answer.content.decode()
    )
    assert client.get("/tr/").status_code == 200


def test_nothing_is_stored_and_nothing_typed_is_lost_while_the_bucket_is_away(admin_client, bucket, away):
    admin_client.raise_request_exception = False

    away()
    answer = admin_client.post(ADD, {"content": SimpleUploadedFile("a.pdf", PDF), "name": "Uzun bir ad.pdf"})

    assert answer.status_code == 503
    assert 'name="name" value="Uzun bir ad.pdf"' in answer.content.decode()
    assert not File.objects.exists()
    assert bucket.names() == []


def test_a_text_that_could_not_be_fetched_is_read_later(bucket, away, settings, bucket_server):
    file = File.objects.create(content=ContentFile(pdf("Kök boya."), name="a.pdf"))
    FileText.objects.create(file=file, checksum=file.checksum)

    away()
    read_waiting()
    meanwhile = FileText.objects.get().state
    use(settings, f"http://{KEYS}@{bucket_server}/files/portal")
    read_waiting()

    assert (meanwhile, FileText.objects.get().state) == (FileText.State.WAITING, FileText.State.READ)


def test_a_record_is_deleted_though_its_file_cannot_be(admin_client, bucket, away, django_capture_on_commit_callbacks):
    upload(admin_client)
    address = admin_address(File.objects.get(), "delete")

    away()
    with django_capture_on_commit_callbacks(execute=True):
        answer = admin_client.post(address, {"post": "yes"})

    assert (answer.status_code, File.objects.count()) == (302, 0)


def test_health_warns_while_the_bucket_is_away(client, bucket, away):
    before = client.get("/health/").json()["checks"]["files"]
    away()

    assert (before, client.get("/health/").json()["checks"]["files"]) == ("ok", "warning")


def test_a_bucket_that_breaks_off_in_a_file_is_not_taken_for_its_end(settings):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        threading.Thread(target=break_off, args=[listener], daemon=True).start()
        use(settings, f"http://{KEYS}@127.0.0.1:{port}/files")

        with pytest.raises(FilesAway):
            File(content="one").content.open().read()


def break_off(listener):
    client, _address = listener.accept()
    with client:
        client.recv(65536)
        client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n%PDF-1.4")
