import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from cooperation.models import DocumentFile
from ots_portal.library.models import File
from tests import factories

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
    assert client.get(file.get_absolute_url()).status_code == 200


def test_lost_bytes_and_unknown_files_are_not_found(client):
    file = offered()
    file.content.storage.delete(file.content.name)

    assert client.get(file.get_absolute_url()).status_code == 404
    assert client.get(f"/files/{uuid.uuid4()}/x.pdf").status_code == 404
