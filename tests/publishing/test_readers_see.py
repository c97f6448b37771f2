"""What readers get, byte by byte, while drafts are written, published and withdrawn."""

import random

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from meetings.models import Meeting
from ots_portal.publishing import workflow
from ots_portal.publishing.changes import row_of, tidy
from ots_portal.publishing.desk import Desk
from ots_portal.publishing.drafting import Clash, discard, restore
from ots_portal.publishing.drafts import Revision
from ots_portal.publishing.parts import lane_of
from tests.publishing.drafting_acts import draft, new_outcome
from tests.publishing.whole_records import PUBLISHABLES, make_whole

pytestmark = pytest.mark.django_db


def page(record, language):
    """What a reader gets at the address of a record, or of the record that shows it."""
    record = type(record).objects.get(pk=record.pk)
    record = record if record.has_page else record.meeting
    with translation.override(language):
        address = record.get_absolute_url()
    response = Client().get(address)
    return response.status_code, response.content


def both_pages(record):
    return [page(record, language) for language in ("tr", "en")]


def everything_changed(record):
    """A value for every path: other words, facts where they are free to change, one row of each kind gone."""
    document, model = Desk(record).live, type(record)
    wanted = {path: f"{value} yeni" for path, value in document.items() if is_words(model, path, value)}
    wanted |= {path: [] for path, value in document.items() if isinstance(value, list)}
    gone = {path.split("/")[0]: path for path in document if path.count("/") == 1}
    wanted |= dict.fromkeys(gone.values())
    return {path: value for path, value in wanted.items() if row_of(path) not in gone.values()}


def is_words(model, path, value):
    free = path.endswith(("_tr", "_en")) and "wording" not in path and "slug" not in path
    return isinstance(value, str) and free


@pytest.mark.parametrize("model", PUBLISHABLES, ids=lambda model: model._meta.label)
def test_readers_see_the_same_bytes_until_publication(model):
    record = make_whole(model)
    before = both_pages(record)

    draft(record, everything_changed(record))
    during = both_pages(record)
    workflow.publish(record, ["tr", "en"], None)

    assert [status for status, _content in before] == [200, 200]
    assert during == before
    assert both_pages(record) != before


@pytest.mark.parametrize("model", PUBLISHABLES, ids=lambda model: model._meta.label)
def test_publishing_english_changes_no_byte_in_turkish_and_turkish_no_word_in_english(model):
    record = make_whole(model)
    changed = everything_changed(record)
    words = {path: value for path, value in changed.items() if lane_of(model, path) in {"tr", "en"}}
    draft(record, words)
    turkish, english = both_pages(record)

    workflow.publish(record, ["en"], None)
    after_english = both_pages(record)
    workflow.publish(record, ["tr"], None)

    assert after_english[0] == turkish
    assert after_english[1] != english
    assert page(record, "en") == after_english[1]


@pytest.mark.parametrize("model", PUBLISHABLES, ids=lambda model: model._meta.label)
def test_reading_a_draft_writes_nothing(model):
    record = make_whole(model)
    draft(record, everything_changed(record))

    with CaptureQueriesContext(connection) as queries:
        desk = Desk(record)
        desk.built(), desk.overtaken(), desk.pending(), desk.pick(["tr"])

    assert {query["sql"].split()[0] for query in queries} == {"SELECT"}


ACTS = ("save", "publish tr", "publish en", "withdraw tr", "withdraw en", "discard tr", "discard en", "restore")


def some_change(meeting, rng):
    rows = [path for path in Desk(meeting).working if path.count("/") == 1]
    word = str(rng.random())
    choices = [
        {"title_tr": word},
        {"title_en": word},
        {"body_tr": f"<p>{word}</p>"},
        {"venue_en": word},
        new_outcome(text_tr=word, text_en=word),
        dict.fromkeys(rng.sample(rows, min(1, len(rows)))),
        {f"{row}/text_en": word for row in rows if row.startswith("outcomes")},
    ]
    return rng.choice(choices)


def do(act, meeting, rng):
    verb, _space, language = act.partition(" ")
    try:
        with transaction.atomic():
            if verb == "save":
                draft(meeting, some_change(meeting, rng))
            elif verb == "publish":
                workflow.publish(meeting, [language], None)
            elif verb == "withdraw":
                workflow.withdraw(meeting, language, None, "Geri alındı.")
            elif verb == "discard":
                discard(meeting, [language], None)
            elif revision := Revision.objects.of(meeting).order_by("?").first():
                restore(revision, None)
    except (ValidationError, Clash):
        return False
    return True


@pytest.mark.parametrize("seed", range(12))
def test_in_any_sequence_of_acts_each_changes_only_what_it_may(seed):
    rng = random.Random(seed)
    meeting = make_whole(Meeting)
    pages = both_pages(meeting)

    for step in range(10):
        act = rng.choice(ACTS)
        english_before = Desk(meeting).record.state_in("en")
        done = do(act, meeting, rng)
        after = both_pages(meeting)
        changed = [language for language, old, new in zip(("tr", "en"), pages, after, strict=True) if old != new]
        first_time = english_before != Desk(meeting).record.state_in("en")

        if not done or act.startswith(("save", "discard", "restore")):
            assert changed == [], (seed, step, act)
        elif act == "publish en" and not first_time:
            assert changed in ([], ["en"]), (seed, step, act)
        pages = after
        stored = {path: value for path, value in Desk(meeting).live.items() if value is not None}
        assert tidy(stored) == stored, (seed, step, act)
