import re
from datetime import date
from html import unescape

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from meetings.models import Meeting
from ots_portal.publishing.changes import diff
from ots_portal.publishing.desk import Desk
from ots_portal.publishing.documents import dump
from ots_portal.publishing.words import as_html, difference_in_html, differences, word_difference
from tests.factories import make_area, make_meeting
from tests.publishing.drafting_acts import draft, new_outcome
from tests.publishing.whole_records import PUBLISHABLES, make_whole

TEXTS = st.text("ab <>&\"'\n.ğİ", max_size=30)


def told(record):
    """The differences between live and the draft, as (label, kind, html)."""
    desk = Desk(record)
    pairs = diff(desk.live, desk.working)
    return [
        (each.label, each.change.value, each.html) for each in differences(desk.model, pairs, desk.live, desk.working)
    ]


def without(tag, html):
    return unescape(re.sub(r"</?(ins|del)>", "", re.sub(rf"<{tag}>.*?</{tag}>", "", html, flags=re.S)))


@given(TEXTS)
def test_equal_texts_differ_in_nothing(text):
    assert difference_in_html(text, text) == ""
    assert {piece.kind for piece in word_difference(text, text)} <= {"same"}


@given(TEXTS, TEXTS)
def test_a_difference_holds_both_texts_and_is_escaped(old, new):
    html = as_html(word_difference(old, new))

    assert (without("ins", html), without("del", html)) == (old, new)
    assert set(re.findall(r"<[^>]*>", html)) <= {"<ins>", "</ins>", "<del>", "</del>"}


def test_words_are_compared_not_letters():
    html = difference_in_html("Bakanlar Bakü'de toplandı.", "Bakanlar Taşkent'te toplandı.")

    assert html == ("Bakanlar <del>Bakü</del><ins>Taşkent</ins>&#x27;<del>de</del><ins>te</ins> toplandı.")


@pytest.mark.django_db
def test_a_difference_names_facts_rows_and_records_in_the_readers_language():
    area = make_area(name_tr="Ulaştırma", name_en="Transport")
    meeting = make_meeting(title_tr="Eski ad", start=date(2022, 10, 17))
    draft(meeting, {"title_tr": "Yeni ad", "start": "2022-10-18", "areas": [area.pk]} | new_outcome(text_tr="Karar"))

    turkish = told(meeting)
    with translation.override("en"):
        english = told(meeting)

    assert turkish == [
        ("Başlık (Türkçe)", "changed", "<del>Eski</del><ins>Yeni</ins> ad"),
        ("İlk gün", "changed", "<del>17 Ekim 2022</del><ins>18 Ekim 2022</ins>"),
        ("İşbirliği alanları", "added", "<ins>Ulaştırma</ins>"),
        ("Sonuç 1", "added", ""),
        ("Sonuç 1: Tür", "added", "<ins>karar</ins>"),
        ("Sonuç 1: Metin (Türkçe)", "added", "<ins>Karar</ins>"),
    ]
    assert english[1:3] == [
        ("First day", "changed", "<del>17 October 2022</del><ins>18 October 2022</ins>"),
        ("Areas of cooperation", "added", "<ins>Transport</ins>"),
    ]


@pytest.mark.django_db
def test_a_removed_row_says_its_words_and_nothing_empty():
    meeting = make_meeting()
    first, second = new_outcome(text_tr="Bir", position=1), new_outcome(text_tr="İki", position=2)
    old = dump(meeting) | first | second

    with translation.override("en"):
        found = differences(Meeting, diff(old, dump(meeting) | first), old, dump(meeting) | first)

    assert [(each.label, each.change.value, each.html) for each in found] == [
        ("Outcome 2", "removed", ""),
        ("Outcome 2: Kind", "removed", "<del>decision</del>"),
        ("Outcome 2: Text (Turkish)", "removed", "<del>İki</del>"),
    ]


@pytest.mark.django_db
def test_formatting_alone_is_told_as_such():
    meeting = make_meeting(body_tr="<p>Bir söz</p>")
    draft(meeting, {"body_tr": "<p>Bir <strong>söz</strong></p>"})

    found = told(meeting)

    assert [(change, html) for _label, change, html in found] == [("formatted", "Bir söz")]


@pytest.mark.django_db
@pytest.mark.parametrize("model", PUBLISHABLES, ids=lambda model: model._meta.label)
def test_no_key_or_path_is_shown(model):
    document = dump(make_whole(model))
    keys = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}|\b[a-z]+_[a-z]+\b|_tr\b|/")

    with translation.override("en"):
        found = differences(model, diff({}, document), document)

    assert found
    assert [each.label for each in found if keys.search(each.label)] == []
