"""Relations of records in memory: querysets that hold their rows and refuse whatever would read stored ones."""

from django.db.models import prefetch_related_objects

READING = ("aggregate", "iterator", "aiterator", "update", "delete", "create", "explain", "in_bulk", "raw")


def in_memory(model, rows):
    """A queryset of these rows. It rests on three private attributes of Django; a test fails when they change."""
    queryset = model._default_manager.none()
    queryset._result_cache, queryset._prefetch_done, queryset._chain = rows, True, refuse
    vars(queryset).update(dict.fromkeys(READING, refuse))
    allow(queryset)
    return queryset


def allow(queryset):
    """What the views of readers ask of parts and relations, answered from the rows."""
    rows = queryset._result_cache

    def prefetched(*lookups):
        prefetch_related_objects(rows, *lookups)
        return queryset

    queryset.all = lambda: queryset
    queryset.select_related = lambda *names: queryset
    queryset.prefetch_related = prefetched
    if hasattr(queryset, "readable"):
        queryset.readable = lambda: in_memory(queryset.model, [row for row in rows if row.is_readable])
        queryset.in_alphabetical_order = lambda: in_memory(queryset.model, in_alphabetical_order(rows))


def in_alphabetical_order(records):
    return sorted(records, key=lambda record: (record.sort_key, record.pk))


def refuse(*args, **kwargs):
    raise NotImplementedError("A record in memory has its rows in .all(); filter and sort them in Python.")
