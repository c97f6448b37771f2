"""How many records each choice of a list would give within the list's other filters."""

from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import Count, QuerySet, TextField, Value
from django.db.models.functions import Cast


class Rows(NamedTuple):
    """Values that stand in rows of another table, which point to the records; a record may have one more than once."""

    rows: Any
    record: str
    value: Any
    may_repeat: bool = False


class Asked(NamedTuple):
    """A source is an expression over the records, or rows that point to them; both may tell several values of one."""

    name: str
    records: Any
    source: Any


def numbers(asked: Iterable[Asked]) -> dict[str, Counter]:
    """{name: {value: number of records}} of all that is asked, in one question; each record once under a value."""
    found = {each.name: Counter() for each in asked}
    first, *others = map(counted, asked)
    for name, value, number in first.union(*others, all=True):
        if value is not None:
            found[name][value] += number
    return found


def counted(asked):
    records, source = asked.records.order_by(), asked.source
    if isinstance(source, Rows):
        rows = source.rows.order_by().filter(**{f"{source.record}__in": records.values("pk")})
        return by_value(asked.name, rows, source.value, Count(source.record, distinct=source.may_repeat))
    return by_value(asked.name, records, source, Count("pk"))


def by_value(name, rows, value, number):
    """Through Django's own QuerySet: that of modeltranslation gives columns in any order, a union needs one."""
    own = QuerySet(rows.model, rows.query).annotate(fact=Value(name, TextField()), told=Cast(value, TextField()))
    return own.values("fact", "told").annotate(number=number).values_list("fact", "told", "number")
