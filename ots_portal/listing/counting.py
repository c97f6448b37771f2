"""How many records each choice of a list would give within the list's other filters."""

from collections import Counter


class Counting:
    """One look at all records of a list: the values that each has, and the filters that let it through."""

    def __init__(self, records, expressions, passing, lifted):
        self.names = list(expressions)
        self.rows = list(records.order_by().values_list("pk", *expressions.values()))
        self.passing = passing
        self.lifted = lifted

    def of(self, name):
        """{value: number of records} of one filter, whatever is chosen in it."""
        column = self.names.index(name) + 1
        return Counter(value for row in self.within_others(name) for value in values_in(row[column]))

    def within_others(self, name):
        others = [keys for other, keys in self.passing.items() if other not in {name, self.lifted.get(name)}]
        return [row for row in self.rows if all(row[0] in keys for keys in others)]


def values_in(told):
    """What a record tells of a filter: nothing, a value, or several; each counts once."""
    if isinstance(told, list):
        return set(told)
    return () if told is None else (told,)
