"""The text of files is found by its page; no file hangs or stops a publication."""

import pytest
from django.core.files.base import ContentFile

from cooperation.waiting import without_text
from ots_portal.library.models import File
from ots_portal.publishing import workflow
from ots_portal.search import extraction, file_texts
from ots_portal.search.file_texts import read_waiting
from ots_portal.search.models import FileText
from ots_portal.search.searching import search
from tests.factories import make_document
from tests.search.files import docx, pdf, stored

pytestmark = pytest.mark.django_db


def published(content, name, language="tr"):
    document = make_document(title_tr="El sanatları", title_en="Handicrafts", languages=())
    document.files.create(language=language, file=stored(content, name))
    workflow.publish(document, ["tr"], None)
    return document


def test_the_text_of_a_pdf_is_found_with_the_number_of_its_page():
    document = published(pdf("Giriş vardır.", "Kök boya atölyeleri açılacaktır."), "inceleme.pdf")

    read_waiting()

    [hit] = search("kök boya atölyesi", "tr").hits
    assert (hit.reference, hit.page) == (document.reference, 2)
    assert hit.snippet == "<mark>Kök</mark> <mark>boya</mark> <mark>atölyeleri</mark> açılacaktır."


def test_a_small_file_is_read_as_soon_as_it_is_published(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        published(docx("Beekeepers will be supported."), "note.docx", "en")

    [hit] = search("beekeeper", "en").hits
    assert (hit.title, hit.snippet_language, hit.page) == ("El sanatları", "en", None)


def test_a_document_with_many_fitting_pages_is_one_hit():
    published(pdf(*["Kovanların kışlatılması."] * 4), "kovan.pdf")

    read_waiting()

    assert search("kovan", "tr").total == 1


def test_a_scanned_file_is_told_to_the_staff():
    document = published(pdf("", ""), "tarama.pdf")

    read_waiting()

    assert [text.state for text in FileText.objects.all()] == [FileText.State.EMPTY]
    assert list(without_text()) == [document]


@pytest.mark.parametrize("name", ["bozuk.pdf", "bozuk.docx"])
def test_a_broken_file_is_told_to_the_staff_and_harms_nothing(name):
    whole = pdf("Giriş vardır.") if name.endswith("pdf") else docx("Giriş vardır.")
    document = published(whole, name)
    file = File.objects.get()
    file.content.storage.delete(file.content.name)
    file.content.storage.save(file.content.name, ContentFile(whole[: len(whole) // 3]))

    read_waiting()

    assert FileText.objects.get().state in {FileText.State.FAILED, FileText.State.EMPTY}
    assert list(without_text()) == [document]


def test_a_file_that_takes_too_long_is_given_up_later(monkeypatch):
    document = published(pdf("Giriş vardır."), "uzun.pdf")
    monkeypatch.setattr(file_texts, "LATER", 0.01)

    read_waiting(seconds=0.005)
    waiting = FileText.objects.get().state
    read_waiting(seconds=0.01)

    assert (waiting, FileText.objects.get().state) == (FileText.State.WAITING, FileText.State.FAILED)
    assert [hit.reference for hit in search("el sanatları", "tr").hits] == [document.reference]


def test_a_withdrawn_document_takes_the_text_of_its_files_along():
    document = published(pdf("Kovanların kışlatılması."), "kovan.pdf")
    read_waiting()

    workflow.withdraw(document, "tr", None, "Nedeni")

    assert search("kovan", "tr").total == 0


def test_no_more_is_read_than_is_bearable(tmp_path, monkeypatch):
    path = tmp_path / "uzun.pdf"
    path.write_bytes(pdf(*["Kovan"] * 5))
    monkeypatch.setattr(extraction, "MOST_PAGES", 3)
    monkeypatch.setattr(extraction, "LONGEST_FILE", 12)

    assert extraction.pages_of(str(path), extraction.PDF) == ["Kovan", "Kovan", "Ko"]
