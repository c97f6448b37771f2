"""Words in their forms: what inflection makes of them, and what only looks like it."""

import pytest

from ots_portal.terms import english_forms, turkish_forms


@pytest.mark.parametrize(
    ("word", "tokens"),
    {
        "zirve": "zirve zirveye zirvenin zirveler zirvelerinde zirvesi zirvesindeki zirveydi zirvedir",
        "konseyi": "konseyi konseyi’nin konseyinde konseyine konseyiyle konseyleri konseylerinin konseyimiz",
        "konsey": "konsey konseyle konseyin konsey’de konseyler",
        "bakanı": "bakanı bakanları bakanlarının bakanına bakanlarımız",
        "komitesi": "komitesi komiteleri komitesinden",
        "temsilciliği": "temsilciliği temsilcilikleri temsilciliğinde",
        "vakfı": "vakfı vakıfları vakfının",
        "grubu": "grubu grupları grubunda",
        "hukuk": "hukuk hukuğu",
        "şehir": "şehir şehri şehrin şehirde",
        "renk": "rengi renkler",
        "semerkant": "semerkant’ta semerkant’tan semerkant’a semerkandı",
        "bakü": "bakü bakü’de bakü’deki bakü’ye",
    }.items(),
)
def test_inflected_forms_of_a_turkish_word_are_recognised(word, tokens):
    assert [token for token in tokens.split() if not turkish_forms.is_form(token, word)] == []


@pytest.mark.parametrize(
    ("word", "tokens"),
    {
        "kazakistan": "kazakistanlı kazak kazakistanlılar",
        "bakü": "bakülü bak bakır",
        "bakanı": "bakanlığı bakanlık bakan",
        "cumhurbaşkanı": "cumhurbaşkanlığı",
        "teşkilat": "teşkilatlanma teşkilatçı",
        "kültür": "kültürel kültürlü",
        "zirve": "zirvesiz zir",
        "enerji": "enerjik",
    }.items(),
)
def test_words_derived_from_a_turkish_word_are_others(word, tokens):
    assert [token for token in tokens.split() if turkish_forms.is_form(token, word)] == []


@pytest.mark.parametrize(
    ("word", "tokens"),
    {
        "council": "council councils council’s councils’",
        "secretary": "secretaries secretary’s",
        "chairman": "chairmen",
        "memorandum": "memoranda memorandums",
        "states": "state states’",
    }.items(),
)
def test_english_plurals_and_possessives_are_recognised(word, tokens):
    assert [token for token in tokens.split() if not english_forms.is_form(token, word)] == []


def test_english_words_that_only_end_alike_are_others():
    pairs = [("status", "statu"), ("crisis", "crisi"), ("congress", "congres"), ("unit", "united"), ("as", "a")]

    assert [pair for pair in pairs if english_forms.is_form(*pair)] == []
