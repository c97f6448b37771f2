from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.utils import timezone

from meetings.models import Outcome
from ots_portal.publishing import promises, workflow
from ots_portal.publishing.desk import Desk
from ots_portal.publishing.drafts import Draft, Pending, Promise, Revision
from ots_portal.publishing.promises import publish_due
from tests.factories import make_admin, make_meeting
from tests.publishing.drafting_acts import draft, new_outcome, pending, published, refused

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def scheduled(record, languages=("tr",), user=None, after=HOUR, **values):
    draft(record, values or {"title_tr": "Gelecek"})
    workflow.schedule(record, list(languages), timezone.now() + after, user)


def test_what_is_scheduled_waits_for_its_time():
    meeting = make_meeting(title_tr="Eski")
    scheduled(meeting)

    early = publish_due(timezone.now())

    assert (early, published(meeting, "title_tr"), pending(meeting)[0]) == (([], []), ("Eski",), Pending.SCHEDULED)


def test_it_goes_public_in_the_words_of_the_day_it_was_scheduled():
    meeting = make_meeting(title_tr="Eski")
    scheduled(meeting)
    draft(meeting, {"title_tr": "Sonra yazılan", "venue_tr": "Saray"})

    kept, failed = publish_due(timezone.now() + 2 * HOUR)

    assert (len(kept), failed, published(meeting, "title_tr", "venue_tr")) == (1, [], ("Gelecek", None))
    assert (Desk(meeting).built().title_tr, Desk(meeting).overtaken()) == ("Sonra yazılan", {})
    assert (pending(meeting)[0], Promise.objects.count()) == (Pending.DRAFT, 0)


def test_after_downtime_everything_missed_is_done_turkish_first():
    meeting = make_meeting(languages=())
    row = new_outcome(text_tr="Karar", text_en="Decision")
    draft(meeting, {"title_en": "Summit"} | row)
    workflow.schedule(meeting, ["en", "tr"], timezone.now() + HOUR, None)
    Promise.objects.filter(language="en").update(at=timezone.now() + HOUR / 2)

    kept, failed = publish_due(timezone.now() + 72 * HOUR)

    assert ([promise.language for promise in kept], failed) == (["tr", "en"], [])
    assert Outcome.objects.values_list("text_tr", "text_en").get() == ("Karar", "Decision")
    assert (Draft.objects.count(), Revision.objects.count()) == (0, 2)


def test_dates_of_publication_are_those_of_the_moment_it_happens():
    meeting = make_meeting(languages=())
    scheduled(meeting)

    before = timezone.now()
    publish_due(timezone.now() + 2 * HOUR)

    assert before <= published(meeting, "published_at_tr")[0] <= timezone.now()


def test_a_withdrawal_is_scheduled_too():
    meeting = make_meeting()
    workflow.withdraw(meeting, "tr", None, "Süresi doldu.", at=timezone.now() + HOUR)
    before = (published(meeting, "published_languages"), pending(meeting)[0])

    publish_due(timezone.now() + 2 * HOUR)

    assert before == ((["tr", "en"],), Pending.SCHEDULED)
    assert published(meeting, "published_languages", "notice_tr") == ([], "Süresi doldu.")
    assert Draft.objects.count() == 0


def test_publishing_by_hand_cancels_what_was_scheduled():
    meeting = make_meeting()
    scheduled(meeting)

    workflow.publish(meeting, ["tr"], None)

    assert (published(meeting, "title_tr"), Promise.objects.count(), Draft.objects.count()) == (("Gelecek",), 0, 0)


def test_what_is_scheduled_can_be_cancelled_and_stays_a_draft():
    meeting = make_meeting()
    scheduled(meeting)

    workflow.cancel(meeting, "tr", None)

    assert (Promise.objects.count(), pending(meeting)[0]) == (0, Pending.DRAFT)


def test_a_time_that_is_past_is_refused():
    meeting = make_meeting()
    draft(meeting, {"title_tr": "Gelecek"})

    error = refused(workflow.schedule, meeting, ["tr"], timezone.now() - HOUR, None)

    assert list(error.message_dict) == ["at"]


def test_what_publication_would_refuse_cannot_be_scheduled():
    meeting = make_meeting()
    draft(meeting, {"title_tr": None})

    error = refused(workflow.schedule, meeting, ["tr"], timezone.now() + HOUR, None)

    assert list(error.message_dict) == ["title_tr"]


def test_one_failure_stops_no_other_is_told_once_and_leaves_its_draft():
    taken, good = make_meeting(), make_meeting()
    scheduled(taken, slug_tr="zirve")
    scheduled(good)
    make_meeting(slug_tr="zirve")

    kept, failed = publish_due(timezone.now() + 2 * HOUR)
    again = publish_due(timezone.now() + 3 * HOUR)

    assert ([each.draft.record for each in kept], [each.draft.record for each in failed]) == ([good], [taken])
    assert (again, Desk(taken).working["slug_tr"], pending(taken)[0]) == (([], []), "zirve", Pending.DRAFT)
    assert "Başka" in Promise.objects.get().failure or "Another" in Promise.objects.get().failure


def test_a_failure_of_any_kind_stops_no_other(monkeypatch):
    first, second = make_meeting(), make_meeting()
    scheduled(first)
    scheduled(second)

    def put_live(desk, *args, **more):
        if desk.record.pk == first.pk:
            raise ZeroDivisionError
        return workflow.put_live(desk, *args, **more)

    monkeypatch.setattr(promises, "put_live", put_live)
    kept, failed = publish_due(timezone.now() + 2 * HOUR)

    assert ([each.draft.record for each in kept], [each.draft.record for each in failed]) == ([second], [first])


def test_a_database_out_of_reach_is_tried_again(monkeypatch):
    meeting = make_meeting()
    scheduled(meeting)

    def put_live(*args, **more):
        raise OperationalError("gone")

    with monkeypatch.context() as patched:
        patched.setattr(promises, "put_live", put_live)
        first = publish_due(timezone.now() + 2 * HOUR)
    second = publish_due(timezone.now() + 2 * HOUR)

    assert (len(first[1]), len(second[0])) == (1, 1)


def test_a_promise_whose_author_lost_the_right_is_told_once_and_not_for_ever(caplog):
    meeting, editor = make_meeting(title_tr="Eski"), make_admin()
    scheduled(meeting, user=editor)
    editor.is_active = False
    editor.save()

    for _minute in range(3):
        publish_due(timezone.now() + 2 * HOUR)

    assert [record.message.startswith("Not kept") for record in caplog.records] == [True]
    assert published(meeting, "title_tr") == ("Eski",)


def test_english_words_of_a_row_that_turkish_failed_to_bring_stay_in_the_draft():
    meeting = make_meeting()
    draft(meeting, {"slug_tr": "zirve", "title_en": "Summit"} | new_outcome(text_tr="K", text_en="Decision"))
    workflow.schedule(meeting, ["tr", "en"], timezone.now() + HOUR, None)
    make_meeting(slug_tr="zirve")

    publish_due(timezone.now() + 2 * HOUR)

    [row] = Desk(meeting).built().outcomes.all()
    assert (published(meeting, "title_en"), row.text_en, Outcome.objects.count()) == (("Summit",), "Decision", 0)


def test_the_command_says_what_it_did_and_fails_where_something_was_not_done():
    good, bad = make_meeting(), make_meeting()
    scheduled(good)
    scheduled(bad, slug_tr="zirve")
    make_meeting(slug_tr="zirve")
    Promise.objects.update(at=timezone.now() - HOUR)
    told = StringIO()

    with pytest.raises(CommandError) as failure:
        call_command("publish_due", stdout=told)
    call_command("publish_due")

    assert told.getvalue().count("\n") == str(failure.value).count("\n") + 1 == 1


# ---- Bundles ---------------------------------------------------------------------------------------------------
def scheduled_together(*records, user=None):
    for record in records:
        draft(record, {"title_tr": "Gelecek"})
    workflow.schedule_together([(record, ["tr"]) for record in records], timezone.now() + HOUR, user)


def test_a_bundle_is_kept_at_one_moment():
    first, second = make_meeting(), make_meeting()
    scheduled_together(first, second)

    kept, failed = publish_due(timezone.now() + 2 * HOUR)

    assert ({each.draft.record for each in kept}, failed) == ({first, second}, [])
    assert published(first, "title_tr") == published(second, "title_tr") == ("Gelecek",)
    assert published(first, "changed_at_tr") == published(second, "changed_at_tr")
    assert (Promise.objects.count(), Draft.objects.count()) == (0, 0)


def test_a_bundle_in_which_one_cannot_be_kept_changes_nothing_and_says_why_at_each(caplog):
    good, taken, alone = make_meeting(title_tr="Eski"), make_meeting(title_tr="Öbür"), make_meeting()
    draft(taken, {"slug_tr": "zirve"})
    scheduled_together(good, taken)
    scheduled(alone)
    make_meeting(slug_tr="zirve")

    kept, failed = publish_due(timezone.now() + 2 * HOUR)
    again = publish_due(timezone.now() + 3 * HOUR)

    assert ([each.draft.record for each in kept], {each.draft.record for each in failed}) == ([alone], {good, taken})
    assert again == ([], [])
    assert published(good, "title_tr") == ("Eski",)
    assert (pending(good)[0], pending(taken)[0]) == (Pending.DRAFT, Pending.DRAFT)
    [failure] = set(Promise.objects.values_list("failure", flat=True))
    assert "“Öbür” (Türkçe)" in failure


def test_a_bundle_waits_with_its_english_for_a_turkish_that_is_scheduled_alone():
    first, second = make_meeting(languages=()), make_meeting()
    draft(first, {"title_en": "Summit"})
    workflow.schedule(first, ["tr"], timezone.now() + HOUR, None)
    draft(second, {"title_tr": "Gelecek"})
    workflow.schedule_together([(second, ["tr"]), (first, ["en"])], timezone.now() + HOUR / 2, None)

    kept, failed = publish_due(timezone.now() + 2 * HOUR)

    assert (len(kept), failed, published(first, "published_languages")) == (3, [], (["tr", "en"],))


def test_what_was_published_by_hand_is_passed_over_and_the_rest_of_its_bundle_kept():
    first, second = make_meeting(), make_meeting()
    scheduled_together(first, second)
    workflow.publish(first, ["tr"], None)

    kept, failed = publish_due(timezone.now() + 2 * HOUR)

    assert ([each.draft.record for each in kept], failed) == ([second], [])


def test_cancelling_one_of_a_bundle_cancels_all_of_it_and_nothing_else():
    first, second, alone = make_meeting(), make_meeting(), make_meeting()
    scheduled_together(first, second)
    scheduled(alone)

    workflow.cancel(first, "tr", None)

    assert [each.draft.record for each in Promise.objects.all()] == [alone]
    assert [pending(each)[0] for each in (first, second)] == [Pending.DRAFT, Pending.DRAFT]


def test_scheduling_one_of_a_bundle_anew_takes_it_out():
    first, second = make_meeting(), make_meeting()
    scheduled_together(first, second)

    workflow.schedule(first, ["tr"], timezone.now() + 3 * HOUR, None)
    kept, _failed = publish_due(timezone.now() + 2 * HOUR)

    assert ([each.draft.record for each in kept], Promise.objects.get().bundle) == ([second], None)


def test_a_bundle_is_scheduled_as_a_whole_or_not_at_all():
    good, bad = make_meeting(), make_meeting()
    draft(good, {"title_tr": "Gelecek"})
    draft(bad, {"title_tr": None})

    error = refused(workflow.schedule_together, [(good, ["tr"]), (bad, ["tr"])], timezone.now() + HOUR, None)

    assert (error.about, Promise.objects.count()) == ((bad, ["tr"]), 0)
