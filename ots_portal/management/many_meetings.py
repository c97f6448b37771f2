"""As many meetings as the portal may ever have, for `make bench`: copies of those of the starter content."""

from django.db import connection

from meetings.models import AgendaItem, Meeting, Outcome, Participation
from ots_portal.page_cache import writes

MARK = "-copy-"


def make_many_meetings(number):
    """Once for each database; the meetings that are there already count."""
    count = Meeting.objects.count()
    if Meeting.objects.filter(reference__contains=MARK).exists():
        return
    copies = -(-(number - count) // count)
    with connection.cursor() as cursor:
        copy_rows(cursor, Meeting, {"ordinal": "NULL"} | MOVED, copies, limit=number - count)
        for part in (AgendaItem, Participation, Outcome):
            copy_parts(cursor, part)
        for relation in (Meeting.areas, Meeting.topics, Meeting.documents):
            copy_relation(cursor, relation.through)
        cursor.execute("VACUUM ANALYZE")  # as the server does by itself, only later
    writes.renew()


MOVED = {name: f"old.{name} - copy % 9000" for name in ("start", "end", "sort_date")}


def copy_rows(cursor, model, changed, copies, limit):
    """Records under references and addresses of their own."""
    names = [field.column for field in model._meta.local_concrete_fields if not field.primary_key]
    own = {name: f"old.{name} || '{MARK}' || copy" for name in names if name == "reference" or name.startswith("slug")}
    values = [(own | quoted(changed)).get(name, f'old."{name}"') for name in names]
    cursor.execute(
        f"INSERT INTO {model._meta.db_table} ({columns(names)}) SELECT {', '.join(values)}"  # noqa: S608 - our own names
        f" FROM {model._meta.db_table} old, generate_series(1, {copies}) copy"
        f" WHERE old.reference NOT LIKE '%{MARK}%' ORDER BY copy LIMIT {limit}"
    )


def quoted(changed):
    return {name: expression.replace("old.end", 'old."end"') for name, expression in changed.items()}


def copy_parts(cursor, model):
    names = [field.column for field in model._meta.local_concrete_fields]
    known = {"id": "gen_random_uuid()", "meeting_id": "new.id", "fulfilled_by_id": "NULL"}
    values = ", ".join(known.get(name, f'part."{name}"') for name in names)
    copy_beside(cursor, model._meta.db_table, names, values)


def copy_relation(cursor, through):
    [other] = [field.column for field in through._meta.local_fields if field.column not in {"id", "meeting_id"}]
    copy_beside(cursor, through._meta.db_table, ["meeting_id", other], f"new.id, part.{other}")


def copy_beside(cursor, table, names, values):
    """What stands at a meeting stands at each copy of it, too."""
    cursor.execute(
        f"INSERT INTO {table} ({columns(names)}) SELECT {values} FROM {table} part"  # noqa: S608 - our own names
        " JOIN meetings_meeting old ON old.id = part.meeting_id JOIN meetings_meeting new"
        f" ON split_part(new.reference, '{MARK}', 1) = old.reference AND new.id <> old.id"
    )


def columns(names):
    return ", ".join(f'"{name}"' for name in names)
