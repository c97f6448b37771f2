"""The index holds what readers may see and nothing else, at every moment."""

import random
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import transaction

from cooperation.models import City
from ots_portal.publishing import workflow
from ots_portal.publishing.desk import Desk
from ots_portal.publishing.drafting import Clash, discard, restore, save_draft
from ots_portal.publishing.models import Revision
from ots_portal.publishing.promises import publish_due
from ots_portal.search.indexing import refresh_all
from ots_portal.search.models import Entry, Name
from ots_portal.search.searching import search
from tests.factories import make_area, make_city, make_meeting, make_person, make_section, make_series, make_topic
from tests.translating.test_oracle import FIRST_DAY, timedelta

pytestmark = pytest.mark.django_db

SEQUENCES, LENGTH = 8, 10


def rows():
    """All of the index, without the keys of its rows."""
    tables = [Entry.objects.values(), Name.objects.values()]
    return sorted(str(sorted((row | {"id": 0}).items())) for table in tables for row in table)


class Account:
    """Acts on records that speak of each other; whatever is done, the index must say what a new one would."""

    def __init__(self, rng):
        self.rng, self.day = rng, FIRST_DAY
        area = make_area(name_tr="Enerji", name_en="Energy")
        topic = make_topic(area=area)
        series = make_series(name_tr="Enerji Konseyi", name_en="Council of Energy", topic=topic)
        city, person = make_city(), make_person(name="Kazım Sarı")
        meeting = make_meeting(series=series, city=city, title_tr="İlk toplantı", title_en="First meeting")
        meeting.areas.add(area)
        meeting.participations.create(person=person, role="host")
        section = make_section(title_tr="Enerji hedefleri", title_en="Energy aims")
        section.objectives.create(number=1, text_tr="Bir hedef", text_en="An aim", wording_tr="official")
        section.areas.add(area)
        self.records = [area, topic, series, person, meeting, section, section.pillar]
        self.city = city
        refresh_all()

    def act(self):
        acts = [self.write, self.write, self.add, self.publish, self.publish, self.withdraw, self.restore]
        act = self.rng.choice([*acts, self.discard, self.schedule, self.keep_promises, self.rename_city])
        self.record = self.rng.choice(self.records)
        self.record.refresh_from_db()
        try:
            with transaction.atomic():
                act()
        except (ValidationError, Clash):
            return

    def write(self):
        base = Desk(self.record).working
        name = self.record.naming_field
        path = self.rng.choice([f"{name}_tr", f"{name}_en"]) if f"{name}_tr" in base else name
        save_draft(self.record, None, base, base | {path: f"Sözcük {self.rng.random()}"})

    def add(self):
        if self.record.reference.startswith("meeting"):
            base, row = Desk(self.record).working, f"outcomes/{uuid.uuid4()}"
            wanted = base | {row: True, f"{row}/kind": "decision", f"{row}/text_tr": "Bir karar"}
            save_draft(self.record, None, base, wanted)

    def publish(self):
        workflow.publish(self.record, [self.rng.choice(["tr", "en"])], None)

    def withdraw(self):
        workflow.withdraw(self.record, self.rng.choice(["tr", "en"]), None, "Nedeni")

    def restore(self):
        if revisions := list(Revision.objects.of(self.record)):
            restore(self.rng.choice(revisions), None, ["tr", "en"])

    def discard(self):
        discard(self.record, ["tr", "en"], None)

    def schedule(self):
        self.day += timedelta(days=1)
        workflow.schedule(self.record, ["tr"], self.day, None)

    def keep_promises(self):
        publish_due(self.day)

    def rename_city(self):
        City.objects.get(pk=self.city.pk).save()
        self.city.name_tr = f"Kent {self.rng.random()}"
        self.city.save()


@pytest.mark.parametrize("seed", range(SEQUENCES))
def test_whatever_is_done_the_index_is_what_a_new_one_would_be(seed):
    account = Account(random.Random(seed))

    for _turn in range(LENGTH):
        account.act()
        followed = rows()
        refresh_all()
        assert followed == rows()


def test_a_draft_is_found_by_nobody():
    meeting = make_meeting(title_tr="Görünen toplantı", title_en=None)
    base = Desk(meeting).working
    save_draft(meeting, None, base, base | {"title_tr": "Gizli zümrüt"})

    refresh_all()

    assert search("zümrüt", "tr").total == 0
    assert Entry.objects.filter(title__contains="zümrüt").count() == 0


def test_what_is_published_is_found_at_once_and_what_is_withdrawn_no_more():
    meeting = make_meeting(title_tr="Zümrüt toplantısı", languages=())

    workflow.publish(meeting, ["tr"], None)
    found = [hit.reference for hit in search("zümrüt", "tr").hits]
    workflow.withdraw(meeting, "tr", None, "Nedeni")

    assert found == [meeting.reference]
    assert search("zümrüt", "tr").hits == []


def test_what_is_promised_for_later_is_found_only_then():
    meeting = make_meeting(title_tr="Zümrüt toplantısı", languages=())
    workflow.schedule(meeting, ["tr"], FIRST_DAY, None)
    before = search("zümrüt", "tr").total

    publish_due(FIRST_DAY)

    assert (before, search("zümrüt", "tr").total) == (0, 1)


def test_what_lies_within_a_withdrawn_record_is_not_found():
    topic = make_topic(name_tr="Zümrüt konusu")
    workflow.publish(topic.area, ["tr"], None)
    refresh_all()

    workflow.withdraw(topic.area, "tr", None, "Nedeni")

    assert search("zümrüt", "tr").total == 0


def test_a_rebuilt_index_says_how_much_it_holds(capsys):
    make_area(name_tr="Zümrüt")

    call_command("rebuild_search")

    assert capsys.readouterr().out.split()[0] == "2"
    assert search("zümrüt", "tr").total == 1


def test_saving_a_draft_writes_nothing_anew_but_the_record_itself():
    series = make_series()
    for _number in range(3):
        make_meeting(series=series)
    refresh_all()
    kept = set(Entry.objects.filter(kind="meeting").values_list("pk", flat=True))

    base = Desk(series).working
    save_draft(series, None, base, base | {"name_tr": "Zümrüt"})
    after_draft = set(Entry.objects.filter(kind="meeting").values_list("pk", flat=True))
    workflow.publish(series, ["tr"], None)

    assert after_draft == kept
    assert not kept & set(Entry.objects.filter(kind="meeting").values_list("pk", flat=True))
    assert search("zümrüt", "tr").total == 4
