"""A search index as long as the portal may ever have, for `make bench`: what can be found, again and again."""

from django.db import connection

from ots_portal.search.models import Entry

ENTRIES = 20_000
FIRST_GENERATED = 1_000_000_000

AGAIN = """
INSERT INTO search_entry (content_type_id, object_id, thing, reference, {columns})
SELECT content_type_id, %(first)s + object_id * 1000 + number, thing || '-' || number, reference || '-' || number,
    {columns}
FROM search_entry, generate_series(1, %(times)s) AS number WHERE object_id < %(first)s
"""
OWN = {"id", "content_type_id", "object_id", "thing", "reference"}


def make_many_entries():
    """Once for each database: 20,000 entries in each language, as alike as the starter's are different."""
    if Entry.objects.filter(object_id__gte=FIRST_GENERATED).exists():
        return
    languages = Entry.objects.values("language").distinct().count()
    times = ENTRIES * languages // Entry.objects.count()
    columns = ", ".join(field.column for field in Entry._meta.concrete_fields if field.column not in OWN)
    with connection.cursor() as cursor:
        cursor.execute(AGAIN.format(columns=columns), {"first": FIRST_GENERATED, "times": times})
        cursor.execute("ANALYZE search_entry")
