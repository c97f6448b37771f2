"""How many records each choice of a list would give within the list's other filters."""

from collections import Counter

from django.contrib.postgres.fields import ArrayField
from django.db.models import Count, Func, TextField, Value
from django.db.models.functions import Cast


def numbers(counted):
    """{filter: {value: number of records}} of {filter: (records, expression)}, by one question for all of them.

    Where an expression tells several values of a record, it counts under each once.
    """
    found = {name: Counter() for name in counted}
    questions = [question(name, *of_filter) for name, of_filter in counted.items()]
    if questions:
        for name, value, number in questions[0].union(*questions[1:], all=True):
            if value is not None:
                found[name][value] = number
    return found


def question(name, records, expression):
    if isinstance(getattr(expression, "output_field", None), ArrayField):
        expression = Func(expression, function="unnest", output_field=expression.output_field.base_field)
    told = records.order_by().annotate(counted=Value(name), told=Cast(expression, TextField()))
    return told.values_list("counted", "told").annotate(number=Count("pk", distinct=True)).order_by()
