"""Whatever is done in whatever order, a text is stale exactly when an account kept by hand says so."""

import random
import uuid
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from meetings.models import Meeting
from ots_portal.publishing import workflow
from ots_portal.publishing.desk import Desk
from ots_portal.publishing.drafting import Clash, discard, restore, save_draft
from ots_portal.publishing.models import Revision
from ots_portal.publishing.promises import publish_due
from ots_portal.translating.models import Task
from ots_portal.translating.sheets import memory_of, sheets_of
from ots_portal.translating.worklist import refresh
from tests.factories import make_meeting

pytestmark = pytest.mark.django_db

SEQUENCES, LENGTH = 12, 12
FIRST_DAY = datetime(2099, 1, 1, tzinfo=ZoneInfo("Europe/Istanbul"))
WORDS = ["söz bir", "söz  bir ", "söz iki", "söz üç", ""]


class Account:
    """Acts on one meeting, and by hand what each English text was seen beside."""

    def __init__(self, rng):
        self.rng, self.day = rng, FIRST_DAY
        self.meeting = make_meeting(title_tr="söz bir", title_en="word one", body_tr="<p>söz bir</p>")
        self.meeting.outcomes.create(kind="decision", text_tr="söz iki", text_en="word two")
        refresh(Meeting, [self.meeting.pk])  # as after loading and migrating
        self.promised, self.seen = None, {}
        live = Desk(self.meeting).live
        for path in english(live):
            self.see(path, live)

    def see(self, path, document):
        if text := words(document.get(path)):
            self.seen.setdefault((path, text), set()).add(words(document.get(turkish(path))))

    # ---- acts
    def act(self):
        writing = [self.write, self.write_old_form, self.add, self.remove]
        moving = [self.submit, self.send_back, self.publish_turkish, self.publish_english, self.discard, self.restore]
        rare = [self.schedule, self.cancel, self.keep_promises, self.withdraw]
        act = self.rng.choice([*writing, *writing, *moving, *moving, *rare])
        try:
            with transaction.atomic():
                act()
        except (ValidationError, Clash):
            return

    def write(self, base=None):
        base = base or Desk(self.meeting).working
        path = self.rng.choice([*english(base), *map(turkish, english(base))])
        text = f"{self.rng.choice(WORDS)}{path[-2:]}" if self.rng.random() < 0.8 else None
        wanted = base | {path: f"<p>{text}</p>" if text and path.startswith("body") else text}
        save_draft(self.meeting, None, base, wanted)
        if path.endswith("_en") and text and words(base.get(path)) != words(wanted[path]):
            self.see(path, wanted)

    def write_old_form(self):
        """Somebody saves a form that was opened before another one saved."""
        base = Desk(self.meeting).working
        self.write()
        self.write(base)

    def add(self):
        base, row = Desk(self.meeting).working, f"outcomes/{uuid.uuid4()}"
        wanted = base | {row: True, f"{row}/kind": "decision", f"{row}/text_tr": "söz", f"{row}/text_en": "word"}
        save_draft(self.meeting, None, base, wanted)
        self.see(f"{row}/text_en", wanted)

    def remove(self):
        base = Desk(self.meeting).working
        rows = [path for path in base if path.startswith("outcomes/") and path.count("/") == 1]
        row = self.rng.choice(rows or [""])
        gone = {
            path: None if path == row else value
            for path, value in base.items()
            if not row or not path.startswith(f"{row}/")
        }
        save_draft(self.meeting, None, base, gone)

    def submit(self):
        workflow.submit(self.meeting, "tr", None)

    def send_back(self):
        workflow.send_back(self.meeting, "tr", None, "Nedeni")

    def publish_turkish(self):
        workflow.publish(self.meeting, ["tr"], None)
        self.promised = None

    def publish_english(self):
        workflow.publish(self.meeting, ["en"], None)

    def discard(self):
        discard(self.meeting, [self.rng.choice(["tr", "en"])], None)

    def schedule(self):
        self.day += timedelta(days=1)
        frozen = Desk(self.meeting).working
        workflow.schedule(self.meeting, ["tr"], self.day, None)
        self.promised = frozen

    def cancel(self):
        workflow.cancel(self.meeting, "tr", None)
        self.promised = None

    def keep_promises(self):
        kept, failed = publish_due(self.day)
        if kept or failed:
            self.promised = None

    def restore(self):
        if revisions := list(Revision.objects.of(self.meeting)):
            restore(self.rng.choice(revisions), None, self.rng.choice([["tr"], ["en"], ["tr", "en"]]))

    def withdraw(self):
        language = self.rng.choice(["tr", "en", "en"])
        workflow.withdraw(self.meeting, language, None, "Nedeni")
        if language == "tr":
            self.promised = None

    # ---- what must be so
    def source(self):
        desk = Desk(self.meeting)
        lanes = desk.draft.lanes.all() if desk.draft.pk else ()
        if any(lane.language == "tr" and lane.state == "in-review" for lane in lanes):
            return desk.working
        return self.promised or (desk.live if desk.record.is_published_in("tr") else {})

    def expected(self):
        source, target = self.source(), Desk(self.meeting).working
        found = {}
        for path in english(source):
            text, beside = words(target.get(path)), words(source.get(turkish(path)))
            if not text and beside:
                found[path] = "missing"
            elif text:
                found[path] = "in-step" if beside in self.seen.get((path, text), ()) else "stale"
        return found

    def found(self):
        [sheet] = sheets_of(Meeting, [self.meeting.pk])
        return {each.place.path("en"): str(each.state) for each in sheet.texts("en", memory_of([sheet]))}


def words(text):
    return " ".join((text or "").replace("<p>", " ").replace("</p>", " ").split())


def turkish(path):
    return f"{path[:-2]}tr"


def english(document):
    """The paths of the English texts of this meeting."""
    if not document:
        return []
    rows = [path for path, value in document.items() if path.startswith("outcomes/") and path.count("/") == 1 and value]
    return ["title_en", "body_en", "venue_en", *(f"{row}/text_en" for row in sorted(rows))]


@pytest.mark.parametrize("seed", range(SEQUENCES))
def test_a_text_is_stale_exactly_when_its_source_is_none_that_was_seen_beside_it(seed):
    account = Account(random.Random(seed))

    for _turn in range(LENGTH):
        account.act()
        assert account.found() == account.expected()

    number = list(account.expected().values()).count("stale")
    assert [task.stale for task in Task.objects.of(account.meeting)] in ([number], [])
