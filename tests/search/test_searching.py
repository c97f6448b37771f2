"""What readers find: by any form of a word, by names and dates, and all and only what a question names."""

import pytest

from ots_portal.search.searching import Filters, search, suggest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter_content")]


def references(text, language="tr", **more):
    return [hit.reference for hit in search(text, language, **more).hits]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("olağanüstü dışişleri bakanları", "tr", {"cfm-eo-1", "cfm-eo-2", "cfm-eo-3", "cfm-eo-4"}),
        ("İstanbul toplantıları 2021", "tr", {"cfm-eo-2", "summit-8", "rc-7"}),
        ("2022 zirveleri", "tr", {"summit-9"}),
        ("2024 zirveleri", "tr", set()),
        (
            "meetings in Baku",
            "en",
            {"summit-7", "cfm-2019-10-14", "cfm-eo-1", "rc-1", "rc-5", "conf-nakhchivan-10", "dia-1"},
        ),
    ],
)
def test_a_question_for_a_set_gives_all_of_it_and_nothing_else(text, language, expected):
    results = search(text, language)

    assert {hit.reference for hit in results.hits} == expected
    assert results.is_narrowed


def test_what_was_understood_can_be_taken_away():
    results = search("İstanbul toplantıları 2021", "tr")

    assert [(each.field, each.label, each.text) for each in results.understood] == [
        ("city", "İstanbul", "toplantıları 2021"),
        ("type", "Toplantılar", "İstanbul 2021"),
        ("year", "2021", "İstanbul toplantıları"),
    ]


@pytest.mark.parametrize(
    ("text", "language", "label"),
    [("8. zirve", "tr", "8."), ("sekizinci zirve", "tr", "8."), ("8th summit", "en", "8th"), ("8. zirve", "en", "8th")],
)
def test_an_ordinal_is_shown_as_the_readers_language_writes_it(text, language, label):
    assert {each.field: each.label for each in search(text, language).understood}["ordinal"] == label


@pytest.mark.parametrize("text", ["8. zirve", "sekizinci zirve", "VIII. Zirve", "8'inci zirve", "SEKİZİNCİ ZİRVE"])
def test_an_ordinal_is_found_however_it_is_written(text):
    assert references(text)[0] == "summit-8"


@pytest.mark.parametrize("text", ["27 Eylül 2021", "27 eylul 2021", "27.09.2021", "27 September 2021", "2021-09-27"])
def test_a_date_is_found_however_it_is_written(text):
    assert "cfm-eo-2" in references(text)


@pytest.mark.parametrize("text", ["DBK", "Dışişleri Bakanları Konseyi", "disisleri bakanlari konseyi", "CFM"])
def test_a_series_goes_before_its_meetings(text):
    assert references(text)[0] == "cfm"


@pytest.mark.parametrize(("text", "language"), [("foreign ministers", "en"), ("dışişleri bakanları", "tr")])
def test_what_meetings_belong_to_goes_before_them_and_then_the_newest(text, language):
    hits = search(text, language).hits

    dates = [hit.date_machine for hit in hits[4:] if hit.kind == "meeting"][:3]
    assert (hits[0].kind, hits[0].reference) == ("series", "cfm")
    assert dates == ["2022-11-10", "2019-10-14", "2012"]


def test_filters_narrow_and_counts_say_what_each_would_leave():
    results = search("enerji", "tr", filters=Filters(kinds=("meeting",)))

    assert {hit.kind for hit in results.hits} == {"meeting"}
    assert results.kinds["meeting"] == results.total
    assert "objective" in results.kinds


def test_names_are_suggested_while_they_are_typed():
    assert suggest("dışişleri bak", "tr")[0].reference == "cfm"
