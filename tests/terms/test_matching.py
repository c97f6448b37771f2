"""Where terms stand in a text."""

import pytest

from ots_portal.terms.checking import Fault, violations
from ots_portal.terms.marking import marked
from ots_portal.terms.matching import Entry, TermBase


def entry(key, tr, en, kind="must-use", **more):
    return Entry(key, kind, {"tr": (tr,), "en": (en,)}, **more)


BASE = TermBase(
    [
        entry("council", "Türk Konseyi", "Turkic Council", forbidden={"en": ("Turkish Council",)}),
        entry("kenes", "Türk Keneşi", "Turkic Council"),
        entry("secretary", "Genel Sekreter", "Secretary General"),
        entry("deputy", "Genel Sekreter Yardımcısı", "Deputy Secretary General"),
        entry("summit", "zirve", "summit"),
        entry("health", "Sağlık Bakanları Toplantısı", "Meeting of the Ministers of Health"),
        entry("ab", "Avrupa Birliği", "European Union", abbreviations={"tr": "AB", "en": "EU"}),
        entry("who", "Dünya Sağlık Örgütü", "World Health Organization", abbreviations={"en": "WHO"}),
        entry("turkiye", "Türkiye", "Türkiye", "do-not-translate", forbidden={"en": ("Turkey",)}),
        entry("goal", "hedef", "objective", "advice"),
    ]
)


def found(text, language="tr"):
    return [(hit.text, [each.key for each in hit.entries]) for hit in BASE.hits(text, language)]


def faults(source, target, ways=("tr", "en")):
    return [(each.fault, each.entry.key, each.found, each.wanted) for each in violations(BASE, source, target, *ways)]


# ---- Hits ----------------------------------------------------------------------------------------------------
def test_the_longest_term_wins_wherever_it_begins():
    assert found("Genel Sekreter Yardımcısının yanında Genel Sekreter vardı.") == [
        ("Genel Sekreter Yardımcısının", ["deputy"]),
        ("Genel Sekreter", ["secretary"]),
    ]


@pytest.mark.parametrize("apostrophe", "'’‘`´")
def test_every_apostrophe_parts_a_suffix(apostrophe):
    assert found(f"Türk Konseyi{apostrophe}nin kararı") == [(f"Türk Konseyi{apostrophe}nin", ["council"])]


def test_a_capital_is_demanded_where_the_term_has_one():
    assert found("türk konseyi") == []
    assert found("ZİRVE ve Zirvede ve zirveye") == [
        ("ZİRVE", ["summit"]),
        ("Zirvede", ["summit"]),
        ("zirveye", ["summit"]),
    ]


def test_abbreviations_are_found_as_they_are_written():
    assert found("AB’ye, ab, Ab, ABye, WHO") == [("AB’ye", ["ab"]), ("WHO", ["who"])]


def test_a_number_may_stand_within_the_name_of_a_meeting():
    assert found("Sağlık Bakanları 2. Toplantısına") == [("Sağlık Bakanları 2. Toplantısına", ["health"])]
    assert found("Sağlık Bakanları Üçüncü Toplantısı") == [("Sağlık Bakanları Üçüncü Toplantısı", ["health"])]


def test_two_terms_may_have_the_same_wording():
    assert found("Turkic Council’s", "en") == [("Turkic Council’s", ["council", "kenes"])]


def test_no_term_goes_on_over_the_end_of_a_line():
    assert found("Türk\nKonseyi") == []


@pytest.mark.parametrize("text", ["", "   ", "’’’ -- …", "İ" * 10_000, "\u0307\u0307", "a’" * 5_000])
def test_odd_texts_hold_no_terms(text):
    assert found(text) == []


# ---- Violations ----------------------------------------------------------------------------------------------
def test_what_is_absent_is_told_once_with_what_to_write():
    assert faults("Türk Konseyi. Türk Konseyi’nin", "The body") == [
        (Fault.ABSENT, "council", "Türk Konseyi", "Turkic Council")
    ]


def test_what_is_not_to_be_used_is_told_instead_of_its_absence():
    assert faults("Türk Konseyi", "The Turkish Council") == [
        (Fault.FORBIDDEN, "council", "Turkish Council", "Turkic Council")
    ]


def test_what_is_not_translated_must_stay():
    assert faults("Türkiye", "The country") == [(Fault.CHANGED, "turkiye", "Türkiye", "Türkiye")]


def test_a_quotation_may_say_what_is_not_to_be_used():
    assert faults("Kitap: “Turkey Today”", "The book “Turkey Today”") == []


def test_advice_and_missing_translations_are_no_violations():
    assert faults("hedef", "aim") == []
    assert faults("Türk Konseyi", "  ") == []


def test_either_of_two_terms_with_the_same_wording_is_right():
    assert faults("The Turkic Council", "Türk Keneşi", ("en", "tr")) == []


# ---- Marking -------------------------------------------------------------------------------------------------
def marks(text, *, is_rich):
    return marked(BASE, text, "tr", "en", is_rich=is_rich)


def test_a_term_is_marked_with_what_to_write_in_escaped_text():
    assert marks('<b>"zirve"</b> & Türk', is_rich=False) == (
        '&lt;b&gt;&quot;<mark class="term" title="summit">zirve'
        '<span class="visually-hidden" lang="en"> (summit)</span></mark>&quot;&lt;/b&gt; &amp; Türk'
    )


def test_marking_leaves_the_mark_up_of_rich_text_whole():
    assert marks('<p>Türk <em>Konseyi</em>’nin <a href="/r/x/y/">zirve&lt;si</a></p>', is_rich=True) == (
        '<p><mark class="term">Türk </mark><em><mark class="term">Konseyi</mark></em>'
        '<mark class="term" title="Turkic Council">’nin<span class="visually-hidden" lang="en"> (Turkic Council)</span>'
        '</mark> <a href="/r/x/y/" rel="noopener"><mark class="term" title="summit">zirve'
        '<span class="visually-hidden" lang="en"> (summit)</span></mark>&lt;si</a></p>'
    )


def test_marking_cleans_what_could_do_harm():
    assert marks("<p>zirve<script>alert(1)</script></p>", is_rich=True).count("<script") == 0
