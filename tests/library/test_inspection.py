import zipfile
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from ots_portal.library import inspection
from ots_portal.library.inspection import inspect
from ots_portal.library.models import File

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


def docx():
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")
    return stream.getvalue()


def test_a_pdf_is_described_by_its_content():
    found = inspect(BytesIO(PDF), "İş birliği (1).pdf")

    assert found.media_type == "application/pdf"
    assert found.size == len(PDF)
    assert len(found.checksum) == 64
    assert found.name == "İş_birliği_1.pdf"


def test_a_word_file_is_known():
    assert inspect(BytesIO(docx()), "metin.docx").media_type.endswith("wordprocessingml.document")


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"<html><script>x()</script></html>", "a.pdf"), (PDF, "a.html"), (PDF, "a.exe"), (b"", "a.pdf"), (PDF, "a.docx")],
)
def test_a_file_that_is_not_what_it_says_is_refused(content, name):
    with pytest.raises(ValidationError):
        inspect(BytesIO(content), name)


def test_a_file_over_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr(inspection, "LARGEST", len(PDF) - 1)

    with pytest.raises(ValidationError):
        inspect(BytesIO(PDF), "a.pdf")


@pytest.mark.django_db
def test_a_stored_file_has_an_unguessable_path_and_its_own_name(own_folders):
    file = File(content=ContentFile(PDF, name="protokol.pdf"))

    file.save()

    assert file.name == "protokol.pdf"
    assert "protokol" not in file.content.name
    assert file.content.read() == PDF
