"""Words, ordinals and dates of texts, as the index holds them."""

import pytest

from ots_portal.search.stemming import stem
from ots_portal.search.tokens import dates, name_key, tokens
from ots_portal.turkish import fold


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("zirve zirvesi zirvesinde zirvelerinin zirveye", "tr"),
        ("toplantı toplantıları toplantısında toplantılarının TOPLANTIDA", "tr"),
        ("bakan bakanlar bakanların bakanlara", "tr"),
        ("Bakü Bakü'de Bakü’nün Bakü`deki baku", "tr"),
        ("Azerbaycan Azerbaycan'daki Azerbaycan'ın", "tr"),
        ("işbirliği işbirliğinin işbirliğine isbirligi", "tr"),
        ("konsey konseyi konseyinin", "tr"),
        ("teşkilat teşkilatı teşkilatının TEŞKİLATIN", "tr"),
        ("Türkiye Türkiye'nin Türkiyedeki", "tr"),
        ("meeting meetings Meetings", "en"),
        ("organization organisation organizations", "en"),
        ("cooperate cooperating cooperation", "en"),
    ],
)
def test_forms_of_a_word_have_one_stem(words, language):
    assert len({stem(fold(word), language) for word in words.split()}) == 1


@pytest.mark.parametrize(
    "words", ["bakan bakanlık", "Türk Türkiye Türkistan", "genç gençlik", "Bakü bakan", "olağan olağanüstü"]
)
def test_different_words_stay_apart(words):
    assert len({stem(fold(word), "tr") for word in words.split()}) == len(words.split())


def test_a_language_without_a_stemmer_keeps_its_words():
    assert [token.forms for token in tokens("Görüşlərin", "az")] == [("goruslerin",)]
    assert name_key("Xarici İşlər Nazirləri", "az") == "xarici isler nazirleri"


@pytest.mark.parametrize(
    "text", ["8. zirve", "8'inci", "8inci", "sekizinci", "Sekizinci", "VIII. Zirve", "VIII", "8th", "eighth"]
)
def test_an_ordinal_is_known_however_it_is_written(text):
    assert "#8" in {form for token in tokens(text, "tr") for form in token.forms}


@pytest.mark.parametrize("text", ["8", "2021.", "VIIIA", "Ivan", "MIX"])
def test_other_words_count_nothing(text):
    assert not any(form.startswith("#") for token in tokens(text, "tr") for form in token.forms)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("27 Eylül 2021’de", ["@2021-09-27"]),
        ("27 eylul 2021", ["@2021-09-27"]),
        ("27.09.2021", ["@2021-09-27"]),
        ("2021-09-27", ["@2021-09-27"]),
        ("27th September 2021", ["@2021-09-27"]),
        ("September 27, 2021", ["@2021-09-27"]),
        ("eylül 2021", ["@2021-09"]),
        ("09.2021", ["@2021-09"]),
        ("32.13.2021", []),
        ("objective 2.4.1", []),
    ],
)
def test_a_date_is_known_however_it_is_written(text, expected):
    assert [each.date for each in dates(text)] == expected


def test_a_code_with_full_stops_is_one_word():
    assert [token.forms for token in tokens("Hedef 2.4.1", "tr")][1] == ("2.4.1",)


def test_what_follows_an_apostrophe_or_a_year_is_no_part_of_the_word():
    assert [token.forms[0] for token in tokens("İstanbul'da 2021'de 2020de", "tr")] == ["istanbul", "2021", "2020"]
