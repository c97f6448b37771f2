import random
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest
from django.db import connections

from meetings.models import Meeting, Outcome
from ots_portal.publishing.changes import diff
from ots_portal.publishing.desk import Desk
from ots_portal.publishing.drafting import Clash, save_draft
from tests.factories import make_meeting

INTERLEAVINGS = 200
WORDS = count(1)


def meeting_with_outcomes(number=3):
    meeting = make_meeting()
    rows = [Outcome(meeting=meeting, kind="decision", text_tr="Karar", position=each) for each in range(number)]
    Outcome.objects.bulk_create(rows)
    return meeting


def word_paths(document):
    own = ["title_tr", "title_en", "body_tr", "venue_en"]
    return own + sorted(path for path in document if path.endswith(("/text_tr", "/text_en")))


class Table:
    """The record that two writers work on, with its document as last saved."""

    def __init__(self, meeting):
        self.meeting = meeting
        self.look()

    def look(self):
        self.working = Desk(self.meeting).working
        return self.working


class Writer:
    """Opens a form, types, saves; asked about a clash, looks at both texts and saves again."""

    def __init__(self, table, rng):
        self.table, self.rng = table, rng
        self.acts = [self.open, self.type, self.save] * rng.choice([1, 2])

    def open(self):
        self.base = self.table.working
        self.wanted = dict(self.base)

    def type(self):
        for path in self.rng.sample(word_paths(self.base)[:6], 2):
            self.wanted[path] = f"<p>söz {next(WORDS)}</p>"

    def save(self):
        before = self.table.working
        typed = {path: new for path, (_old, new) in diff(self.base, self.wanted).items()}
        self.store(before, typed)
        after = self.table.look()
        assert {path: after[path] for path in typed} == typed, "what was typed is kept"
        unseen = [path for path in diff(before, after) if before.get(path) != self.base.get(path)]
        assert unseen == [], "nothing is replaced that its writer was not shown"

    def store(self, before, typed):
        clashes = self.try_to_save()
        if clashes:
            assert clashes == {path: [before[path], typed[path]] for path in clashes}
            assert self.try_to_save() == {}

    def try_to_save(self):
        try:
            save_draft(self.table.meeting, None, self.base, self.wanted)
        except Clash as clash:
            self.base, self.wanted = clash.theirs, clash.merged
            return clash.clashes
        return {}


@pytest.mark.django_db
def test_no_interleaving_of_two_writers_loses_a_word():
    table = Table(meeting_with_outcomes())

    for seed in range(INTERLEAVINGS):
        rng = random.Random(seed)
        writers = [Writer(table, rng), Writer(table, rng)]
        turns = [number for number, writer in enumerate(writers) for _act in writer.acts]
        rng.shuffle(turns)
        for turn in turns:
            writers[turn].acts.pop(0)()

    assert Meeting.objects.get().title_tr == table.meeting.title_tr


@pytest.mark.django_db(transaction=True)
def test_saves_at_the_same_moment_lose_nothing():
    meeting = meeting_with_outcomes()
    base = Desk(meeting).working
    paths = word_paths(base)

    def save(path):
        try:
            save_draft(meeting, None, base, base | {path: f"<p>söz {path}</p>"})
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as writers:
        list(writers.map(save, paths * 2))

    kept = {path: wanted for path, (_live, wanted) in Desk(meeting).changes.items()}
    assert kept == {path: f"<p>söz {path}</p>" for path in paths}
