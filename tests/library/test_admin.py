"""Files are uploaded once, checked by their content, and named for readers."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext

from ots_portal.library import inspection
from ots_portal.library.models import File
from ots_portal.publishing.desk import Desk
from tests.admin_pages import admin_address, errors_of, sent_values
from tests.factories import make_document

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
TWIN = "The same content is stored already: {link}. Offer that file where it serves as well, and delete this one."
ADD = "/tr/yonetim/library/file/add/"


def upload(client, content=PDF, name="Bildiri.pdf", **more):
    return client.post(ADD, {"content": SimpleUploadedFile(name, content), "name": ""}, **more)


def test_an_upload_is_described_by_its_content(admin_client, admin_user):
    response = upload(admin_client)

    assert response.status_code == 302, errors_of(response)
    file = File.objects.get()
    assert (file.name, file.media_type, file.size) == ("Bildiri.pdf", "application/pdf", len(PDF))
    assert file.checksum == hashlib.sha256(PDF).hexdigest()
    assert file.uploaded_by == admin_user
    html = admin_client.get(admin_address(file, "change")).content.decode()
    assert file.checksum in html
    assert file.get_absolute_url() in html


def test_what_only_pretends_to_be_a_document_is_refused(admin_client):
    response = upload(admin_client, b"<script>alert(1)</script>")

    assert response.status_code == 200
    assert not File.objects.exists()


def test_a_file_over_the_limit_is_refused_with_what_to_do(admin_client, monkeypatch):
    monkeypatch.setattr(inspection, "LARGEST", len(PDF))

    refused, taken = upload(admin_client, PDF + b"x"), upload(admin_client)

    messages = [message for messages in errors_of(refused).values() for message in messages]
    assert messages == [gettext("The file is larger than 50 MB. Make it smaller and upload it again.")]
    assert (taken.status_code, File.objects.count()) == (302, 1)


def test_stored_bytes_are_never_replaced(admin_client):
    upload(admin_client)
    file = File.objects.get()

    admin_client.post(
        admin_address(file, "change"), {"name": "Yeni.pdf", "content": SimpleUploadedFile("a.pdf", PDF + b"x")}
    )

    file.refresh_from_db()
    assert (file.name, file.checksum) == ("Yeni.pdf", hashlib.sha256(PDF).hexdigest())


@pytest.mark.parametrize("name", ["Yeni.docx", "Yeni", ""])
def test_a_name_keeps_the_ending_of_its_type(admin_client, name):
    upload(admin_client)
    address = admin_address(File.objects.get(), "change")

    assert list(errors_of(admin_client.post(address, {"name": name}))) == ["name"]


def test_a_new_name_is_made_safe(admin_client):
    upload(admin_client)
    file = File.objects.get()

    response = admin_client.post(admin_address(file, "change"), {"name": "../ek/Şubat bildirisi.pdf"})

    file.refresh_from_db()
    assert (response.status_code, file.name) == (302, "Şubat_bildirisi.pdf")
    assert admin_client.get(admin_address(file, "change")).status_code == 200


def test_long_names_are_taken_and_too_long_ones_refused_with_a_message(admin_client):
    taken = upload(admin_client, name=f"{'ğ' * 196}.pdf")
    refused = upload(admin_client, name=f"{'ğ' * 197}.pdf")

    assert (taken.status_code, File.objects.get().name) == (302, f"{'ğ' * 196}.pdf")
    assert list(errors_of(refused)) == ["content"]


def test_a_file_is_found_whatever_the_letters_and_given_to_a_document(admin_client):
    upload(admin_client, name="İstanbul_Bildirisi.pdf")
    query = {"app_label": "cooperation", "model_name": "documentfile", "field_name": "file", "term": "istanbul"}
    found = admin_client.get("/tr/yonetim/autocomplete/", query).json()["results"]
    assert [file["text"] for file in found] == ["İstanbul_Bildirisi.pdf"]

    document = make_document()
    address = admin_address(document, "change")
    row = {"files-TOTAL_FORMS": "1", "files-0-language": "tr", "files-0-file": found[0]["id"], "files-0-position": "0"}
    response = admin_client.post(address, sent_values(admin_client.get(address)) | row)

    assert response.status_code == 302, errors_of(response)
    assert [str(file.file_id) for file in Desk(document).built().files.all()] == [found[0]["id"]]


def notices(response):
    return [str(message) for message in response.context["messages"]]


def test_the_same_content_twice_is_told_with_a_link_to_the_first_and_stored_all_the_same(admin_client):
    upload(admin_client, name="İlk.pdf", follow=True)
    first = File.objects.get()
    File.objects.filter(pk=first.pk).update(name="<b>&.pdf")

    response = upload(admin_client, name="Yeni.pdf", follow=True)

    link = f'<a href="{admin_address(first, "change")}">&lt;b&gt;&amp;.pdf</a>'
    assert notices(response)[0] == gettext(TWIN).format(link=link)
    assert link in response.content.decode()
    assert set(File.objects.values_list("name", flat=True)) == {"<b>&.pdf", "Yeni.pdf"}


def test_other_content_and_a_new_name_tell_nothing_of_other_files(admin_client):
    upload(admin_client, name="İlk.pdf", follow=True)
    upload(admin_client, name="İkinci.pdf", follow=True)

    other = upload(admin_client, PDF + b"x", name="Başka.pdf", follow=True)
    renamed = admin_client.post(admin_address(File.objects.last(), "change"), {"name": "Yeni.pdf"}, follow=True)

    assert (len(notices(other)), len(notices(renamed))) == (1, 1)  # that it was stored


def test_deleting_a_file_deletes_its_bytes(admin_client, django_capture_on_commit_callbacks):
    upload(admin_client)
    file = File.objects.get()

    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post(admin_address(file, "delete"), {"post": "yes"})

    assert not File.objects.exists()
    assert not file.content.storage.exists(file.content.name)
