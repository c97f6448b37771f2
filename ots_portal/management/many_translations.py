"""A worklist as long as the portal may ever have, for `make bench`: generated rows about people whom no page shows."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from cooperation.models import Area, Person
from ots_portal.publishing.drafts import Pending
from ots_portal.translating.models import Task

RECORDS = 5_000
LANGUAGES = ("en", "az", "hu", "kk", "ky", "ru", "tk", "uz")
MARK = "generated-"
BATCH = 2_000


def make_many_translations():
    """Once for each database; some translations are done, some missing, stale, given to nobody or late."""
    if Person.objects.filter(reference__startswith=MARK).exists():
        return
    names = [f"{number:04}" for number in range(RECORDS)]
    people = [Person(reference=MARK + name, name=f"Kişi {name}", search_text=f"kisi {name}") for name in names]
    let_languages_in()
    Task.objects.bulk_create(tasks_of(Person.objects.bulk_create(people, BATCH)), BATCH)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def let_languages_in():
    """The database refuses languages that the settings do not name."""
    table = Task._meta.db_table
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, table)
        for name in (name for name, each in found.items() if each["check"] and each["columns"] == ["language"]):
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')


def tasks_of(people):
    areas = [*Area.objects.values_list("reference", flat=True), None]
    today = timezone.localdate()
    for number, person in enumerate(people):
        for place, language in enumerate(LANGUAGES):
            mixed = number * 7 + place * 3
            area = areas[mixed % len(areas)]
            yield Task(
                record=person,
                language=language,
                missing=mixed % 3,
                stale=mixed % 2,
                words=mixed % 5 * 40,
                total=200,
                pending=Pending.IN_REVIEW if mixed % 11 == 0 else Pending.NONE,
                areas=[area] if area else [],
                search_text=person.search_text,
                due_on=today + timedelta(days=mixed % 60 - 20) if mixed % 4 == 0 else None,
            )
