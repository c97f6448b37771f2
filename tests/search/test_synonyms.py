"""What staff declare to mean the same works from the next search on."""

import pytest

from ots_portal.search.indexing import refresh_all
from ots_portal.search.models import Synonym
from ots_portal.search.searching import search
from tests.factories import make_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter_content")]


def first(text, language="tr"):
    return next((hit.reference for hit in search(text, language).hits), None)


def test_a_new_synonym_works_at_once_and_a_deleted_one_no_more():
    before = first("şahdamarı")
    synonym = Synonym.objects.create(terms="şahdamarı\nZengezur Koridoru")
    while_there = first("şahdamarı")

    synonym.delete()

    assert (before, while_there, first("şahdamarı")) == (None, "2.2.10", None)


def test_a_changed_synonym_works_at_once():
    synonym = Synonym.objects.create(terms="şahdamarı\nZengezur Koridoru")

    synonym.terms = "şahdamarı\nGüvenlik İstişareleri"
    synonym.save()

    assert first("şahdamarı") == "security"


@pytest.mark.parametrize(
    ("text", "language", "reference"),
    [
        ("DBK", "tr", "cfm"),
        ("TDT", "tr", "turk-devletleri-teskilati"),
        ("dünya sağlık örgütü", "tr", "who"),
        ("DSÖ", "en", "who"),
        ("Türk Keneşi", "en", "turk-kenesi"),
        ("Organisation of Turkic States", "en", "turk-devletleri-teskilati"),
        ("bagdat amreyev", "tr", "baghdad-amreyev"),
        ("Nahçivan Anlaşması", "tr", "doc-nakhchivan"),
    ],
)
def test_other_names_lead_to_the_thing(text, language, reference):
    assert first(text, language) == reference


def test_a_place_is_understood_by_its_other_name():
    assert {hit.reference for hit in search("meetings in Turkey 2022", "en").hits} == {"cfm-eo-4", "nsc-1", "ppc-1"}


@pytest.mark.parametrize(
    ("text", "corrected"),
    [
        ("dışişlri bakanları", "dışişleri bakanları"),
        ("zengezör koridoru", "zengezur koridoru"),
        ("enerjii bakanlari", "enerji bakanları"),
        ("Azerbeycan ekonomi bakanlari", "Azerbaycan ekonomi bakanları"),
        ("aksakallar konsyi", "aksakallar konseyi"),
    ],
)
def test_a_mistyped_word_is_corrected_and_the_others_get_their_turkish_letters(text, corrected):
    results = search(text, "tr")

    assert results.corrected == corrected
    assert results.hits


@pytest.mark.parametrize(
    "text",
    [
        "ihale ilanları",  # not alanları
        "kovanların kışlatılması",  # not kadınların katılması
        "ulaştırmacılar derneği",  # not ulaştırmaya
        "enerji bakanlarından haberler",  # another form of a known word
        "Merkel ziyareti",  # not merkezler
    ],
)
def test_a_word_that_is_only_rare_is_not_corrected(text):
    assert search(text, "tr").corrected == ""


def test_what_is_meant_literally_is_not_corrected():
    corrected, literal = search("isanbul zirvesi", "tr"), search("isanbul zirvesi", "tr", is_literal=True)

    assert (corrected.corrected, corrected.hits[0].reference) == ("istanbul zirvesi", "summit-8")
    assert (literal.corrected, literal.is_loose) == ("", True)
    assert literal.total > corrected.total


def test_english_readers_find_what_is_readable_in_turkish_only_below_the_rest():
    make_page(title_tr="Zümrüt", title_en=None, languages=["tr"])
    make_page(title_tr="Taş", title_en="Zümrüt")
    refresh_all()

    assert [hit.title_language for hit in search("zümrüt", "en").hits] == ["en", "tr"]
