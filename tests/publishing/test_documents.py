import json
import uuid
from datetime import date

import pytest
from django.db import connection
from django.db.models import Count
from django.test.utils import CaptureQueriesContext

from meetings.models import Meeting, Outcome
from ots_portal.publishing import workflow
from ots_portal.publishing.desk import Desk
from ots_portal.publishing.documents import as_key, build, dump, dump_all, dump_row
from ots_portal.publishing.drafting import save_draft
from ots_portal.publishing.in_memory import in_memory
from ots_portal.publishing.parts import kinds_of
from ots_portal.publishing.writing import write
from tests.factories import (
    make_admin,
    make_area,
    make_document,
    make_meeting,
)
from tests.publishing.whole_records import PUBLISHABLES, make_whole

pytestmark = pytest.mark.django_db


def stored(record):
    """All columns of a record and its parts as the database holds them."""
    rows = [type(record)._base_manager.filter(pk=record.pk)]
    rows += [kind.model._base_manager.order_by("pk") for kind in kinds_of(type(record))]
    with connection.cursor() as cursor:
        tables = [row.model._meta.db_table for row in rows]
        found = []
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}" ORDER BY id')
            found.append(cursor.fetchall())
    return found


def writes(queries):
    return [query["sql"] for query in queries if query["sql"].split()[0] in {"INSERT", "UPDATE", "DELETE"}]


@pytest.mark.parametrize("model", PUBLISHABLES, ids=lambda model: model._meta.label)
def test_a_record_built_from_its_document_and_written_is_the_same(model):
    record = make_whole(model)
    document, before = dump(record), stored(record)

    rebuilt = build(record, document)
    with CaptureQueriesContext(connection) as queries:
        write(model.objects.get(pk=record.pk), document)

    assert dump_in_memory(rebuilt) == document
    assert (writes(queries), stored(record), dump(record)) == ([], before, document)


def dump_in_memory(record):
    """The document of a record as its relations in memory tell it."""

    def with_relations(row):
        keys = {
            field.name: sorted(as_key(each.pk) for each in getattr(row, field.name).all())
            for field in row._meta.many_to_many
        }
        return dump_row(row) | keys

    document = with_relations(record)
    for kind in kinds_of(type(record)):
        for row in getattr(record, kind.name).all():
            document[f"{kind.name}/{row.pk}"] = True
            document |= {f"{kind.name}/{row.pk}/{name}": value for name, value in with_relations(row).items()}
    return document


@pytest.mark.parametrize("model", PUBLISHABLES, ids=lambda model: model._meta.label)
def test_a_document_written_into_an_empty_record_gives_that_document(model):
    record = make_whole(model)
    document, key = dump(record), record.pk
    parts = [path for path in document if path.count("/") == 1]
    emptied = {path: value for path, value in document.items() if "/" not in path}

    write(model.objects.get(pk=key), emptied)
    between = dump(model.objects.get(pk=key))
    write(model.objects.get(pk=key), document)

    assert [path for path in between if "/" in path] == []
    assert parts
    assert dump(model.objects.get(pk=key)) == document


@pytest.mark.parametrize("model", PUBLISHABLES, ids=lambda model: model._meta.label)
def test_reading_building_and_writing_take_no_query_per_row(model):
    costs = [costs_of(make_whole(model, rows=rows)) for rows in (3, 30)]

    assert costs[0] == costs[1]


def costs_of(record):
    """The number of queries to dump, to build, and to write a change of every row."""
    model = type(record)
    document = dump(record)
    changed = {path: 7 if path.endswith("/position") else value for path, value in document.items()}
    acts = [
        lambda: dump(record),
        lambda: build(record, document),
        lambda: write(model.objects.get(pk=record.pk), changed, document),
    ]
    return [queries_in(act) for act in acts]


def queries_in(act):
    with CaptureQueriesContext(connection) as queries:
        act()
    return len(queries)


def test_many_records_are_read_in_the_queries_of_one():
    meetings = [make_whole(Meeting) for _number in range(3)]

    one, three = queries_in(lambda: dump_all(meetings[:1])), queries_in(lambda: dump_all(meetings))

    assert one == three
    assert dump_all(meetings) == {meeting.pk: dump(meeting) for meeting in meetings}


def test_values_are_plain_json():
    meeting = make_meeting(start=date(2022, 10, 17), body_tr="<p>bir</p>\r\n<p>iki</p>")
    Outcome.objects.create(meeting=meeting, kind="decision", text_tr="Karar")

    document = dump(meeting)

    assert (document["start"], document["body_tr"], document["areas"]) == ("2022-10-17", "<p>bir</p>\n<p>iki</p>", [])
    assert json.loads(json.dumps(document)) == document


def test_a_record_in_memory_shows_what_is_wanted_and_stores_nothing():
    meeting, area = make_meeting(title_tr="Eski"), make_area()
    key = str(uuid.uuid4())
    wanted = dump(meeting) | {
        "title_tr": "Yeni",
        "areas": [area.pk],
        f"outcomes/{key}": True,
        f"outcomes/{key}/kind": "decision",
        f"outcomes/{key}/text_tr": "Karar",
    }

    with CaptureQueriesContext(connection) as queries:
        built = build(meeting, wanted)
        shown = (built.title_tr, list(built.areas.all()), [(row.text_tr, row.meeting) for row in built.outcomes.all()])

    assert shown == ("Yeni", [area], [("Karar", built)])
    assert (writes(queries), meeting.title_tr, Outcome.objects.count()) == ([], "Eski", 0)


def test_parts_in_memory_stand_in_the_order_of_their_model():
    meeting = make_meeting()
    for position, text in ((2, "ikinci"), (1, "birinci")):
        Outcome.objects.create(meeting=meeting, kind="decision", text_tr=text, position=position)

    assert [row.text_tr for row in build(meeting, dump(meeting)).outcomes.all()] == ["birinci", "ikinci"]


@pytest.mark.parametrize(
    "ask",
    [
        lambda rows: rows.filter(kind="decision"),
        lambda rows: rows.exclude(kind="decision"),
        lambda rows: rows.order_by("kind"),
        lambda rows: rows.values_list("kind"),
        lambda rows: rows.get(kind="decision"),
        lambda rows: rows.aggregate(Count("pk")),
        lambda rows: rows.iterator(),
        lambda rows: rows.update(kind="call"),
        lambda rows: rows.delete(),
        lambda rows: rows.in_bulk(),
        lambda rows: rows.all().filter(kind="decision"),
        lambda rows: rows.all()[:1].filter(kind="decision"),
    ],
)
def test_a_record_in_memory_refuses_to_read_stored_rows(ask):
    """Fails when Django changes what in_memory() rests on."""
    meeting = make_meeting()
    Outcome.objects.create(meeting=meeting, kind="decision", text_tr="Karar")
    built = build(meeting, dump(meeting))

    with CaptureQueriesContext(connection) as queries, pytest.raises((NotImplementedError, AttributeError)):
        ask(built.outcomes)

    assert len(queries) == 0


def test_rows_in_memory_answer_what_needs_no_query():
    rows = in_memory(Outcome, [Outcome(text_tr="bir"), Outcome(text_tr="iki")])

    with CaptureQueriesContext(connection) as queries:
        answers = (
            len(rows),
            rows.count(),
            rows.exists(),
            rows[1].text_tr,
            [row.text_tr for row in rows.all()],
            bool(rows),
        )

    assert (answers, len(queries)) == ((2, 2, True, "iki", ["bir", "iki"], True), 0)


def test_in_memory_readers_see_readable_records_only():
    shown, hidden = make_area(), make_area(languages=())
    meeting = make_meeting()

    built = build(meeting, dump(meeting) | {"areas": [shown.pk, hidden.pk]})

    assert list(built.areas.all().readable().in_alphabetical_order()) == [shown]


def test_a_vanished_record_leaves_its_place_empty_in_memory():
    meeting, document = make_meeting(), make_document()
    row = f"outcomes/{uuid.uuid4()}"
    wanted = dump(meeting) | {"city": 999999, "areas": [999999], "documents": [document.pk]}
    wanted |= {row: True, f"{row}/kind": "decision", f"{row}/document": 999999}

    built = build(meeting, wanted)

    assert (built.city, list(built.areas.all()), list(built.documents.all())) == (None, [], [document])
    assert built.outcomes.all()[0].document is None


# ---- Once for each act ---------------------------------------------------------------------------------------
def test_an_act_reads_the_record_with_its_parts_once():
    """Worklist and links follow with what the act has read already."""
    meeting, user = make_meeting(), make_admin()
    base = Desk(meeting).working

    with CaptureQueriesContext(connection) as queries:
        save_draft(meeting, user, base, base | {"title_tr": "Yeni başlık"})
        saving = len(queries)
        workflow.submit(meeting, "tr", user)

    read = [number for number, each in enumerate(queries) if 'FROM "meetings_outcome"' in each["sql"]]
    assert [number < saving for number in read] == [True, False]
