"""“Still correct” and “minor change” end staleness without a new translation, until the source changes again."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from ots_portal.accounts.models import AuditEntry
from ots_portal.publishing import workflow
from ots_portal.translating.judging import minor_change, still_correct
from ots_portal.translating.models import Rendering, Task
from tests.admin_pages import admin_address
from tests.factories import make_meeting, make_user
from tests.publishing.drafting_acts import draft, refused
from tests.translating.states import seen, states

pytestmark = pytest.mark.django_db


def stale_meeting(**values):
    meeting = make_meeting(title_tr="Toplantı", title_en="Meeting", venue_tr="Saray", venue_en="Palace")
    change(meeting, values or {"title_tr": "Toplantı!", "venue_tr": "Saray!"})
    return meeting


def change(meeting, values):
    draft(meeting, values)
    workflow.publish(meeting, ["tr"], None)


@pytest.mark.parametrize(("act", "role"), [(still_correct, "translator"), (minor_change, "editor")])
def test_a_text_that_is_judged_right_is_in_step_until_its_source_changes_again(act, role):
    meeting, user = stale_meeting(), make_user(role=role)

    act(meeting, "en", [seen(meeting, "title")], user, "Yalnızca noktalama")
    judged = states(meeting)
    change(meeting, {"title_tr": "Toplantı?"})

    assert (judged, states(meeting)) == (
        {"title": "in-step", "venue": "stale"},
        {"title": "stale", "venue": "stale"},
    )


def test_it_is_kept_who_judged_when_and_why():
    meeting, user = stale_meeting(), make_user(role="translator", username="aylin")

    still_correct(meeting, "en", [seen(meeting, "title")], user, " Yalnızca noktalama ")

    kept, entry = Rendering.objects.last(), AuditEntry.objects.first()
    assert (kept.basis, kept.user, kept.reason, kept.source) == ("correct", user, "Yalnızca noktalama", "Toplantı!")
    assert (entry.user_name, entry.lane, entry.after["paths"]) == ("aylin", "en", ["title_en"])
    assert Task.objects.of(meeting).get().stale == 1


def test_a_source_under_review_can_be_judged_and_stays_judged_once_published():
    meeting = make_meeting(title_tr="Toplantı", title_en="Meeting")
    draft(meeting, {"title_tr": "Toplantı!"})
    workflow.submit(meeting, "tr", None)

    minor_change(meeting, "en", [seen(meeting, "title")], make_user(role="editor"), "Noktalama")
    in_review = states(meeting)
    workflow.publish(meeting, ["tr"], None)

    assert [in_review, states(meeting)] == [{"title": "in-step"}] * 2


def test_what_changed_since_the_page_was_opened_is_not_judged():
    meeting, user = stale_meeting(), make_user(role="translator")
    shown = [seen(meeting, "title"), seen(meeting, "venue")]
    change(meeting, {"title_tr": "Bambaşka"})

    refused(still_correct, meeting, "en", shown, user, "Noktalama")

    assert states(meeting) == {"title": "stale", "venue": "stale"}


@pytest.mark.parametrize(("chosen", "reason"), [([], "Noktalama"), (["title"], "  ")])
def test_nothing_is_judged_without_a_text_or_a_reason(chosen, reason):
    meeting, user = stale_meeting(), make_user(role="translator")

    refused(still_correct, meeting, "en", [seen(meeting, name) for name in chosen], user, reason)

    assert states(meeting)["title"] == "stale"


@pytest.mark.parametrize(
    ("act", "person"),
    [
        (still_correct, {"role": "reader"}),
        (still_correct, {"role": "editor", "languages": ["tr"]}),
        (minor_change, {"role": "translator"}),
        (minor_change, {"role": "editor", "languages": ["en"]}),
    ],
)
def test_translators_judge_translations_and_editors_of_the_source_its_changes(act, person):
    meeting, user = stale_meeting(), make_user(**person)

    with pytest.raises(PermissionDenied):
        act(meeting, "en", [seen(meeting, "title")], user, "Noktalama")

    assert states(meeting)["title"] == "stale"


def test_the_page_shows_what_changed_in_the_source_and_keeps_what_is_judged(client):
    meeting = stale_meeting(title_tr="Yeni toplantı")
    task = Task.objects.of(meeting).get()
    client.force_login(make_user(role="translator"))

    page = client.get(admin_address(task, "change"))
    [text] = page.context["to_do"]
    values = {"act": "correct", "seen": text.seen, "reason": "Aynı anlam"}
    answer = client.post(reverse("admin:translating_task_judge", args=[task.pk]), values)

    assert (text.label, text.translation) == ("Başlık", "Meeting")
    assert text.difference == "<del>Toplantı</del><ins>Yeni toplantı</ins>"
    assert [each.label for each in page.context["in_step"]] == ["Mekân"]
    assert (answer.status_code, states(meeting)["title"]) == (302, "in-step")


def test_who_may_judge_nothing_gets_no_button_and_a_forged_form_is_refused(client):
    meeting = stale_meeting()
    task = Task.objects.of(meeting).get()
    client.force_login(make_user(role="reader"))

    html = client.get(admin_address(task, "change")).content.decode()
    values = {"act": "minor", "seen": seen(meeting, "title"), "reason": "Neden"}
    answers = [
        client.post(reverse("admin:translating_task_judge", args=[task.pk]), values | more).status_code
        for more in ({}, {"act": "correct"}, {"act": "x"})
    ]

    assert 'name="seen"' not in html
    assert answers == [403, 403, 404]
    assert states(meeting)["title"] == "stale"
