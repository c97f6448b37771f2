"""How many records each choice of a list would give within the list's other filters."""

from collections import Counter
from typing import Any, NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.db.models import Count, Func


class Rows(NamedTuple):
    """Values that stand in rows of another table, which point to the records."""

    rows: Any
    record: str
    value: str


def numbers(records, sources):
    """{value: number of records}. A source is an expression over them, or rows that point to them.

    Where it tells several values of a record, it counts under each once.
    """
    found = Counter()
    for source in sources:
        found.update({value: number for value, number in told_by(source, records.order_by()) if value is not None})
    return found


def told_by(source, records):
    if isinstance(source, Rows):
        rows = source.rows.order_by().filter(**{f"{source.record}__in": records.values("pk")})
        return rows.values_list(source.value).annotate(number=Count(source.record, distinct=True))
    if isinstance(getattr(source, "output_field", None), ArrayField):
        each = Func(source, function="unnest", output_field=source.output_field.base_field)
        return records.annotate(told=each).values_list("told").annotate(number=Count("pk", distinct=True))
    return records.annotate(told=source).values_list("told").annotate(number=Count("pk"))
