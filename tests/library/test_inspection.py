import zipfile
from io import BytesIO
from unicodedata import normalize

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from ots_portal.library import inspection
from ots_portal.library.inspection import inspect, safe_name
from ots_portal.library.models import File

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


def archive_of(*names):
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, "<part/>")
    return stream.getvalue()


def docx(*more):
    return archive_of("[Content_Types].xml", "word/document.xml", *more)


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


@pytest.mark.parametrize(
    "name", ["a.svg", "a.html", "a.xhtml", "a.xml", "a.gif", "a.png", "a.jpg", "a.zip", "a.docm", ".pdf", "pdf"]
)
def test_types_that_are_not_on_the_list_are_refused_whatever_they_hold(name):
    for content in (PDF, docx(), b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\x89PNG\r\n\x1a\n", b"<html></html>"):
        with pytest.raises(ValidationError):
            inspect(BytesIO(content), name)


@pytest.mark.parametrize(
    ("part", "ending"),
    [
        ("word/document.xml", "docx"),
        ("xl/workbook.xml", "xlsx"),
        ("ppt/presentation.xml", "pptx"),
        ("content.xml", "odt"),
    ],
)
def test_office_files_are_told_from_other_archives_by_what_they_hold(part, ending):
    assert inspect(BytesIO(archive_of(part)), f"metin.{ending}").name == f"metin.{ending}"
    with pytest.raises(ValidationError):
        inspect(BytesIO(archive_of("setup.exe", "META-INF/MANIFEST.MF")), f"metin.{ending}")
    with pytest.raises(ValidationError):
        inspect(BytesIO(archive_of(part)[:20]), f"metin.{ending}")


def test_macros_are_refused_and_the_message_says_so():
    with pytest.raises(ValidationError) as refusal:
        inspect(BytesIO(docx("word/vbaProject.bin")), "metin.docx")

    assert refusal.value.messages == [_("The file contains macros. Save it without them and upload it again.")]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/İş Birliği.pdf", "İş_Birliği.pdf"),
        ("C:\\Belgeler\\bildiri.PDF", "bildiri.PDF"),
        (normalize("NFD", "Şubat İğdır çözümü.pdf"), "Şubat_İğdır_çözümü.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie_x1.pdf"),
        ("fatura\u202efdp.exe.pdf", "faturafdp.exe.pdf"),
        ("<script>.pdf", "script.pdf"),
        ("???", ""),
    ],
)
def test_names_are_made_safe_and_keep_their_turkish_letters(sent, kept):
    assert safe_name(sent) == kept


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
