"""The figures of the worklist: after migrating an older database, and at what cost."""

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations import Migration
from django.test.utils import CaptureQueriesContext

from meetings.models import Meeting
from ots_portal.publishing import workflow
from ots_portal.publishing.desk import Desk
from ots_portal.publishing.drafting import restore
from ots_portal.publishing.models import Revision
from ots_portal.publishing.revisions import record_revision
from ots_portal.translating.models import Task
from ots_portal.translating.worklist import begin, recount, refresh
from tests.factories import make_area, make_meeting
from tests.publishing.drafting_acts import draft
from tests.translating.states import figures, states

pytestmark = pytest.mark.django_db

APP = apps.get_app_config("translating")
FIRST = [(Migration("0001_initial", "translating"), False)]


def test_in_an_older_database_what_is_live_belongs_together():
    meeting = make_meeting(title_tr="Yeni başlık", title_en="Title")

    begin(APP, plan=FIRST)
    draft(meeting, {"title_tr": "Daha yeni başlık"})
    workflow.publish(meeting, ["tr"], None)

    assert states(meeting) == {"title": "stale"}


def test_in_an_older_database_versions_are_remembered_with_what_was_live_beside_them():
    meeting = make_meeting(title_tr="Eski başlık", title_en="Old title")
    record_revision(meeting, Desk(meeting).live, ["tr", "en"], None)
    Meeting.objects.update(title_tr="Yeni başlık", title_en="New title")

    begin(APP, plan=FIRST)
    restore(Revision.objects.get(), None, ["en"])
    workflow.publish(meeting, ["en"], None)

    assert (Meeting.objects.get().title_en, states(meeting)) == ("Old title", {"title": "stale"})


def test_in_an_older_database_what_is_drafted_together_belongs_together():
    meeting = make_meeting(title_tr="Başlık", title_en="Title")
    draft(meeting, {"venue_tr": "Saray"})
    changes = {"title_tr": ["Başlık", "Yeni başlık"], "title_en": ["Title", "New title"]}
    meeting.drafts.update(changes=changes)

    begin(APP, plan=FIRST)
    workflow.publish(meeting, ["tr"], None)

    assert states(meeting) == {"title": "in-step"}


@pytest.mark.parametrize("plan", [(), [(Migration("0001_initial", "translating"), True)]])
def test_nothing_is_counted_when_other_things_are_migrated_or_this_is_undone(plan):
    make_meeting()

    begin(APP, plan=plan)

    assert Task.objects.count() == 0


def test_who_translates_stays_when_figures_are_counted_anew(django_user_model):
    area = make_area(name_tr="Alan", name_en="Area")
    refresh(type(area), [area.pk])
    user = django_user_model.objects.create(username="a")
    Task.objects.update(translator=user)

    draft(area, {"lead_tr": "İki söz"})
    workflow.publish(area, ["tr"], None)

    assert figures(area) == {"missing": 1, "stale": 0, "unofficial": 0, "words": 2, "total": 3}
    assert Task.objects.get().translator == user


def test_three_records_are_counted_in_as_many_queries_as_one():
    meetings = [make_meeting(title_tr="Başlık", title_en="Title", venue_tr="Saray") for _number in range(3)]
    for each in meetings:
        draft(each, {"venue_en": "Palace"})
        workflow.submit(each, "en", None)

    def queries(records):
        with CaptureQueriesContext(connection) as captured:
            refresh(Meeting, [each.pk for each in records])
        return len(captured)

    assert queries(meetings) == queries(meetings[:1]) <= 30


def test_a_withdrawal_counts_what_a_recount_would():
    meeting = make_meeting(title_tr="Başlık", title_en="Title")

    workflow.withdraw(meeting, "en", None, "It is being checked.")
    counted = figures(meeting)
    recount()

    assert counted == figures(meeting)
