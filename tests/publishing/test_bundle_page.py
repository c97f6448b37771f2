"""Publishing several chosen records together, by hand or at a time, on its page of the administration."""

import re
from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cooperation.models import Area
from meetings.models import Meeting
from ots_portal.publishing import workflow
from ots_portal.publishing.models import Promise, Revision, TwoPersonRule
from tests.admin_pages import admin_address, sent_values
from tests.factories import make_admin, make_area, make_meeting, make_user
from tests.publishing.drafting_acts import draft, pending, published

pytestmark = pytest.mark.django_db

LATER = timedelta(days=1)


def key(record):
    return f"{record._meta.label_lower}-{record.pk}"


def address():
    return reverse("admin:publishing_draft_together")


def opened(client, *records):
    return client.get(address(), {"record": [key(each) for each in records]})


def press(client, act, choices, records=None, **more):
    """Press a button with these (record, language) chosen."""
    records = records or [record for record, _language in choices]
    chosen = [f"{key(record)}:{language}" for record, language in choices]
    return client.post(address(), {"record": [*map(key, records)], "choice": chosen, "act": act} | more)


def make_two(user=None):
    area, meeting = make_area(name_tr="Ulaştırma", lead_tr="Eski"), make_meeting(title_tr="Zirve", venue_tr="Eski")
    draft(area, {"lead_tr": "Yeni", "lead_en": "New"}, user)
    draft(meeting, {"venue_tr": "Yeni"}, user)
    return area, meeting


def in_choice(html):
    """{value: is it checked} of the boxes."""
    return {value: bool(rest) for value, rest in re.findall(r'name="choice" value="([^"]+)"( checked)?', html)}


def test_chosen_drafts_of_different_types_lead_to_the_page(admin_client):
    area, meeting = make_two()
    drafts = [area.drafts.get().pk, meeting.drafts.get().pk]

    answer = admin_client.post(
        reverse("admin:publishing_draft_changelist"), {"action": "publish_together", "_selected_action": drafts}
    )
    html = admin_client.get(answer.url).content.decode()

    assert answer.status_code == 302
    assert in_choice(html) == {f"{key(area)}:tr": True, f"{key(area)}:en": True, f"{key(meeting)}:tr": True}


def test_chosen_records_of_one_list_lead_to_the_page_too_and_no_other_action_is_offered(admin_client):
    area, _meeting = make_two()
    listed = admin_client.get(admin_address(Area, "changelist"))

    answer = admin_client.post(
        admin_address(Area, "changelist"), {"action": "publish_together", "_selected_action": [area.pk]}
    )

    assert answer.url == f"{address()}?record={key(area)}"
    assert [name for name, _label in listed.context["cl"].model_admin.get_action_choices(listed.wsgi_request)] == [
        "",
        "publish_together",
    ]


def test_who_may_only_read_is_offered_no_action(client):
    make_two()
    client.force_login(make_user(role="reader"))

    for model_list in (admin_address(Area, "changelist"), reverse("admin:publishing_draft_changelist")):
        html = client.get(model_list).content.decode()
        assert "publish_together" not in html
        assert "action-select" not in html


def test_the_page_says_what_would_go_live_and_what_stands_against_it_with_a_link_to_the_field(admin_client):
    area, meeting = make_two()
    draft(meeting, {"title_tr": None})

    html = opened(admin_client, area, meeting).content.decode()

    assert in_choice(html) == {f"{key(area)}:tr": True, f"{key(area)}:en": True, f"{key(meeting)}:tr": False}
    assert html.count("<summary>1 değişiklik") + html.count("<summary>1 change") == 2
    [label] = re.findall(rf'<a href="/tr/yonetim/meetings/meeting/{meeting.pk}/change/#id_title_tr">([^<]+)</a>', html)
    assert label.lower().startswith("başlık")


def test_what_is_scheduled_or_in_review_is_offered_but_not_chosen_at_first(admin_client):
    area, meeting = make_two()
    workflow.submit(area, "tr", None)
    workflow.schedule(meeting, ["tr"], timezone.now() + LATER, None)

    boxes = in_choice(opened(admin_client, area, meeting).content.decode())

    assert boxes == {f"{key(area)}:tr": False, f"{key(area)}:en": True, f"{key(meeting)}:tr": False}


def test_english_of_a_new_record_is_chosen_at_first_where_its_turkish_is(admin_client):
    both, without = make_area(languages=()), make_area(languages=())
    draft(both, {"lead_tr": "Yeni", "lead_en": "New"})
    draft(without, {"name_tr": None, "lead_en": "New"})

    boxes = in_choice(opened(admin_client, both, without).content.decode())

    assert {name for name, is_chosen in boxes.items() if is_chosen} == {f"{key(both)}:tr", f"{key(both)}:en"}


def test_whoever_may_publish_nothing_does_not_reach_the_page(client):
    area, _meeting = make_two()
    client.force_login(make_user(role="translator"))

    assert opened(client, area).status_code == 403


def test_too_many_chosen_at_a_time_are_refused_with_their_number(admin_client, monkeypatch):
    monkeypatch.setattr("ots_portal.publishing.bundle_page.MOST", 1)
    area, _meeting = make_two()
    chosen = [area.pk, make_area().pk]

    answer = admin_client.post(
        admin_address(Area, "changelist"), {"action": "publish_together", "_selected_action": chosen}, follow=True
    )

    assert answer.request["PATH_INFO"] == admin_address(Area, "changelist")
    assert len(answer.context["messages"]) == 1


def test_reading_the_page_writes_nothing(admin_client):
    area, meeting = make_two()
    opened(admin_client, area)

    with CaptureQueriesContext(connection) as captured:
        opened(admin_client, area, meeting)

    written = [
        each["sql"] for each in captured if re.match(r"INSERT|UPDATE|DELETE|.*FOR UPDATE", each["sql"], re.DOTALL)
    ]
    assert written == []


def test_what_was_chosen_goes_live_at_one_moment_and_nothing_else(admin_client):
    area, meeting = make_two()

    answer = press(admin_client, "publish", [(area, "tr"), (meeting, "tr")], note="Zirve öncesi")

    assert (answer.status_code, answer.url) == (302, reverse("admin:publishing_draft_changelist"))
    assert (published(area, "lead_tr", "lead_en"), published(meeting, "venue_tr")) == (("Yeni", None), ("Yeni",))
    assert published(area, "changed_at_tr") == published(meeting, "changed_at_tr")
    assert set(Revision.objects.values_list("note", flat=True)) == {"Zirve öncesi"}


def test_if_one_fails_none_changes_and_the_page_says_which_and_why_with_everything_kept(admin_client):
    area, meeting = make_two()
    draft(meeting, {"title_tr": None})

    answer = press(admin_client, "publish", [(area, "tr"), (meeting, "tr")], note="Zirve öncesi")

    html = answer.content.decode()
    note = html.partition('class="errornote"')[2].partition("</div>")[0]
    assert f'<a href="#{key(meeting)}">Zirve</a> (Türkçe)' in note
    assert f"/tr/yonetim/meetings/meeting/{meeting.pk}/change/#id_title_tr" in note
    assert (published(area, "lead_tr"), published(meeting, "venue_tr"), Revision.objects.count()) == (
        ("Eski",),
        ("Eski",),
        0,
    )
    assert in_choice(html) == {f"{key(area)}:tr": True, f"{key(area)}:en": False, f"{key(meeting)}:tr": True}
    assert sent_values(answer)["note"] == "Zirve öncesi"


def test_english_of_a_new_record_goes_live_with_its_turkish_and_not_without(admin_client):
    area = make_area(languages=())
    draft(area, {"lead_tr": "Yeni", "lead_en": "New"})

    alone = press(admin_client, "publish", [(area, "en")])
    between = published(area, "published_languages")
    press(admin_client, "publish", [(area, "en"), (area, "tr")])

    assert (alone.status_code, between, published(area, "published_languages")) == (200, ([],), (["tr", "en"],))


def test_with_a_time_it_is_scheduled_as_one_bundle(admin_client):
    area, meeting = make_two()
    at = timezone.localtime() + LATER

    press(admin_client, "schedule", [(area, "tr"), (meeting, "tr")], at=f"{at:%Y-%m-%dT%H:%M}")

    assert len(set(Promise.objects.values_list("bundle", flat=True)) - {None}) == 1
    assert ([*map(str, pending(area))], pending(meeting)[0]) == (["scheduled", "draft"], "scheduled")


@pytest.mark.parametrize(
    ("act", "more"),
    [
        ("schedule", {}),
        ("schedule", {"at": "yarın"}),
        ("schedule", {"at": "2001-01-01T10:00"}),
        ("emergency", {}),
        ("delete", {}),
        ("", {}),
    ],
)
def test_what_is_missing_or_unknown_is_said_and_nothing_is_done(admin_client, act, more):
    area, _meeting = make_two()

    answer = press(admin_client, act, [(area, "tr")], **more)

    assert answer.status_code == 200
    assert 'class="errornote"' in answer.content.decode()
    assert (Promise.objects.count(), Revision.objects.count()) == (0, 0)


def test_nothing_chosen_is_said(admin_client):
    area, _meeting = make_two()

    html = press(admin_client, "publish", [], records=[area]).content.decode()

    assert 'class="errornote"' in html
    assert in_choice(html) == {f"{key(area)}:tr": False, f"{key(area)}:en": False}


# ---- Rights ----------------------------------------------------------------------------------------------------
def test_a_language_that_is_not_the_users_is_neither_offered_nor_published_by_a_forged_choice(client):
    area, meeting = make_two()
    client.force_login(make_user(role="editor", languages=["en"]))

    offered = in_choice(opened(client, area).content.decode())
    answer = press(client, "publish", [(area, "en"), (meeting, "tr")])

    assert offered == {f"{key(area)}:en": True}
    assert answer.status_code == 200
    assert (published(area, "lead_en"), published(meeting, "venue_tr")) == ((None,), ("Eski",))


def test_a_forged_key_of_a_type_that_the_user_may_not_view_is_refused(client):
    area, meeting = make_two()
    client.force_login(make_user(role="editor", types=[Area]))

    answers = [opened(client, area, meeting), press(client, "publish", [(area, "tr"), (meeting, "tr")])]

    assert [each.status_code for each in answers] == [403, 403]
    assert published(area, "lead_tr") == ("Eski",)


@pytest.mark.parametrize(
    "junk", ["", "x", "-", "meetings.meeting", "accounts.user-1", "\x00-1", "meetings.meeting-" + "9" * 40]
)
def test_keys_of_nothing_are_not_found(admin_client, junk):
    assert admin_client.get(address(), {"record": junk}).status_code == 404
    assert admin_client.post(address(), {"record": junk, "choice": f"{junk}:tr", "act": "publish"}).status_code == 404


def two_persons(*models):
    for model in models:
        TwoPersonRule.objects.create(content_type=ContentType.objects.get_for_model(model))


def test_where_two_persons_are_needed_an_unapproved_text_stops_the_whole(client):
    two_persons(Meeting)
    writer = make_user(role="editor")
    area, meeting = make_two(writer)
    client.force_login(writer)

    shown = in_choice(opened(client, area, meeting).content.decode())
    press(client, "publish", [(area, "tr"), (meeting, "tr")])

    assert shown[f"{key(meeting)}:tr"] is False
    assert (published(area, "lead_tr"), published(meeting, "venue_tr")) == (("Eski",), ("Eski",))


def test_what_another_approved_is_published_by_a_third(client):
    two_persons(Meeting)
    reviewer = make_user(role="reviewer")
    area, meeting = make_two(make_user(role="editor"))
    workflow.submit(meeting, "tr", None)
    workflow.approve(meeting, "tr", reviewer, meeting.drafts.get().lanes.get(language="tr").digest)
    client.force_login(reviewer)

    press(client, "publish", [(area, "tr"), (meeting, "tr")])

    assert published(meeting, "venue_tr") == ("Yeni",)


def test_in_an_emergency_only_those_without_a_second_person_are_marked(client):
    two_persons(Meeting)
    writer = make_user(role="editor")
    area, meeting = make_two(writer)
    client.force_login(writer)

    press(client, "emergency", [(area, "tr"), (meeting, "tr")], reason="Yanlış bilgi")

    assert (published(area, "lead_tr"), published(meeting, "venue_tr")) == (("Yeni",), ("Yeni",))
    told = {each.record: (each.is_emergency, each.note) for each in Revision.objects.all()}
    assert told == {area: (False, "Yanlış bilgi"), meeting: (True, "Yanlış bilgi")}


def test_a_bundle_that_is_scheduled_can_be_listed_by_itself(client):
    user = make_admin()
    area, meeting = make_two(user)
    other = make_area(name_tr="Öbürü")
    draft(other, {"lead_tr": "Yeni"}, user)
    at = timezone.now() + LATER
    workflow.schedule_together([(area, ["tr"]), (meeting, ["tr"])], at, user)
    workflow.schedule(other, ["tr"], at, user)
    client.force_login(user)

    whole = client.get(reverse("admin:publishing_draft_changelist")).content.decode()
    [link] = set(re.findall(r'href="(\?bundle=[0-9a-f-]+)">', whole))
    listed = client.get(reverse("admin:publishing_draft_changelist") + link).context["cl"].result_list

    assert {each.record for each in listed} == {area, meeting}


def test_the_form_of_a_record_says_with_what_it_is_scheduled_and_that_cancelling_takes_all(client):
    user = make_admin()
    area, meeting = make_two(user)
    workflow.schedule_together([(area, ["tr"]), (meeting, ["tr"])], timezone.now() + LATER, user)
    client.force_login(user)

    html = client.get(admin_address(area, "change")).content.decode()
    client.post(reverse("admin:cooperation_area_act", args=[area.pk]), {"_act": "cancel:tr"})

    assert f'<a href="{admin_address(meeting, "change")}">Zirve</a>' in html
    assert Promise.objects.count() == 0


def test_the_form_does_not_name_what_is_scheduled_together_of_a_type_one_may_not_see(client):
    user = make_admin()
    area, meeting = make_two(user)
    workflow.schedule_together([(area, ["tr"]), (meeting, ["tr"])], timezone.now() + LATER, user)
    client.force_login(make_user(role="editor", types=[Area]))

    html = client.get(admin_address(area, "change")).content.decode()

    assert "<li>Toplantı (Türkçe)</li>" in html
    assert "Zirve" not in html


def test_readers_are_told_the_same_of_all_that_goes_live_together(admin_client):
    area, meeting = make_two()

    press(admin_client, "publish", [(area, "tr"), (meeting, "tr")], public_note_tr="Birlikte")

    assert list(Revision.objects.values_list("public_notes", flat=True)) == [{"tr": "Birlikte"}] * 2
