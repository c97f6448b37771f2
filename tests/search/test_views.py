"""The page of results as readers get it."""

import re
from datetime import date
from html import unescape
from urllib.parse import urlencode

import pytest
from django.utils.translation import gettext

from ots_portal.search import indexing
from tests.factories import make_area, make_city, make_document, make_meeting, make_objective, make_page, make_series
from tests.public_pages import page_at, plain, queries_of

pytestmark = pytest.mark.django_db

PAGES = {"tr": "/tr/ara/", "en": "/en/search/"}
NASTY = [
    "'; DROP TABLE search_entry; --",
    "a & | ! <-> ( ) : *",
    '"""\\\\',
    "\0zirve\0",
    "zirve" * 2500,
    "🕊️ 🇹🇷",
    "مؤتمر القمة",
    "ქართული",
    "%s %d {} {{ }}",
    "i̇ ı İ I",
    "2022-99-99 99.99.9999",
    "-",
]


def address(text, language="tr", **values):
    return f"{PAGES[language]}?{urlencode({'q': text} | values, doseq=True)}"


def result_page(client, text, language="tr", **values):
    indexing.refresh_all()
    return page_at(client, address(text, language, **values))


def hits(html):
    return re.findall(r'<article class="result" data-type="([^"]+)" data-reference="([^"]+)"', html)


def chips(html):
    """What narrows the results, and the query that is left without it."""
    found = re.findall(r'<a class="chip" href="\?([^"]*)">(.*?)<svg', html)
    return [(plain(label).removeprefix("Filtreyi kaldırın: "), unescape(query)) for query, label in found]


def test_a_result_has_kind_title_place_date_and_a_sentence_with_the_words_marked(client):
    city = make_city(name_tr="Ankara", name_en="Ankara")
    body = "<p>Gündem kısaydı. Diasporaların eşgüdümü görüşüldü.</p>"
    meeting = make_meeting(title_tr="Üçüncü Toplantı", body_tr=body, city=city, start=date(2018, 11, 8))

    html = result_page(client, "diaspora")

    article = re.search(r'<article class="result".*?</article>', html, re.S)[0]
    assert hits(html) == [("meeting", meeting.reference)]
    assert plain(article) == (
        "Toplantı Üçüncü Toplantı Gündem kısaydı. Diasporaların eşgüdümü görüşüldü. 8 Kasım 2018 Ankara, Türkiye"
    )
    assert "<mark>Diasporaların</mark>" in article
    assert f'href="{meeting.get_absolute_url()}"' in article


def test_what_editors_and_readers_write_is_escaped(client):
    make_page(title_tr="<b>Kalın</b>", body_tr="<p>1 &lt; 2 &lt;script&gt;zirve()&lt;/script&gt;</p>")

    html = result_page(client, 'zirve"><script>')

    assert "<script>zirve" not in html
    assert "<mark>zirve</mark>" in html
    assert "<b>Kalın" not in html
    assert 'value="zirve&quot;&gt;&lt;script&gt;"' in html


def test_english_readers_find_what_is_only_in_turkish_marked_as_such(client):
    make_area(languages=["tr"], name_tr="Arıcılık", name_en=None, lead_tr="Kovanların bakımı.")

    html = result_page(client, "aricilik", "en")

    article = re.search(r'<article class="result".*?</article>', html, re.S)[0]
    assert '<span lang="tr">Arıcılık</span>' in article
    assert '<p lang="tr">Kovanların bakımı.</p>' in article
    assert '<span class="tag">in Turkish</span>' in article


def test_the_official_text_and_our_summaries_are_told_apart(client):
    objective = make_objective(text_tr="Enerji pazarı", wording_tr="official")
    make_objective(number=2, section=objective.section, text_tr="Enerji ağı", wording_tr="summary")

    html = result_page(client, "enerji", type="objective")

    assert set(re.findall(r'<span class="tag">([^<]+)</span>', html)) == {"resmi metin", "özet"}


def test_kinds_areas_and_years_narrow_the_results_and_say_how_many_there_are(client):
    area = make_area(reference="saglik", name_tr="Sağlık")
    make_meeting(title_tr="Salgın", start=date(2020, 4, 10)).areas.add(area)
    make_meeting(title_tr="Salgın", start=date(2021, 4, 10))
    make_document(title_tr="Salgın bildirisi", date="2020")

    everything, narrowed = result_page(client, "salgın"), result_page(client, "salgın", type="meeting", year="2020")

    facets = re.findall(r'<a class="facet" href="\?([^"]*)"[^>]*>(.*?)</a>', everything)
    assert [(unescape(query), plain(label)) for query, label in facets] == [
        ("q=salg%C4%B1n&type=meeting", "Toplantılar 2"),
        ("q=salg%C4%B1n&type=document", "Belgeler 1"),
    ]
    assert re.findall(r'<option value="([^"]+)">([^<]+)', everything) == [
        ("saglik", "Sağlık (1)"),
        ("2021", "2021 (1)"),
        ("2020", "2020 (2)"),
    ]
    assert len(hits(narrowed)) == 1
    assert chips(narrowed) == [
        ("Tür: Toplantılar", "q=salg%C4%B1n&year=2020"),
        ("Yıl: 2020", "q=salg%C4%B1n&type=meeting"),
    ]


def test_what_was_understood_of_the_text_can_be_taken_back(client):
    city = make_city(reference="istanbul")
    wanted = make_meeting(city=city, start=date(2021, 9, 27))
    make_meeting(city=city, start=date(2020, 9, 27))

    html = result_page(client, "İstanbul toplantıları 2021")

    assert hits(html) == [("meeting", wanted.reference)]
    assert chips(html) == [
        ("Şehir: İstanbul", "q=toplant%C4%B1lar%C4%B1+2021"),
        ("Tür: Toplantılar", "q=%C4%B0stanbul+2021"),
        ("Yıl: 2021", "q=%C4%B0stanbul+toplant%C4%B1lar%C4%B1"),
    ]


def test_values_that_are_none_are_ignored_and_said(client):
    meeting = make_meeting(title_tr="Salgın")

    html = result_page(client, "salgın", type="nonsense", area="x' or 1=1", year="20x2", page="no", unknown="1")

    assert hits(html) == [("meeting", meeting.reference)]
    assert [f"“{value}”" in html for value in ("nonsense", "x&#x27; or 1=1", "20x2", "no")] == [True] * 4


def test_results_come_in_pages_and_a_page_too_many_is_the_last(client):
    for number in range(23):
        make_meeting(title_tr=f"Salgın {number}")

    first, last = result_page(client, "salgın"), result_page(client, "salgın", page=99)

    assert (len(hits(first)), len(hits(last))) == (20, 3)
    assert 'href="/tr/ara/?q=salg%C4%B1n&amp;page=2"' in first
    assert set(hits(first)).isdisjoint(hits(last))


def test_who_finds_nothing_is_shown_other_ways(client):
    html = result_page(client, "kuşkonmaz")

    assert hits(html) == []
    assert "Sonuç bulunamadı" in html
    assert '<a href="/tr/toplantilar/">' in html[html.index("Sonuç bulunamadı") :]


@pytest.mark.parametrize(("text", "is_told"), [("ulaştırma qqqq", True), ("ulaştırma", False)])
def test_results_that_have_only_some_of_the_words_say_so(client, text, is_told):
    make_area(name_tr="Ulaştırma")

    html = result_page(client, text)

    told = gettext("Nothing has all of these words as they are written. These results come closest.")
    assert (len(hits(html)), told in html) == (1, is_told)


def test_a_correction_is_told_and_the_link_searches_for_what_was_typed(client):
    area, other = make_area(name_tr="İstanbul"), make_area(name_tr="Bakanlık")

    corrected = result_page(client, "isanbul bakanlik")
    told = re.search(r'<p>[^<]*“istanbul bakanlık”[^<]*<a href="\?([^"]*)">[^<]*“isanbul bakanlik”</a></p>', corrected)
    literal = page_at(client, f"{PAGES['tr']}?{unescape(told[1])}")

    assert unescape(told[1]) == "q=isanbul+bakanlik&literal=1"
    assert {reference for _kind, reference in hits(corrected)} == {area.reference, other.reference}
    assert "“istanbul bakanlık”" not in literal
    assert hits(literal) == [("area", other.reference)]


def test_who_searches_literally_goes_on_doing_so(client):
    for number in range(23):
        make_meeting(title_tr=f"Salgın {number}", start=date(2000 + number, 4, 10))
    make_document(title_tr="Salgın bildirisi")

    html = result_page(client, "salgın", literal="1")

    assert 'href="/tr/ara/?q=salg%C4%B1n&amp;literal=1&amp;page=2"' in html
    assert '<input type="hidden" name="literal" value="1">' in html
    assert 'class="facet" href="?q=salg%C4%B1n&amp;literal=1&amp;type=meeting"' in html


def test_a_choice_that_leaves_nothing_can_be_given_up(client):
    make_meeting(title_tr="Salgın", start=date(2020, 4, 10))

    html = result_page(client, "salgın", year="1999")

    assert "Bu seçime uyan sonuç yok" in html
    assert '<a href="?q=salg%C4%B1n">' in html


@pytest.mark.parametrize(("language", "title"), [("tr", "Ara – "), ("en", "Search – ")])
def test_a_page_without_a_text_says_what_can_be_sought(client, language, title):
    html = page_at(client, PAGES[language])

    assert f"<title>{title}" in html
    assert len(re.findall(r'<a href="\?q=', html)) == 4


def test_search_engines_do_not_keep_pages_of_results(client):
    html = result_page(client, "salgın")

    assert '<meta name="robots" content="noindex">' in html
    assert "<title>“salgın” araması – " in html


@pytest.mark.parametrize("text", NASTY)
@pytest.mark.parametrize("language", PAGES)
def test_whatever_is_typed_gets_an_answer(client, text, language):
    make_meeting(title_tr="Zirve")
    indexing.refresh_all()

    for query in (address(text, language), address(text, language, page="0", type=text[:50])):
        assert client.get(query).status_code == 200
    assert (
        client.get(
            f"{PAGES[language]}{'oneriler' if language == 'tr' else 'suggestions'}.json", {"q": text}
        ).status_code
        == 200
    )


def test_the_number_of_queries_does_not_grow_with_the_results(client):
    area = make_area(name_tr="Sağlık")
    counts = []
    for _round in range(2):
        make_meeting(title_tr="Salgın", city=make_city()).areas.add(area)
        make_document(title_tr="Salgın").areas.add(area)
        indexing.refresh_all()
        counts.append(queries_of(client, address("salgın")))

    assert counts[0] == counts[1]
    assert counts[0] <= 8


def test_suggestions_are_names_with_their_kinds_and_addresses(client):
    meeting = make_meeting(title_tr="İstanbul Zirvesi")
    make_meeting(title_tr="Bakü Zirvesi", languages=())
    indexing.refresh_all()

    answer = client.get("/tr/ara/oneriler.json", {"q": "istan"}).json()

    address = meeting.get_absolute_url()
    suggestion = {"title": "İstanbul Zirvesi", "language": "", "kind": "Toplantı", "address": address}
    assert answer == {"suggestions": [suggestion], "status": "1 öneri"}


def test_every_public_page_has_the_box_and_keeps_what_was_sought(client):
    html = page_at(client, "/en/")

    form = re.search(r'<form class="search-form" action="/en/search/".*?</form>', html, re.S)[0]
    assert '<label class="visually-hidden" for="search-text">' in form
    assert 'value="zirve"' in page_at(client, address("zirve", "en"))


def test_the_number_of_queries_of_suggestions_does_not_grow(client):
    counts = []
    for _round in range(2):
        make_meeting(title_tr="Salgın zirvesi")
        indexing.refresh_all()
        counts.append(queries_of(client, "/tr/ara/oneriler.json?q=salg"))

    assert counts[0] == counts[1] <= 4


def test_a_series_named_by_one_word_is_shown_as_that_word_was_written(client):
    series = make_series(name_tr="Devlet Başkanları Zirvesi", name_en="Summit of the Heads of State")
    make_meeting(series=series, title_tr="Sekizinci Zirve", ordinal=8)

    html = result_page(client, "sekizinci zirve")

    [chip] = re.findall(r'<a class="chip"[^>]*>(?:(?!</a>).)*Toplantı dizisi.*?</a>', html, re.S)
    assert plain(chip).endswith("Toplantı dizisi: Zirve")
