import uuid
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from cooperation.models import DocumentFile
from ots_portal.library.models import File
from ots_portal.library.views import library_file
from ots_portal.publishing import workflow
from tests import factories
from tests.publishing.drafting_acts import draft

pytestmark = pytest.mark.django_db

CONTENT = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def make_file(**values):
    return File.objects.create(**({"content": SimpleUploadedFile("bildiri şubat.pdf", CONTENT)} | values))


def offered(**values):
    file = make_file()
    DocumentFile.objects.create(document=factories.make_document(**values), language="tr", file=file)
    return file


def test_a_file_of_a_readable_document_is_saved_under_its_name_and_type(client):
    file = offered()

    response = client.get(file.get_absolute_url())

    assert response.status_code == 200
    assert b"".join(response.streaming_content) == CONTENT
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment; filename")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["ETag"] == f'"{file.checksum}"'
    assert not response.cookies


def test_an_unchanged_file_is_not_sent_again(client):
    file = offered()

    response = client.get(file.get_absolute_url(), headers={"if-none-match": f'"{file.checksum}"'})

    assert response.status_code == 304


def test_a_file_under_another_name_leads_to_its_own(client):
    file = offered()

    response = client.get(f"/files/{file.pk}/other.pdf")

    assert (response.status_code, response["Location"]) == (301, file.get_absolute_url())


@pytest.mark.parametrize("name", ["unpublished", "withdrawn", "none"])
def test_a_file_that_no_readable_document_offers_is_not_found(client, name):
    states = {
        "unpublished": {"languages": ()},
        "withdrawn": {"withdrawn_at_tr": timezone.now(), "withdrawn_at_en": timezone.now()},
    }
    file = offered(**states[name]) if name in states else make_file()

    assert client.get(file.get_absolute_url()).status_code == 404
    assert client.get(f"/files/{file.pk}/guess.pdf").status_code == 404


def test_staff_may_save_any_file_and_other_users_may_not(client):
    file = make_file()

    client.force_login(factories.make_user())
    assert client.get(file.get_absolute_url()).status_code == 404
    client.force_login(factories.make_user(is_staff=True))
    assert client.get(file.get_absolute_url()).status_code == 404
    client.force_login(factories.make_user(role="reader"))
    assert client.get(file.get_absolute_url()).status_code == 200


def draft_with(document, file):
    """The file stands in the draft of a document and nowhere else."""
    row = f"files/{uuid.uuid4()}"
    draft(document, {row: True, f"{row}/language": "tr", f"{row}/file": str(file.pk), f"{row}/position": 0})


@pytest.mark.parametrize("languages", [(), ("tr",)], ids=["never published", "published without it"])
def test_a_file_that_only_a_draft_offers_is_not_found_until_that_is_published(client, languages):
    file, document = make_file(), factories.make_document(languages=languages)
    draft_with(document, file)

    assert client.get(file.get_absolute_url()).status_code == 404
    assert client.head(file.get_absolute_url()).status_code == 404
    client.force_login(factories.make_user(role="translator"))
    assert client.get(file.get_absolute_url()).status_code == 200
    client.logout()
    workflow.publish(document, ["tr"], None)
    assert client.get(file.get_absolute_url()).status_code == 200


def test_neither_the_address_nor_the_place_on_the_disk_can_be_guessed(client):
    first, second = offered(), offered()

    assert first.pk != second.pk
    assert first.pk.version == second.pk.version == 4  # 122 random bits
    assert first.content.name == f"library/{first.pk.hex[:2]}/{first.pk.hex}"
    assert client.get(f"/media/{first.content.name}").status_code == 404
    assert client.get(f"/files/{first.content.name}").status_code == 404


@pytest.mark.parametrize(
    ("stored", "sent"),
    [
        ("application/pdf", "application/pdf"),
        ("image/svg+xml", "application/octet-stream"),
        ("text/html", "application/octet-stream"),
        ("application/xhtml+xml", "application/octet-stream"),
        ("", "application/octet-stream"),
    ],
)
def test_nothing_is_shown_or_run_in_place_whatever_the_row_says_it_is(client, stored, sent):
    file = offered()
    File.objects.filter(pk=file.pk).update(media_type=stored)

    response = client.get(file.get_absolute_url())

    assert response["Content-Type"] == sent
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_turkish_name_is_sent_so_that_every_browser_reads_it(client):
    file = offered()
    File.objects.filter(pk=file.pk).update(name='İş_birliği "ğüşçö".pdf')
    file.refresh_from_db()

    for response in (client.get(file.get_absolute_url()), client.head(file.get_absolute_url())):
        kind, encoded = response["Content-Disposition"].split("; ")

        assert kind == "attachment"
        assert unquote(encoded.removeprefix("filename*=utf-8''")) == file.name


def test_head_has_the_headers_of_get_and_reads_nothing(rf):
    file = offered()
    get, head = (library_file(ask(file.get_absolute_url()), file.pk, file.name) for ask in (rf.get, rf.head))

    assert dict(head.items()) == dict(get.items())
    assert head["Content-Length"] == str(len(CONTENT))
    assert (b"".join(head), b"".join(get)) == (b"", CONTENT)


SIZE = len(CONTENT)


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("bytes=0-4", 0, 4), ("bytes=5-", 5, SIZE - 1), ("bytes=-6", SIZE - 6, SIZE - 1), ("bytes=2-9999", 2, SIZE - 1)],
)
def test_a_download_that_broke_off_is_continued(client, asked, first, last):
    file = offered()

    response = client.get(file.get_absolute_url(), headers={"range": asked, "if-range": f'"{file.checksum}"'})

    assert response.status_code == 206
    assert b"".join(response) == CONTENT[first : last + 1]
    assert response["Content-Range"] == f"bytes {first}-{last}/{SIZE}"
    assert response["Content-Length"] == str(last - first + 1)
    assert response["Content-Disposition"].startswith("attachment;")


@pytest.mark.parametrize("asked", ["bytes=9999-", "bytes=-0"])
def test_a_stretch_outside_the_file_is_refused_with_its_size(client, asked):
    response = client.get(offered().get_absolute_url(), headers={"range": asked})

    assert (response.status_code, response["Content-Range"]) == (416, f"bytes */{SIZE}")


@pytest.mark.parametrize(
    "headers",
    [
        {"range": "bytes=4-2"},
        {"range": "bytes=-"},
        {"range": "bytes=0-1,4-5"},
        {"range": "lines=1-2"},
        {"range": "bytes=٣-٤"},
        {"range": "bytes=0-4", "if-range": '"another"'},
    ],
)
def test_what_is_not_understood_or_outdated_gets_the_whole_file(client, headers):
    response = client.get(offered().get_absolute_url(), headers=headers)

    assert (response.status_code, b"".join(response)) == (200, CONTENT)


def test_lost_bytes_and_unknown_files_are_not_found(client):
    file = offered()
    file.content.storage.delete(file.content.name)

    assert client.get(file.get_absolute_url()).status_code == 404
    assert client.get(f"/files/{uuid.uuid4()}/x.pdf").status_code == 404
