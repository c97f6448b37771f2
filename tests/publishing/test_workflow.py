from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from cooperation.models import City, Country
from meetings.models import Meeting, Outcome
from ots_portal.publishing import refusals, workflow
from ots_portal.publishing.desk import Desk
from ots_portal.publishing.drafting import Clash, discard, restore, save_draft, start
from ots_portal.publishing.drafts import Draft, Pending, Revision
from ots_portal.publishing.publishable import State
from tests.factories import make_admin, make_area, make_city, make_country, make_meeting, make_series, make_user
from tests.publishing.drafting_acts import draft, new_outcome, pending, published, refused

pytestmark = pytest.mark.django_db


# ---- Drafts --------------------------------------------------------------------------------------------------
def test_a_draft_changes_nothing_live():
    meeting = make_meeting(title_tr="Eski", title_en="Old")
    before = Desk(meeting).live

    draft(meeting, {"title_tr": "Yeni", "areas": [make_area().pk]} | new_outcome(text_tr="Karar"))

    assert Desk(meeting).live == before
    assert (Desk(meeting).built().title_tr, pending(meeting)) == ("Yeni", (Pending.DRAFT, Pending.NONE))


def test_saving_without_a_change_keeps_no_draft():
    meeting = make_meeting()

    draft(meeting, {})

    assert Draft.objects.count() == 0


def test_a_draft_brought_back_to_what_is_live_is_none():
    meeting = make_meeting(title_tr="Eski")
    draft(meeting, {"title_tr": "Yeni"})

    draft(meeting, {"title_tr": "Eski"})

    assert Draft.objects.count() == 0


def test_two_people_change_different_words_and_nothing_is_lost():
    meeting = make_meeting()
    shown = Desk(meeting).working

    save_draft(meeting, None, shown, shown | {"title_tr": "Zirve"})
    save_draft(meeting, None, shown, shown | {"title_en": "Summit"} | new_outcome(text_tr="Karar"))

    built = Desk(meeting).built()
    assert (built.title_tr, built.title_en, len(built.outcomes.all())) == ("Zirve", "Summit", 1)


def test_the_same_words_changed_by_two_people_clash_and_saving_again_settles_it():
    meeting = make_meeting(title_tr="Eski")
    shown = Desk(meeting).working
    save_draft(meeting, None, shown, shown | {"title_tr": "Birinci"})

    with pytest.raises(Clash) as clash:
        save_draft(meeting, None, shown, shown | {"title_tr": "İkinci"})
    kept = Desk(meeting).working["title_tr"]
    save_draft(meeting, None, clash.value.theirs, clash.value.merged)

    assert clash.value.clashes == {"title_tr": ["Birinci", "İkinci"]}
    assert (kept, Desk(meeting).working["title_tr"]) == ("Birinci", "İkinci")


def test_authors_are_kept_per_language():
    meeting, editor, translator = make_meeting(), make_admin(), make_admin()

    draft(meeting, {"title_tr": "Zirve"}, editor)
    draft(meeting, {"title_en": "Summit"}, translator)

    authors = {lane.language: list(lane.authors.all()) for lane in Draft.objects.get().lanes.all()}
    assert authors == {"tr": [editor], "en": [translator]}


def test_a_person_without_the_right_writes_nothing():
    meeting, stranger = make_meeting(), make_user()

    with pytest.raises(PermissionDenied):
        draft(meeting, {"title_tr": "Zirve"}, stranger)

    assert Draft.objects.count() == 0


def test_a_value_of_the_wrong_kind_is_refused_at_its_field():
    meeting = make_meeting()

    error = refused(draft, meeting, {"start": "yarın", "areas": 7, "outcomes/17": True, "title_en": "fine"})

    assert sorted(error.message_dict) == ["areas", "outcomes/17", "start"]


def test_a_live_value_that_moved_meanwhile_is_told():
    meeting = make_meeting(title_tr="Eski")
    draft(meeting, {"title_tr": "Yeni"})
    Meeting.objects.filter(pk=meeting.pk).update(title_tr="İthal", theme_tr="Konu")

    draft(meeting, {"title_en": "Other"})

    assert (Desk(meeting).overtaken(), Desk(meeting).built().theme_tr) == ({"title_tr": "İthal"}, "Konu")


def test_lists_learn_what_is_pending_in_a_fixed_number_of_queries():
    def states():
        meetings = Meeting.objects.prefetch_related("drafts__lanes", "drafts__promises")
        return [draft.pending_in("tr") for meeting in meetings for draft in meeting.drafts.all()]

    costs = []
    for _round in range(2):
        draft(make_meeting(), {"title_tr": "Zirve"})
        with CaptureQueriesContext(connection) as queries:
            states()
        costs.append(len(queries))

    assert (costs, states()) == ([4, 4], [Pending.DRAFT, Pending.DRAFT])


def test_discarding_english_leaves_turkish():
    meeting = make_meeting()
    draft(meeting, {"title_tr": "Zirve", "title_en": "Summit"})

    discard(meeting, ["en"], None)

    assert (pending(meeting), Desk(meeting).working["title_tr"]) == ((Pending.DRAFT, Pending.NONE), "Zirve")


def test_discarding_turkish_brings_a_removed_row_back_with_all_its_words():
    meeting = make_meeting()
    outcome = Outcome.objects.create(meeting=meeting, kind="decision", text_tr="Karar", text_en="Decision")
    draft(meeting, {f"outcomes/{outcome.pk}": None, "title_en": "Summit"})

    discard(meeting, ["tr"], None)

    [row] = Desk(meeting).built().outcomes.all()
    assert (row.text_en, pending(meeting)) == ("Decision", (Pending.NONE, Pending.DRAFT))


def test_a_new_record_stores_facts_only_and_leaves_its_words_in_the_draft():
    series, area = make_series(), make_area()
    wanted = {"reference": "cfm-9", "series": series.pk, "start": "2026-03-01", "title_tr": "Yeni", "areas": [area.pk]}

    meeting = start(Meeting, None, wanted | new_outcome(text_tr="Karar"))

    live = Desk(meeting)
    assert (live.live["title_tr"], live.live["areas"], live.live["start"]) == (None, [], "2026-03-01")
    assert (live.built().title_tr, len(live.built().outcomes.all())) == ("Yeni", 1)
    assert meeting.state_in("tr") == State.NEVER


def test_a_new_record_without_a_fact_that_the_database_demands_is_refused_at_its_field():
    assert list(refused(start, Meeting, None, {"reference": "x", "start": "2026-03-01"}).message_dict) == ["series"]


def test_a_new_record_goes_public_with_everything_in_its_draft():
    wanted = {"reference": "cfm-9", "series": make_series().pk, "start": "2026-03-01", "title_tr": "Yeni Zirve"}
    meeting = start(Meeting, None, wanted | new_outcome(text_tr="Karar"))

    workflow.publish(meeting, ["tr"], None)

    assert published(meeting, "title_tr", "slug_tr", "published_languages") == ("Yeni Zirve", "yeni-zirve", ["tr"])
    assert (Outcome.objects.get().text_tr, Draft.objects.count()) == ("Karar", 0)


# ---- Publishing ----------------------------------------------------------------------------------------------
def test_turkish_takes_shared_facts_and_leaves_english():
    meeting = make_meeting(title_tr="Eski", title_en="Old")
    draft(meeting, {"title_tr": "Yeni", "title_en": "New", "venue_tr": "Saray"} | new_outcome(text_tr="K", text_en="D"))

    workflow.publish(meeting, ["tr"], None)

    assert published(meeting, "title_tr", "title_en", "venue_tr") == ("Yeni", "Old", "Saray")
    assert Outcome.objects.values_list("text_tr", "text_en").get() == ("K", None)
    assert pending(meeting) == (Pending.NONE, Pending.DRAFT)


def test_english_waits_for_rows_that_turkish_has_not_published():
    meeting = make_meeting(title_en="Old")
    draft(meeting, {"title_en": "New"} | new_outcome(text_tr="K", text_en="D"))

    workflow.publish(meeting, ["en"], None)
    first = (published(meeting, "title_en"), Outcome.objects.count())
    workflow.publish(meeting, ["tr"], None)
    workflow.publish(meeting, ["en"], None)

    assert (first, Outcome.objects.get().text_en, Draft.objects.count()) == ((("New",), 0), "D", 0)


def test_publishing_moves_the_dates_of_its_language_only():
    meeting = make_meeting()
    draft(meeting, {"title_en": "New"})

    workflow.publish(meeting, ["en"], None)

    after = Meeting.objects.get(pk=meeting.pk)
    assert (after.changed_at_tr, after.published_at_en) == (meeting.changed_at_tr, meeting.published_at_en)
    assert after.changed_at_en > meeting.changed_at_en


def test_what_only_staff_see_goes_live_without_a_new_date():
    meeting = make_meeting()
    draft(meeting, {"internal_note": "sorulacak", "review_on": "2027-01-01"})

    assert workflow.publish(meeting, ["tr"], None) == []
    assert published(meeting, "internal_note", "review_on", "changed_at_tr") == (
        "sorulacak",
        date(2027, 1, 1),
        meeting.changed_at_tr,
    )


def test_publishing_what_is_public_already_does_nothing():
    meeting = make_meeting()

    assert (workflow.publish(meeting, ["tr", "en"], None), Revision.objects.count()) == ([], 0)


def test_english_cannot_go_public_before_turkish():
    meeting = make_meeting(languages=())

    refused(workflow.publish, meeting, ["en"], None)

    assert published(meeting, "published_languages") == ([],)


def test_a_text_that_publication_needs_is_told_at_its_field_and_nothing_changes():
    meeting = make_meeting(languages=("tr",), title_en=None)
    draft(meeting, {"venue_en": "Palace"})

    error = refused(workflow.publish, meeting, ["en"], None)

    assert (list(error.message_dict), published(meeting, "venue_en")) == (["title_en"], (None,))
    assert pending(meeting) == (Pending.NONE, Pending.DRAFT)


def test_what_is_incomplete_is_kept_as_a_draft_and_refused_at_publication():
    meeting = make_meeting()
    draft(meeting, {"title_tr": None} | (row := new_outcome(text_tr=None)))

    error = refused(workflow.publish, meeting, ["tr"], None)

    assert (pending(meeting)[0], list(error.message_dict)) == (Pending.DRAFT, ["title_tr"])
    draft(meeting, {"title_tr": "Zirve"})
    assert list(refused(workflow.publish, meeting, ["tr"], None).message_dict) == [f"{next(iter(row))}/text_tr"]


def test_signals_tell_languages_and_paths_once_the_transaction_is_through(django_capture_on_commit_callbacks):
    meeting, heard = make_meeting(), []
    draft(meeting, {"title_en": "New"})

    def listen(sender, record, languages, paths, **_more):
        heard.append((sender, record.pk, languages, paths))

    workflow.signals.content_published.connect(listen)
    with django_capture_on_commit_callbacks(execute=True):
        workflow.publish(meeting, ["en"], None)
        before = list(heard)
    workflow.signals.content_published.disconnect(listen)

    assert (before, heard) == ([], [(Meeting, meeting.pk, ["en"], ["title_en"])])


def test_plain_tables_are_announced_too_and_parts_and_records_are_not(django_capture_on_commit_callbacks):
    heard = []

    def listen(sender, **_more):
        heard.append(sender)

    workflow.signals.content_published.connect(listen)
    with django_capture_on_commit_callbacks(execute=True):
        city = make_city(country=make_country())
        city.delete()
        Outcome.objects.create(meeting=make_meeting(), kind="decision", text_tr="Karar")
    workflow.signals.content_published.disconnect(listen)

    assert heard == [Country, City, City]


def test_a_listener_that_fails_undoes_no_publication(django_capture_on_commit_callbacks):
    meeting = make_meeting(title_tr="Eski")
    draft(meeting, {"title_tr": "Yeni"})

    def fail(**_more):
        raise ZeroDivisionError

    workflow.signals.content_published.connect(fail)
    with django_capture_on_commit_callbacks(execute=True):
        workflow.publish(meeting, ["tr"], None)
    workflow.signals.content_published.disconnect(fail)

    assert published(meeting, "title_tr") == ("Yeni",)


def test_several_records_go_public_together_or_not_at_all():
    good, bad = make_meeting(title_tr="Eski"), make_meeting()
    draft(good, {"title_tr": "Yeni"})
    draft(bad, {"title_tr": None})

    refused(workflow.publish_together, [(good, ["tr"]), (bad, ["tr"])], None)
    between = published(good, "title_tr")
    draft(bad, {"title_tr": "Öbürü"})
    workflow.publish_together([(good, ["tr"]), (bad, ["tr"])], None)

    assert (between, published(good, "title_tr"), published(bad, "title_tr")) == (("Eski",), ("Yeni",), ("Öbürü",))


# ---- Withdrawing ---------------------------------------------------------------------------------------------
def test_withdrawing_turkish_takes_english_with_it_and_keeps_the_notice():
    meeting = make_meeting()

    workflow.withdraw(meeting, "tr", None, "Yanlıştı; bkz. cfm-8.")

    assert published(meeting, "published_languages", "notice_tr") == ([], "Yanlıştı; bkz. cfm-8.")
    assert Revision.objects.values_list("act", "languages").get() == ("withdrawn", ["tr", "en"])


def test_withdrawing_without_a_notice_is_refused():
    meeting = make_meeting()

    assert list(refused(workflow.withdraw, meeting, "tr", None, " ").message_dict) == ["notice_tr"]


# ---- Review --------------------------------------------------------------------------------------------------
@pytest.fixture
def two_persons(monkeypatch):
    for module in (refusals, workflow):
        monkeypatch.setattr(module, "needs_two_persons", lambda record: True)


def digest_of(record, language):
    return Draft.objects.of(record).get().lanes.get(language=language).digest


def approved(record, language, user):
    workflow.approve(record, language, user, digest_of(record, language))


def test_a_draft_is_submitted_sent_back_with_a_reason_and_approved():
    meeting, editor, reviewer = make_meeting(), make_admin(), make_admin()
    draft(meeting, {"title_tr": "Zirve"}, editor)
    states = []

    for act in (
        lambda: workflow.submit(meeting, "tr", editor, "hazır"),
        lambda: workflow.send_back(meeting, "tr", reviewer, "yer eksik"),
        lambda: workflow.submit(meeting, "tr", editor),
        lambda: approved(meeting, "tr", reviewer),
    ):
        act()
        states.append(pending(meeting)[0])

    assert states == [Pending.IN_REVIEW, Pending.SENT_BACK, Pending.IN_REVIEW, Pending.APPROVED]


def test_an_approval_is_void_after_a_later_save():
    meeting, reviewer = make_meeting(), make_admin()
    draft(meeting, {"title_tr": "Zirve", "title_en": "Summit"})
    approved(meeting, "tr", reviewer)
    approved(meeting, "en", reviewer)

    draft(meeting, {"venue_tr": "Saray"})

    assert pending(meeting) == (Pending.DRAFT, Pending.APPROVED)


def test_approving_what_has_changed_since_it_was_read_is_refused():
    meeting, reviewer = make_meeting(), make_admin()
    draft(meeting, {"title_tr": "Zirve"})
    seen = digest_of(meeting, "tr")
    draft(meeting, {"venue_tr": "Saray"})

    refused(workflow.approve, meeting, "tr", reviewer, seen)

    assert pending(meeting)[0] == Pending.DRAFT


def test_what_publication_would_refuse_is_refused_at_submission():
    meeting = make_meeting()
    draft(meeting, {"title_tr": None})

    assert list(refused(workflow.submit, meeting, "tr", None).message_dict) == ["title_tr"]


@pytest.mark.usefixtures("two_persons")
def test_where_two_persons_are_needed_authors_neither_approve_nor_publish():
    meeting, author, other = make_meeting(title_tr="Eski"), make_admin(), make_admin()
    draft(meeting, {"title_tr": "Yeni"}, author)

    for act in (lambda: approved(meeting, "tr", author), lambda: workflow.publish(meeting, ["tr"], other)):
        with pytest.raises(PermissionDenied), transaction.atomic():
            act()
    approved(meeting, "tr", other)
    with pytest.raises(PermissionDenied), transaction.atomic():
        workflow.publish(meeting, ["tr"], author)
    between = published(meeting, "title_tr")
    workflow.publish(meeting, ["tr"], other)

    assert (between, published(meeting, "title_tr")) == (("Eski",), ("Yeni",))


@pytest.mark.usefixtures("two_persons")
def test_an_emergency_needs_no_second_person_and_is_marked_and_logged(caplog):
    meeting, author = make_meeting(), make_admin()
    draft(meeting, {"title_tr": "Yeni"}, author)

    workflow.publish(meeting, ["tr"], author, emergency=True)

    assert Revision.objects.get().is_emergency
    assert "Emergency publication of meetings.Meeting" in caplog.text


# ---- History -------------------------------------------------------------------------------------------------
def test_each_publication_leaves_the_whole_document_and_who_when_and_why():
    meeting, user = make_meeting(), make_admin(first_name="Ayşe", last_name="Demir")
    draft(meeting, {"title_tr": "Yeni"})

    workflow.publish(meeting, ["tr"], user, "düzeltme")

    revision = Revision.objects.of(meeting).get()
    assert (revision.document, revision.languages) == (Desk(meeting).live, ["tr"])
    assert (revision.user, revision.user_name, revision.note) == (user, "Ayşe Demir", "düzeltme")


@pytest.mark.parametrize("change", ["UPDATE publishing_revision SET note = 'x'", "DELETE FROM publishing_revision"])
def test_the_database_refuses_to_change_history(change):
    meeting = make_meeting()
    workflow.withdraw(meeting, "tr", None, "Yanlıştı.")

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)

    assert Revision.objects.get().note == "Yanlıştı."


def test_restoring_makes_the_old_words_a_draft_and_changes_nothing_live():
    meeting = make_meeting(title_tr="Eski")
    outcome = Outcome.objects.create(meeting=meeting, kind="decision", text_tr="Karar", text_en="Decision")
    draft(meeting, {"venue_tr": "Saray"})
    workflow.publish(meeting, ["tr"], None)
    draft(meeting, {"title_tr": "Yeni", f"outcomes/{outcome.pk}": None})
    workflow.publish(meeting, ["tr"], None)

    restore(Revision.objects.last(), None)

    built = Desk(meeting).built()
    assert (built.title_tr, [row.text_en for row in built.outcomes.all()]) == ("Eski", ["Decision"])
    assert (published(meeting, "title_tr"), Outcome.objects.count()) == (("Yeni",), 0)
    workflow.publish(meeting, ["tr", "en"], None)
    assert Desk(meeting).live == Revision.objects.last().document


def test_restoring_never_overwrites_the_draft_of_another():
    meeting = make_meeting(title_tr="Eski")
    draft(meeting, {"title_tr": "Yeni"})
    workflow.publish(meeting, ["tr"], None)
    draft(meeting, {"title_tr": "Daha yeni"})
    workflow.publish(meeting, ["tr"], None)
    draft(meeting, {"title_tr": "Taslak", "venue_tr": "Saray"})

    with pytest.raises(Clash) as clash:
        restore(Revision.objects.last(), None)

    assert clash.value.clashes == {"title_tr": ["Taslak", "Yeni"]}
    assert Desk(meeting).working["title_tr"] == "Taslak"


def test_columns_younger_than_a_revision_keep_their_live_value():
    meeting = make_meeting(title_tr="Eski", venue_tr="Saray")
    document = {path: value for path, value in Desk(meeting).live.items() if path != "venue_tr"}
    old = Revision(record=meeting, document=document | {"title_tr": "Daha eski", "gone": 1}, languages=["tr"])

    restore(old, None)

    assert (Desk(meeting).working["title_tr"], Desk(meeting).working["venue_tr"]) == ("Daha eski", "Saray")


def test_deleting_a_record_takes_its_draft():
    meeting = make_meeting(languages=())
    draft(meeting, {"title_tr": "Yeni"})

    meeting.delete()

    assert Draft.objects.count() == 0
