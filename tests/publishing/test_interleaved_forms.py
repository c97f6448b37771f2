"""Two people and an import change one meeting in whatever order: nothing that somebody typed in a form is lost."""

import random
from itertools import count

import pytest
from django.test import Client

from meetings.models import Outcome
from ots_portal.publishing.desk import Desk
from ots_portal.publishing.writing import write
from tests.admin_pages import errors_of, sent_values
from tests.factories import make_admin, make_meeting
from tests.publishing.draft_form import opened, send

pytestmark = pytest.mark.django_db

INTERLEAVINGS = 15
WORDS = count(1)
OWN = ["title_tr", "title_en", "venue_tr", "venue_en"]


def new_words():
    return f"söz {next(WORDS)}."


class Writer:
    """Opens the form, types in some fields, adds or removes a row, saves; asked about a clash, saves again."""

    def __init__(self, user, meeting, rng):
        self.client, self.meeting, self.rng = Client(), meeting, rng
        self.client.force_login(user)
        self.acts = [self.open, self.type, self.save]

    def open(self):
        self.sent = opened(self.client, self.meeting)
        self.seen, self.typed, self.added, self.removed = words_in(self.sent), {}, set(), set()

    def type(self):
        rows = [path for path in self.seen if "/" in path]
        for path in self.rng.sample(OWN, 1) + self.rng.sample(rows, min(1, len(rows))):
            self.typed[path] = new_words()
            self.sent[name_of(self.sent, path)] = self.typed[path]
        if self.rng.random() < 0.3:
            self.add_row()
        if self.rng.random() < 0.3:
            self.remove_row([path for path in rows if path not in self.typed])

    def add_row(self):
        number = self.sent["agenda-TOTAL_FORMS"]
        self.added = {new_words()}
        self.sent |= {"agenda-TOTAL_FORMS": str(int(number) + 1), f"agenda-{number}-text_tr": min(self.added)}

    def remove_row(self, rows):
        for path in rows[:1]:
            self.sent[name_of(self.sent, path).replace("-text_tr", "-DELETE")] = "on"
            self.removed = {path}

    def save(self):
        before = words_of(self.meeting)
        answer = send(self.client, self.meeting, self.sent)
        if answer.status_code == 409:
            self.look_at(answer, before)
            answer = send(self.client, self.meeting, sent_values(answer))
        assert answer.status_code == 302, errors_of(answer)
        self.check(before, words_of(self.meeting))

    def look_at(self, clash, before):
        """Whatever stands in the way of what was typed is on the page, as is what was typed."""
        html = clash.content.decode()
        others = {path for path in before if before[path] != self.seen.get(path)}
        told = {before[path] for path in others & (self.typed.keys() | self.removed)} | set(self.typed.values())
        assert [words for words in told if words not in in_words(html)] == []
        self.seen = before

    def check(self, before, after):
        assert {path: after.get(path) for path in self.typed} == self.typed, "what was typed is kept"
        assert self.added <= set(after.values()), "a row that was added is kept"
        unseen = [path for path in before if after.get(path) != before[path] and before[path] != self.seen.get(path)]
        assert unseen == [], "nothing is replaced that its writer was not shown"


class Import:
    """Changes live words while people write; what they have drafted stays as they wrote it."""

    def __init__(self, meeting, rng):
        self.meeting, self.rng, self.acts = meeting, rng, [self.run]

    def run(self):
        desk = Desk(self.meeting)
        path = self.rng.choice(OWN + [path for path in desk.live if path.endswith("/text_tr")])
        drafted = {path: pair[1] for path, pair in desk.changes.items()}

        write(desk.record, desk.live | {path: new_words()})

        after = Desk(self.meeting).working
        assert {path: after.get(path) for path in drafted} == drafted


def in_words(html):
    return html.replace("<del>", "").replace("</del>", "").replace("<ins>", "").replace("</ins>", "")


def words_in(sent):
    """The words of a form by their paths."""
    rows = {name.removesuffix("-text_tr") for name in sent if name.endswith("-text_tr") and sent[f"{name[:-8]}-id"]}
    texts = {f"{row.partition('-')[0]}/{sent[f'{row}-id']}/text_tr": sent[f"{row}-text_tr"] for row in sorted(rows)}
    return {path: sent[path] for path in OWN} | texts


def name_of(sent, path):
    """The name of a path's field in a form."""
    kind, _slash, rest = path.partition("/")
    keys = {value: name for name, value in sent.items() if name.startswith(f"{kind}-") and name.endswith("-id")}
    return f"{keys[rest.partition('/')[0]].removesuffix('-id')}-text_tr" if rest else path


def words_of(meeting):
    working = Desk(meeting).working
    return {path: words or "" for path, words in working.items() if path in OWN or path.endswith("/text_tr")}


def test_no_interleaving_of_two_forms_and_an_import_loses_a_word():
    users = [make_admin(), make_admin()]
    meeting = make_meeting(venue_tr="Saray", venue_en="Palace")
    for position in range(2):
        Outcome.objects.create(meeting=meeting, kind="decision", text_tr=f"Karar {position}", position=position)

    for seed in range(INTERLEAVINGS):
        rng = random.Random(seed)
        actors = [*(Writer(user, meeting, rng) for user in users), Import(meeting, rng)]
        turns = [number for number, actor in enumerate(actors) for _act in actor.acts]
        rng.shuffle(turns)
        for turn in turns:
            actors[turn].acts.pop(0)()
