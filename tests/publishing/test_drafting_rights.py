"""Whatever door is taken, each act asks for the right it needs."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from cooperation.models import Document
from meetings.models import Meeting, Outcome
from ots_portal.publishing import workflow
from ots_portal.publishing.desk import Desk
from ots_portal.publishing.drafting import discard, restore, start
from ots_portal.publishing.drafts import Draft, Revision
from tests.factories import make_document, make_meeting, make_series, make_user
from tests.publishing.drafting_acts import draft, new_outcome, published

pytestmark = pytest.mark.django_db


def denied(act, *args, **more):
    try:
        with transaction.atomic():
            act(*args, **more)
    except PermissionDenied:
        return True
    return False


@pytest.fixture
def translator():
    return make_user(role="translator", languages=["en"])


def test_a_translator_writes_english_and_nothing_else(translator):
    meeting = make_meeting()
    outcome = Outcome.objects.create(meeting=meeting, kind="decision", text_tr="Karar")
    row = f"outcomes/{outcome.pk}"
    forbidden = [
        {"title_tr": "Ele geçirildi"},
        {"start": "2020-01-01"},
        {"areas": [1]},
        {"slug_tr": "baska"},
        {"owner": translator.pk},
        {f"{row}/text_tr": "Ele geçirildi"},
        {f"{row}/position": 9},
        {row: None},
        new_outcome(text_en="New"),
    ]

    answers = [denied(draft, meeting, values, translator) for values in forbidden]
    draft(meeting, {"title_en": "Summit", f"{row}/text_en": "Decision"}, translator)

    assert answers == [True] * len(forbidden)
    assert set(Desk(meeting).changes) == {"title_en", f"{row}/text_en"}


def test_a_translator_adds_the_english_file_of_a_document_but_not_the_turkish_one(translator):
    document = make_document()

    def file(language):
        row = f"files/{uuid.uuid4()}"
        return {row: True, f"{row}/language": language, f"{row}/original_path": "/old.pdf"}

    assert denied(draft, document, file("tr"), translator)
    draft(document, file("en"), translator)
    workflow.publish(document, ["en"], None)

    assert Document.objects.get().files.get().language == "en"


def test_a_translator_decides_nothing_about_publication(translator):
    meeting = make_meeting()
    draft(meeting, {"title_tr": "Zirve", "title_en": "Summit"})
    later = timezone.now() + timedelta(hours=1)
    digest = Draft.objects.get().lanes.get(language="en").digest

    answers = [
        denied(workflow.publish, meeting, ["en"], translator),
        denied(workflow.publish, meeting, ["en"], translator, emergency=True),
        denied(workflow.publish_together, [(meeting, ["en"])], translator),
        denied(workflow.schedule, meeting, ["en"], later, translator),
        denied(workflow.cancel, meeting, "en", translator),
        denied(workflow.withdraw, meeting, "en", translator, "Yok."),
        denied(workflow.approve, meeting, "en", translator, digest),
        denied(workflow.send_back, meeting, "en", translator, "Olmaz."),
        denied(workflow.submit, meeting, "tr", translator),
        denied(discard, meeting, ["tr"], translator),
        denied(start, Meeting, translator, {"reference": "x", "series": make_series().pk}),
    ]

    assert answers == [True] * len(answers)
    assert (denied(workflow.submit, meeting, "en", translator), denied(discard, meeting, ["en"], translator)) == (
        False,
        False,
    )


def test_restoring_needs_the_right_to_every_language_that_differs(translator):
    meeting = make_meeting(title_tr="Eski", title_en="Old")
    workflow.withdraw(meeting, "en", None, "Yanlış.")
    Meeting.objects.filter(pk=meeting.pk).update(title_tr="Yeni", title_en="New")

    assert denied(restore, Revision.objects.get(), translator)
    restore(Revision.objects.get(), translator, ["en"])

    assert (Desk(meeting).working["title_en"], Desk(meeting).working["title_tr"]) == ("Old", "Yeni")


def test_a_reviewer_publishes_and_does_not_write():
    meeting, reviewer = make_meeting(title_tr="Eski"), make_user(role="reviewer")
    draft(meeting, {"title_tr": "Yeni"})

    assert denied(draft, meeting, {"title_tr": "Benim"}, reviewer)
    workflow.publish(meeting, ["tr"], reviewer)

    assert published(meeting, "title_tr") == ("Yeni",)


def test_a_reader_of_drafts_does_nothing():
    meeting, reader = make_meeting(), make_user(role="reader")
    draft(meeting, {"title_tr": "Yeni"})

    acts = [
        lambda: draft(meeting, {"title_en": "Mine"}, reader),
        lambda: workflow.submit(meeting, "tr", reader),
        lambda: workflow.publish(meeting, ["tr"], reader),
        lambda: discard(meeting, ["tr"], reader),
    ]

    assert [denied(act) for act in acts] == [True] * len(acts)
