import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import translation

from cooperation.models import Membership
from meetings.models import Meeting, Outcome
from ots_portal.publishing.changes import tidy
from ots_portal.publishing.documents import dump
from ots_portal.publishing.writing import check, write
from tests.factories import (
    make_evidence,
    make_meeting,
    make_objective,
    make_section,
    make_state,
)

pytestmark = pytest.mark.django_db


def test_a_slug_taken_meanwhile_is_told_at_its_field():
    make_meeting(slug_tr="zirve")
    meeting = make_meeting()

    with pytest.raises(ValidationError) as refusal:
        write(Meeting.objects.get(pk=meeting.pk), dump(meeting) | {"slug_tr": "zirve"})

    assert list(refusal.value.message_dict) == ["slug_tr"]


def test_a_vanished_target_is_told_at_its_field():
    meeting = make_meeting()
    key = str(uuid.uuid4())
    outcome = {f"outcomes/{key}": True, f"outcomes/{key}/kind": "call", f"outcomes/{key}/text_tr": "Çağrı"}

    with pytest.raises(ValidationError) as refusal:
        write(meeting, dump(meeting) | {"areas": [999999]} | outcome | {f"outcomes/{key}/document": 999999})

    assert sorted(refusal.value.message_dict) == ["areas", f"outcomes/{key}/document"]


def test_what_a_part_lacks_is_told_at_its_field():
    meeting, key = make_meeting(), str(uuid.uuid4())

    with pytest.raises(ValidationError) as refusal:
        write(meeting, dump(meeting) | {f"outcomes/{key}": True, f"outcomes/{key}/kind": "nonsense", "title_tr": None})

    assert set(refusal.value.message_dict) == {f"outcomes/{key}/kind", f"outcomes/{key}/text_tr", "title_tr"}


def test_a_part_to_which_others_refer_is_not_removed_and_they_are_named():
    outcome = Outcome.objects.create(meeting=make_meeting(), kind="decision", text_tr="Karar")
    evidence = make_evidence(meeting=outcome.meeting, outcome=outcome)

    with pytest.raises(ValidationError) as refusal:
        write(outcome.meeting, tidy(dump(outcome.meeting) | {f"outcomes/{outcome.pk}": None}))

    [message] = refusal.value.message_dict[f"outcomes/{outcome.pk}"]
    assert evidence.reference in message
    assert Outcome.objects.count() == 1


def test_a_part_whose_removal_would_empty_a_field_elsewhere_is_not_removed():
    state = make_state()
    membership = Membership.objects.create(state=state, kind="member")
    Outcome.objects.create(meeting=make_meeting(), kind="decision", text_tr="Üyelik", membership=membership)

    with pytest.raises(ValidationError) as refusal:
        write(state, tidy(dump(state) | {f"memberships/{membership.pk}": None}))

    assert "Üyelik" in refusal.value.message_dict[f"memberships/{membership.pk}"][0]


def test_a_rule_of_the_database_that_a_part_breaks_is_told_at_the_part():
    section, key = make_section(), str(uuid.uuid4())
    make_objective(section=section, number=1)
    twin = {f"objectives/{key}": True, f"objectives/{key}/number": 1, f"objectives/{key}/text_tr": "İkinci"}

    with pytest.raises(ValidationError) as refusal:
        write(section, dump(section) | twin)

    assert list(refusal.value.message_dict) == [f"objectives/{key}"]


def test_a_document_cannot_take_the_part_of_another_record():
    outcome = Outcome.objects.create(meeting=make_meeting(), kind="decision", text_tr="Karar")
    thief, path = make_meeting(), f"outcomes/{outcome.pk}"

    with pytest.raises(ValidationError):
        write(thief, dump(thief) | {path: True, f"{path}/kind": "call", f"{path}/text_tr": "Çalıntı"})

    outcome.refresh_from_db()
    assert (outcome.meeting_id == thief.pk, outcome.text_tr) == (False, "Karar")


def test_writing_under_english_keeps_the_base_columns_turkish():
    meeting = make_meeting(title_tr="Eski", title_en="Old")
    outcome = Outcome.objects.create(meeting=meeting, kind="decision", text_tr="Karar", text_en="Decision")
    path = f"outcomes/{outcome.pk}"

    with translation.override("en"):
        write(meeting, dump(meeting) | {"title_en": "New", f"{path}/text_en": "New decision"})

    with connection.cursor() as cursor:
        cursor.execute("SELECT title, title_en FROM meetings_meeting")
        own = cursor.fetchall()
        cursor.execute("SELECT text, text_en FROM meetings_outcome")
        assert (own, cursor.fetchall()) == ([("Eski", "New")], [("Karar", "New decision")])


def test_checking_tells_the_same_and_writes_nothing():
    meeting = make_meeting(title_tr="Eski")

    check(Meeting.objects.get(pk=meeting.pk), dump(meeting) | {"title_tr": "Yeni"})
    with pytest.raises(ValidationError):
        check(Meeting.objects.get(pk=meeting.pk), dump(meeting) | {"title_tr": None})

    meeting.refresh_from_db()
    assert meeting.title_tr == "Eski"


@pytest.mark.parametrize(("language", "word"), [("tr", "alan"), ("en", "field")])
def test_what_is_wrong_is_said_in_the_language_of_whoever_asks(language, word):
    meeting, key = make_meeting(), str(uuid.uuid4())
    wanted = dump(meeting) | {f"outcomes/{key}": True, f"outcomes/{key}/kind": "call", "title_tr": None}

    with translation.override(language), pytest.raises(ValidationError) as refusal:
        write(meeting, wanted)

    with translation.override(language):
        messages = refusal.value.message_dict
    assert all(word in messages[path][0] for path in ("title_tr", f"outcomes/{key}/text_tr"))
