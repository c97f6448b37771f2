"""A translation is stale exactly when its source no longer says what it was made from."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError

from meetings.models import Meeting
from ots_portal.publishing import workflow
from ots_portal.publishing.desk import Desk
from ots_portal.publishing.drafting import discard, restore, save_draft
from ots_portal.publishing.models import Revision
from ots_portal.publishing.promises import publish_due
from ots_portal.translating.models import Rendering, Task
from tests.factories import make_meeting, make_objective, make_section, make_user
from tests.publishing.drafting_acts import draft, new_outcome
from tests.translating.states import figures, states

pytestmark = pytest.mark.django_db

AT = datetime(2099, 11, 22, 10, 0, tzinfo=ZoneInfo("Europe/Istanbul"))


def publish(record, values, *languages):
    draft(record, values)
    workflow.publish(record, languages or ["tr"], None)


def whole_meeting(**values):
    return make_meeting(
        **{"title_tr": "Toplantı", "title_en": "Meeting", "venue_tr": "Saray", "venue_en": "Palace"} | values
    )


def test_a_published_source_makes_its_translation_stale_and_no_other():
    meeting = whole_meeting()

    publish(meeting, {"title_tr": "Yeni toplantı"})

    assert states(meeting) == {"title": "stale", "venue": "in-step"}


@pytest.mark.parametrize(
    "values",
    [
        {"title_tr": "Başka başlık"},
        {"title_tr": None},
    ],
)
def test_a_draft_of_the_source_makes_nothing_stale_before_it_is_submitted(values):
    meeting = whole_meeting()

    draft(meeting, values)

    assert states(meeting) == {"title": "in-step", "venue": "in-step"}


def test_saving_without_a_change_makes_nothing_stale():
    meeting = whole_meeting()

    publish(meeting, {}, "tr", "en")

    assert states(meeting) == {"title": "in-step", "venue": "in-step"}


def test_a_change_in_an_untranslated_field_makes_nothing_stale():
    meeting = whole_meeting()

    publish(meeting, {"internal_note": "Not", "status": "cancelled", "slug_tr": "baska-adres"})

    assert states(meeting) == {"title": "in-step", "venue": "in-step"}


def test_another_format_of_the_same_words_makes_nothing_stale():
    meeting = whole_meeting(body_tr="<p>Bir <em>iki</em></p><p>üç</p>", body_en="<p>One two</p><p>three</p>")

    publish(meeting, {"body_tr": "<p>Bir\n <strong>iki</strong></p>\n\n<h2>üç</h2>", "title_tr": " Toplantı "})

    assert states(meeting) == {"title": "in-step", "venue": "in-step", "body": "in-step"}


def test_a_source_under_review_counts_until_it_is_sent_back():
    meeting, reviewer = whole_meeting(), make_user(role="reviewer")
    draft(meeting, {"title_tr": "Yeni toplantı"})

    workflow.submit(meeting, "tr", None)
    submitted = states(meeting)
    workflow.send_back(meeting, "tr", reviewer, "Nedeni")
    sent_back = states(meeting)
    workflow.submit(meeting, "tr", None)
    discard(meeting, ["tr"], None)

    assert [submitted["title"], sent_back["title"], states(meeting)["title"]] == ["stale", "in-step", "in-step"]


def test_a_scheduled_source_counts_in_the_words_of_the_day_it_was_scheduled():
    meeting = whole_meeting()
    draft(meeting, {"title_tr": "Yarınki başlık"})

    workflow.schedule(meeting, ["tr"], AT, None)
    scheduled = states(meeting)
    draft(meeting, {"title_tr": "Toplantı"})
    changed_since = states(meeting)
    workflow.cancel(meeting, "tr", None)

    assert [scheduled["title"], changed_since["title"], states(meeting)["title"]] == ["stale", "stale", "in-step"]


def test_a_translation_made_while_the_source_was_in_review_is_in_step_once_both_are_out():
    meeting = whole_meeting()
    draft(meeting, {"title_tr": "Yeni toplantı"})
    workflow.submit(meeting, "tr", None)
    draft(meeting, {"title_en": "New meeting"})

    workflow.publish(meeting, ["tr"], None)
    workflow.publish(meeting, ["en"], None)

    assert states(meeting) == {"title": "in-step", "venue": "in-step"}


def test_a_source_that_changed_between_typing_and_publication_makes_the_translation_stale():
    meeting = whole_meeting()
    shown = Desk(meeting).working
    publish(meeting, {"title_tr": "Yeni toplantı"})

    save_draft(meeting, None, shown, shown | {"title_en": "The meeting"})
    workflow.publish(meeting, ["en"], None)

    assert states(meeting) == {"title": "stale", "venue": "in-step"}


def test_a_translation_typed_anew_beside_the_new_source_is_in_step():
    meeting = whole_meeting()
    publish(meeting, {"title_tr": "Yeni toplantı"})

    publish(meeting, {"title_en": "New meeting"}, "en")

    assert states(meeting) == {"title": "in-step", "venue": "in-step"}


def test_other_spaces_in_the_translation_do_not_make_it_a_new_one():
    meeting = whole_meeting()
    publish(meeting, {"title_tr": "Yeni toplantı"})

    publish(meeting, {"title_en": "Meeting  "}, "en")

    assert states(meeting)["title"] == "stale"


def test_a_part_that_is_added_is_missing_and_the_others_stay_as_they_were():
    meeting = whole_meeting()
    meeting.outcomes.create(kind="decision", text_tr="Karar", text_en="Decision")

    publish(meeting, new_outcome(text_tr="İkinci karar"))

    assert states(meeting) == {"title": "in-step", "venue": "in-step", "Karar": "in-step", "İkinci karar": "missing"}


def test_parts_in_another_order_are_no_other_texts():
    meeting = whole_meeting()
    first = meeting.outcomes.create(kind="decision", text_tr="Bir", text_en="One", position=1)
    second = meeting.outcomes.create(kind="decision", text_tr="İki", text_en="Two", position=2)

    publish(meeting, {f"outcomes/{first.pk}/position": 2, f"outcomes/{second.pk}/position": 1})

    assert states(meeting) == {"title": "in-step", "venue": "in-step", "Bir": "in-step", "İki": "in-step"}


def test_a_restored_source_finds_its_translation_in_step_again():
    meeting = whole_meeting()
    publish(meeting, {"theme_tr": "Tema"})
    publish(meeting, {"title_tr": "Yeni toplantı"})
    stale = states(meeting)["title"]

    restore(Revision.objects.of(meeting).last(), None)
    workflow.publish(meeting, ["tr"], None)

    assert (stale, states(meeting)["title"]) == ("stale", "in-step")


def test_a_restored_translation_still_says_what_it_was_made_from():
    meeting = whole_meeting()
    publish(meeting, {"theme_tr": "Tema"})
    publish(meeting, {"title_tr": "Yeni toplantı", "title_en": "New meeting"}, "tr", "en")

    restore(Revision.objects.of(meeting).last(), None, ["en"])
    workflow.publish(meeting, ["en"], None)

    assert (Meeting.objects.get().title_en, states(meeting)["title"]) == ("Meeting", "stale")


def test_exactly_the_changed_block_of_a_rich_text_is_to_do():
    meeting = make_meeting(
        title_tr="Toplantı",
        title_en="Meeting",
        body_tr="<p>Bir iki.</p><p>Üç dört beş.</p><p>Altı.</p>",
        body_en="<p>One two.</p><p>Three four five.</p><p>Six.</p>",
    )

    publish(meeting, {"body_tr": "<p>Bir iki.</p><p>Üç dört beş yedi.</p><p>Altı.</p>"})

    assert figures(meeting) == {"missing": 0, "stale": 1, "unofficial": 0, "words": 4, "total": 8}


@pytest.mark.parametrize(
    ("turkish", "english", "expected"),
    [
        ("official", "summary", "unofficial"),
        ("official", "", "unofficial"),
        ("summary", "summary", "stale"),
        ("official", "official", "stale"),
        ("summary", "official", "in-step"),
    ],
)
def test_a_summary_is_no_translation_of_an_official_text(turkish, english, expected):
    section = make_section(title_tr="Bölüm", title_en="Section")
    objective = make_objective(section=section, text_tr="Amaç", text_en="Aim", wording_en=english)
    path = f"objectives/{objective.pk}"

    publish(section, {f"{path}/text_tr": "Resmî metin", f"{path}/wording_tr": turkish})

    assert states(section) == {"title": "in-step", "Resmî metin": expected}


def test_a_record_that_nobody_published_or_submitted_has_nothing_to_translate():
    meeting = make_meeting(languages=(), title_tr="Toplantı", title_en=None)
    draft(meeting, {"venue_tr": "Saray"})
    before = figures(meeting)["total"]

    workflow.submit(meeting, "tr", None)

    assert (before, figures(meeting)) == (
        0,
        {"missing": 2, "stale": 0, "unofficial": 0, "words": 2, "total": 2},
    )


def test_withdrawing_the_source_leaves_nothing_to_translate():
    meeting = whole_meeting()
    publish(meeting, {"title_tr": "Yeni toplantı"})

    workflow.withdraw(meeting, "tr", None, "Nedeni")

    assert figures(meeting)["total"] == 0


def test_a_scheduled_publication_that_failed_counts_no_more():
    meeting, author = whole_meeting(), make_user(role="editor")
    draft(meeting, {"title_tr": "Yarınki başlık"})
    workflow.schedule(meeting, ["tr"], AT, author)
    author.assignments.all().delete()

    publish_due(AT)

    assert states(meeting)["title"] == "in-step"
    assert figures(meeting)["stale"] == 0


@pytest.mark.two_languages
def test_a_deleted_record_leaves_no_task():
    meeting = whole_meeting(languages=())
    draft(meeting, {"venue_tr": "Köşk"})
    number = Task.objects.of(meeting).count()

    meeting.delete()

    assert (number, Task.objects.count()) == (1, 0)


def test_what_is_kept_is_never_changed():
    draft(whole_meeting(), {"title_en": "The meeting"})

    with pytest.raises(DatabaseError, match="never changed"):
        Rendering.objects.update(source="X")
