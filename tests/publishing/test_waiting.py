"""The front page of the administration: what waits for whoever signed in."""

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cooperation.models import Area, DocumentFile
from ots_portal.publishing import workflow
from ots_portal.publishing.models import Promise, Variant
from ots_portal.publishing.waiting import to_be_reviewed, waiting_for
from tests.factories import make_admin, make_area, make_document, make_meeting, make_user
from tests.publishing.drafting_acts import draft

pytestmark = pytest.mark.django_db

SOON = timedelta(hours=1)


def shown(user):
    """Group: {type: number}."""
    return {
        group["name"]: {name: number for name, number, _list in group["lists"]}
        for group in waiting_for(type(user).objects.get(pk=user.pk))
    }


def test_nobody_waits_for_an_empty_portal(admin_client):
    html = admin_client.get("/en/yonetim/").content.decode()

    assert '<h2 id="waiting">Waiting for you</h2>' in html
    assert "Nothing is waiting." in html


def test_a_draft_waits_for_its_author_then_for_the_reviewer_then_for_who_publishes():
    writer, reviewer = make_user(role="editor", languages=["tr"]), make_user(role="reviewer")
    area = make_area()

    draft(area, {"lead_tr": "Yeni"}, writer)
    drafted = shown(writer), shown(reviewer)
    workflow.submit(area, "tr", writer)
    submitted = shown(writer), shown(reviewer)
    workflow.send_back(area, "tr", reviewer, "Kısaltın")
    sent_back = shown(writer), shown(reviewer)
    workflow.submit(area, "tr", writer)
    workflow.approve(area, "tr", reviewer, area.drafts.get().lanes.get().digest)
    approved = shown(writer), shown(reviewer)
    workflow.publish(area, ["tr"], writer)

    one = {"İşbirliği alanları": 1}
    assert drafted == ({"mine": one}, {})
    assert submitted == ({}, {"to-review": one})
    assert sent_back == ({"sent-back": one}, {})
    assert approved == ({"approved": one}, {"approved": one})
    assert (shown(writer), shown(reviewer)) == ({}, {})


def test_a_translator_is_asked_only_for_the_own_languages():
    writer, translator = make_user(role="editor"), make_user(role="reviewer", languages=["en"])
    area, other = make_area(), make_area()
    draft(area, {"lead_tr": "Yeni"}, writer)
    draft(other, {"lead_en": "New"}, writer)
    workflow.submit(area, "tr", writer)
    workflow.submit(other, "en", writer)

    assert shown(translator) == {"to-review": {"İşbirliği alanları": 1}}


def test_drafts_of_a_type_that_their_author_may_no_longer_see_do_not_wait():
    writer = make_user(role="editor")
    draft(make_area(), {"lead_tr": "Yeni"}, writer)
    draft(make_meeting(), {"theme_tr": "Yeni"}, writer)

    writer.assignments.get().content_types.set([ContentType.objects.get_for_model(Area)])

    assert shown(writer) == {"mine": {"İşbirliği alanları": 1}}


def test_what_is_scheduled_waits_for_those_who_may_schedule_in_its_language():
    scheduled(make_area(), make_admin())

    people = [{"role": "editor"}, {"role": "editor", "languages": ["tr"]}]
    others = [{"role": "editor", "languages": ["en"]}, {"role": "reader"}]
    assert [shown(make_user(**each))["scheduled"] for each in people] == [{"İşbirliği alanları": 1}] * 2
    assert ["scheduled" in shown(make_user(**each)) for each in others] == [False, False]


def test_a_disagreement_that_is_settled_waits_for_nobody():
    Variant.objects.create(record=make_area(), path="lead", value="Başka", is_settled=True)

    assert shown(make_admin()) == {}


def test_what_is_scheduled_waits_apart_and_what_failed_is_told():
    user, area = make_user(role="editor", languages=["tr"]), make_area()
    draft(area, {"lead_tr": "Yeni"}, user)
    workflow.schedule(area, ["tr"], timezone.now() + SOON, user)

    scheduled = shown(user)
    Promise.objects.update(failure="Neden")

    assert scheduled == {"scheduled": {"İşbirliği alanları": 1}}
    assert shown(user) == {"not-kept": {"İşbirliği alanları": 1}, "mine": {"İşbirliği alanları": 1}}


def test_facts_that_are_missing_wait_for_those_who_may_write_them():
    make_all()

    facts = {
        "to-be-reviewed": {"İşbirliği alanları": 1, "Toplantılar": 1},
        "unsettled": {"İşbirliği alanları": 1},
        "over": {"Toplantılar": 1},
        "undated": {"Toplantılar": 1},
        "missing-files": {"Belgeler": 1},
    }
    assert shown(make_user(role="editor")) == facts
    assert shown(make_user(role="translator", languages=["en"])) == {}
    assert shown(make_user(role="editor", types=[Area])) == {
        "to-be-reviewed": {"İşbirliği alanları": 1},
        "unsettled": {"İşbirliği alanları": 1},
    }


def make_all(user=None):
    """One record for every group."""
    area = make_area()
    Variant.objects.create(record=area, path="lead", value="Başka")
    DocumentFile.objects.create(document=make_document(), language="tr")
    make_meeting(status="planned", start=date(2020, 1, 1))
    make_meeting(status="planned", start=timezone.localdate())
    make_meeting(status="held", precision="none")
    make_meeting(review_on=date(2020, 1, 1))
    make_area(review_on=date(2020, 1, 1), owner=user)
    for act in [draft_of, submitted, scheduled] if user else []:
        act(make_area(), user)


def draft_of(area, user):
    draft(area, {"lead_tr": "Yeni"}, user)


def submitted(area, user):
    draft_of(area, user)
    workflow.submit(area, "tr", user)


def scheduled(area, user):
    draft_of(area, user)
    workflow.schedule(area, ["tr"], timezone.now() + SOON, user)


# ---- Review dates --------------------------------------------------------------------------------------------
TODAY, TOMORROW = timezone.localdate, lambda: timezone.localdate() + timedelta(days=1)


def test_a_record_waits_for_its_owner_from_its_review_date_on():
    owner, other = make_user(role="editor"), make_user(role="editor")
    make_area(owner=owner, review_on=TODAY())
    make_area(owner=owner, review_on=TOMORROW())
    make_meeting(owner=owner, review_on=date(2020, 1, 1), languages=())

    assert shown(owner) == {"to-be-reviewed": {"İşbirliği alanları": 1, "Toplantılar": 1}}
    assert shown(other) == {}


@pytest.mark.parametrize("is_left", [False, True], ids=["without an owner", "whose owner has left"])
def test_a_record_of_nobody_is_reviewed_by_all_who_write_its_facts(is_left):
    make_area(owner=make_user(is_active=False) if is_left else None, review_on=TODAY())

    due = {"to-be-reviewed": {"İşbirliği alanları": 1}}
    assert shown(make_user(role="editor")) == shown(make_admin()) == due
    assert shown(make_user(role="translator", languages=["en"])) == shown(make_user(role="reader")) == {}


def test_a_review_day_begins_at_midnight_where_the_organisation_sits():
    area, user = make_area(review_on=date(2026, 11, 22)), make_admin()

    evening = to_be_reviewed(user, datetime(2026, 11, 21, 20, 59, tzinfo=UTC))
    midnight = to_be_reviewed(user, datetime(2026, 11, 21, 21, 0, tzinfo=UTC))

    assert (evening, midnight) == ({}, {Area: {area.pk}})


def test_each_number_leads_to_a_list_of_as_many_records(client):
    user = make_admin()
    make_all(user)
    make_area()
    client.force_login(user)

    html = unescape(client.get("/en/yonetim/").content.decode())
    links = re.findall(r'<a href="([^"]+)">[^<]+ <span class="number">(\d+)</span>', html)

    listed = {address: str(client.get(address).context["cl"].result_count) for address, _number in links}
    assert listed == dict(links)
    assert len(links) == 10


def test_types_stand_in_the_order_of_the_turkish_alphabet():
    user = make_admin()
    for record in (make_meeting(), make_area(), make_document()):
        Variant.objects.create(record=record, path="lead", value="Başka")

    assert list(shown(user)["unsettled"]) == ["Belgeler", "İşbirliği alanları", "Toplantılar"]


def test_the_front_page_needs_as_many_queries_for_three_of_all_as_for_one(client):
    user = make_admin()
    client.force_login(user)

    def queries():
        client.get("/en/yonetim/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/en/yonetim/")
        return len(captured)

    make_all(user)
    once = queries()
    make_all(user)
    make_all(user)

    assert queries() == once <= 18
