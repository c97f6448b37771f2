"""What was published is offered to whoever translates the same again, or nearly the same; drafts are not."""

import random

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meetings.models import Meeting
from ots_portal.publishing import workflow
from ots_portal.publishing.desk import Desk
from ots_portal.translating.judging import still_correct
from ots_portal.translating.memory.models import Segment
from ots_portal.translating.memory.offering import asked_at, offers
from ots_portal.translating.memory.paragraphs import Paragraph
from ots_portal.translating.texts import Place
from ots_portal.turkish import fold
from tests.factories import make_area, make_meeting, make_section, make_user
from tests.publishing.drafting_acts import draft
from tests.translating.states import refreshed, seen
from tests.translating.test_oracle import Account, english, turkish, words

pytestmark = pytest.mark.django_db

TITLE, BODY = Place("", "title", is_rich=False), Place("", "body", is_rich=True)
SOURCE = "<p>Bakanlar işbirliğini görüştü.</p><p>Gelecek toplantı Bakü’de yapılacak.</p>"
TARGET = "<p>The ministers discussed cooperation.</p><p>The next meeting will be in Baku.</p>"


def offered(source, place=TITLE, *, record=None):
    """(paragraph, percent, text) of what is offered for a source."""
    asked = asked_at(place, record or make_area(), source)
    found = offers(asked, "en")
    return [(each.paragraph, each.percent, each.text) for at in sorted(found) for each in found[at]]


def remembered():
    return sorted(Segment.objects.values_list("name", "number", "source", "target"))


def test_the_same_source_is_offered_with_its_origin():
    meeting = make_meeting(title_tr="Altıncı bakanlar toplantısı", title_en="Sixth ministerial meeting")
    refreshed(meeting)
    author = make_user(role="editor")
    draft(meeting, {"title_en": "The sixth ministerial meeting"}, author)
    workflow.publish(meeting, ["en"], make_user(role="editor"))

    [offer] = offers(asked_at(TITLE, make_area(), "Altıncı  bakanlar toplantısı"), "en")[0]

    published_at = Meeting.objects.get(pk=meeting.pk).changed_at_en
    assert (offer.text, offer.percent, offer.is_exact) == ("The sixth ministerial meeting", 100, True)
    assert (offer.segment.record, offer.segment.name, offer.segment.made.user) == (meeting, "title", author)
    assert (offer.segment.published_at, offer.address) == (
        published_at,
        f"/tr/yonetim/meetings/meeting/{meeting.pk}/change/",
    )


def test_a_source_that_is_nearly_the_same_is_offered_with_its_likeness():
    refreshed(make_meeting(title_tr="Sağlık bakanlarının beşinci toplantısı", title_en="Fifth meeting of ministers"))

    near = offered("Sağlık bakanlarının altıncı toplantısı, beşinci")
    far = offered("Gümrük idareleri başkanlarının toplantısı")

    assert [(paragraph, 75 < percent < 100, text) for paragraph, percent, text in near] == [
        (0, True, "Fifth meeting of ministers")
    ]
    assert far == []


def test_capitals_alone_make_no_exact_offer():
    refreshed(make_meeting(title_tr="BAKANLAR TOPLANTISI", title_en="Meeting of ministers"))

    assert offered("Bakanlar toplantısı") == [(0, 99, "Meeting of ministers")]


def test_paragraphs_are_offered_one_by_one():
    refreshed(make_meeting(title_tr="", title_en="", body_tr=SOURCE, body_en=TARGET))

    found = offered("<p>Söze başlandı ve uzun uzun konuşuldu.</p><p>Gelecek toplantı Bakü’de yapılacak.</p>", BODY)

    assert found == [(2, 100, "The next meeting will be in Baku.")]


def test_paragraphs_that_are_not_as_many_are_remembered_as_a_whole_only():
    refreshed(make_meeting(title_tr="", title_en="", body_tr=SOURCE, body_en="<p>All in one.</p>"))

    assert remembered() == [("body", 0, SOURCE, "<p>All in one.</p>")]


def test_nothing_of_a_draft_is_remembered_until_it_is_published():
    meeting = make_meeting(title_tr="Başlık", title_en="Title")
    refreshed(meeting)

    draft(meeting, {"title_tr": "Gizli başlık", "title_en": "Secret title"})
    workflow.submit(meeting, "tr", None)
    before = remembered()
    workflow.publish(meeting, ["tr", "en"], None)

    assert before == [("title", 0, "Başlık", "Title")]
    assert remembered() == [("title", 0, "Gizli başlık", "Secret title")]


def test_what_is_out_of_date_is_forgotten_until_somebody_says_that_it_is_still_correct():
    meeting = make_meeting(title_tr="Başlık", title_en="Title")
    refreshed(meeting)
    draft(meeting, {"title_tr": "Yeni başlık"})
    workflow.publish(meeting, ["tr"], None)
    stale = remembered()

    still_correct(meeting, "en", [seen(meeting, "title")], None, "Anlam aynı")

    assert stale == []
    assert remembered() == [("title", 0, "Yeni başlık", "Title")]


def test_what_is_withdrawn_or_deleted_is_forgotten():
    one, other = make_meeting(title_tr="Bir", title_en="One"), make_meeting(title_tr="İki", title_en="Two")
    refreshed(one, other)

    workflow.withdraw(one, "en", None, "Nedeni")
    after_withdrawal = remembered()
    other.delete()

    assert after_withdrawal == [("title", 0, "İki", "Two")]
    assert remembered() == []


def test_a_text_is_not_offered_to_itself():
    meeting = make_meeting(title_tr="Bakanlar toplantısı", title_en="Meeting of ministers")
    refreshed(meeting)

    assert offered("Bakanlar toplantısı", record=meeting) == []


def test_a_summary_beside_an_official_text_is_no_translation():
    section = make_section(title_tr="Bölüm", title_en="Section")
    texts = {"text_tr": "Resmî metin", "text_en": "A summary", "wording_tr": "official", "wording_en": "summary"}
    section.objectives.create(number=1, **texts)

    refreshed(section)

    assert [each for each in remembered() if each[0] == "text"] == []


def test_the_number_of_queries_does_not_grow_with_the_texts_asked_for():
    for number in range(3):
        refreshed(make_meeting(title_tr=f"Bakanların {number}. toplantısı", title_en=f"Meeting {number}"))
    area, counts = make_area(), []

    for asked in (1, 3):
        sources = [asked_at(TITLE, area, f"Bakanların {number}. toplantısı")[0] for number in range(asked)]
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert len(offers(sources, "en")) == asked
        counts.append(len(queries))

    assert counts[0] == counts[1]


@pytest.mark.parametrize("text", ["Türk Dünyası 2040 Vizyonu", "a", "ab ab abc", "İstanbul’da şehrin şehri", ""])
def test_trigrams_are_counted_as_the_database_counts_them(text):
    folded = fold(text)

    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(array_length(show_trgm(%s), 1), 0)", [folded])
        [counted] = cursor.fetchone()

    assert Paragraph(0, text, "", folded).trigrams == counted


def test_rebuilding_gives_what_was_there():
    refreshed(make_meeting(title_tr="Bir", title_en="One", body_tr=SOURCE, body_en=TARGET))
    before = remembered()
    Segment.objects.filter(number=1).delete()
    Segment.objects.update(target="Something else")

    call_command("rebuild_memory", verbosity=0)

    assert len(before) == 4
    assert remembered() == before


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_done_the_memory_holds_what_is_published_and_in_step(seed):
    account = Account(random.Random(seed + 100))

    for _turn in range(10):
        account.act()
        assert found_of(account) == expected_of(account)


def found_of(account):
    rows = Segment.objects.of(account.meeting).filter(number=0).values_list("row", "name", "source", "target")
    return {(name, words(source), words(target)) for _row, name, source, target in rows}


def expected_of(account):
    desk = Desk(account.meeting)
    if not all(desk.record.is_published_in(code) for code in ("tr", "en")):
        return set()
    pairs = {path: (words(desk.live.get(turkish(path))), words(desk.live.get(path))) for path in english(desk.live)}
    return {
        (path.rpartition("/")[2].removesuffix("_en"), source, target)
        for path, (source, target) in pairs.items()
        if source and target and source in account.seen.get((path, target), ())
    }
