"""Filters whose values stand in a list's address: known values count, all others are told and ignored."""

import re
from functools import wraps
from typing import NamedTuple

from django import forms
from django.db.models import Value
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import get_language, ngettext
from django_filters import Filter, FilterSet

from ots_portal import turkish
from ots_portal.labels import capitalized
from ots_portal.listing.counting import Asked, numbers
from ots_portal.page_cache.knowing import known
from ots_portal.publishing.reading import words

TOTAL = ""  # the name under which all records of a list are counted
MOST_VALUES = 50
MOST_REMARKS = 5
LONGEST_TEXT = 200
LONGEST_SHOWN = 40


class Choice(NamedTuple):
    """A value of an address, and how readers see it; records are counted by their key, all else by the value."""

    value: str
    text: str
    language: str = ""
    key: str = ""

    def number_in(self, numbers):
        return numbers[self.key or self.value]

    @property
    def is_foreign(self):
        """Is its text not in the page's language?"""
        return bool(self.language) and self.language != get_language()


class Option(NamedTuple):
    """A choice as the form offers it; the number is what the list would show with it, where that is counted."""

    choice: Choice
    number: int | None
    is_chosen: bool


def choice_of(record, value, field="name"):
    text, language = words(record, field)
    return Choice(value, text, language, str(record.pk))


def records_as_choices(find):
    """Make a function that gives records as choices look them up once for each publication and language."""

    @wraps(find)
    def choices():
        return known((find.__module__, find.__name__, get_language()), lambda: list(find()))

    return choices


def shortened(text):
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


class ValuesField(forms.Field):
    """Any number of values; keeps the known ones as `chosen` and the others as `refused`; never invalid."""

    widget = forms.SelectMultiple
    form = "select"
    is_offered = True

    def __init__(self, *, refusal, choices=list, is_shown=True, **kwargs):
        super().__init__(**kwargs)
        self.refusal = refusal
        self.find_choices = choices
        self.is_shown = is_shown
        self.choices, self.chosen, self.refused, self.surplus = [], [], [], 0
        self.numbers = None  # {value: number of records}, where choices are counted

    def clean(self, value):
        given = list(dict.fromkeys(text.strip() for text in value or [] if text.strip()))
        self.choices = list(self.choices_among(given[:MOST_VALUES]))
        read = {text: self.read(text) for text in given[:MOST_VALUES]}
        self.chosen = list(dict.fromkeys(choice for choice in read.values() if choice))
        self.refused = [text for text, choice in read.items() if not choice]
        self.surplus = len(given[MOST_VALUES:])
        return [choice.value for choice in self.chosen]

    def choices_among(self, given):
        return self.find_choices()

    def read(self, text):
        """The choice that a text of the address means, or None."""
        return next((choice for choice in self.choices if choice.value == text), None)

    @property
    def options(self):
        """What the form offers: choices that lead to something, and whatever is chosen."""
        return [
            Option(choice, None if self.numbers is None else choice.number_in(self.numbers), choice in self.chosen)
            for choice in self.known
            if self.numbers is None or choice.number_in(self.numbers) or choice in self.chosen
        ]

    @property
    def known(self):
        return self.choices

    @property
    def remarks(self):
        """What was ignored, as sentences."""
        for text in self.refused[:MOST_REMARKS]:
            yield self.refusal % {"value": shortened(text)}
        if others := len(self.refused[MOST_REMARKS:]) + self.surplus:
            yield ngettext(
                "%(number)s further value was ignored.", "%(number)s further values were ignored.", others
            ) % {"number": others}


class YearField(ValuesField):
    def read(self, text):
        return Choice(text, text) if re.fullmatch("[0-9]{4}", text) and int(text) > 0 else None

    @property
    def known(self):
        """The years that records tell of, the latest first."""
        years = {*(self.numbers or ()), *(choice.value for choice in self.chosen)}
        return [Choice(year, year) for year in sorted(years, reverse=True)]


class TypedYearField(YearField):
    form = "number"


class TextField(ValuesField):
    """Words to look for: at least one letter or digit, and no whole page of them."""

    form = "search"

    def read(self, text):
        return Choice(text, text) if len(text) <= LONGEST_TEXT and turkish.fold(text) else None


def vocabulary(choices):
    """A function that gives a closed vocabulary as choices, in the language of its moment."""
    return lambda: [Choice(value, capitalized(label)) for value, label in choices]


class ValuesFilter(Filter):
    """`counts` gives what tells the values under which a record counts (counting.py); without it nothing is counted."""

    field_class = ValuesField

    def __init__(self, *, counts=None, **kwargs):
        super().__init__(**kwargs)
        self.counts = counts


class YearFilter(ValuesFilter):
    field_class = YearField


class TypedYearFilter(ValuesFilter):
    field_class = TypedYearField


class TextFilter(ValuesFilter):
    field_class = TextField


class Chip(NamedTuple):
    """One chosen value, and the query that is left without it."""

    label: str
    choice: Choice
    query: str


class WiderChoice(NamedTuple):
    """A chosen filter without which the list would not be empty, and what it would then show."""

    label: str
    text: str
    number: int
    query: str


class ValuesFilterSet(FilterSet):
    """A set of such filters, which prints itself as a form, as chips and as a query."""

    first_names = ()

    def filter_queryset(self, queryset):
        return self.narrowed(queryset, self.form.cleaned_data)

    def narrowed(self, queryset, values):
        for name, chosen in values.items():
            queryset = self.filters[name].filter(queryset, chosen)
        return queryset

    def within_others(self, name):
        """What the other filters let through."""
        return self.narrowed(self.queryset, self.form.cleaned_data | {name: []})

    @property
    def bound_fields(self):
        """The filters that readers see, with the values of the address."""
        self.form.errors  # noqa: B018 - asking for errors is what makes a form read its values
        return [bound for bound in self.form if bound.field.is_shown]

    @cached_property
    def counted_fields(self):
        """The same fields, and their choices know how many records they lead to."""
        fields = self.bound_fields
        for bound in fields:
            bound.field.numbers = self.numbers.get(bound.name)
        return fields

    @property
    def total(self):
        return self.numbers[TOTAL][TOTAL]

    @cached_property
    def numbers(self):
        return known(("numbers", self.queryset.model._meta.label, self.query), lambda: numbers(list(self.asked())))

    def asked(self):
        """What the database has to count: all that the filters let through, and for each choice what it leads to."""
        yield Asked(TOTAL, self.qs, Value(TOTAL))
        for name, each in self.filters.items():
            counts = each.counts() if each.counts else []
            for source in counts if isinstance(counts, list) else [counts]:
                yield Asked(name, self.within_others(name), source)

    @property
    def first_fields(self):
        return [bound for bound in self.offered_fields if bound.name in self.first_names]

    @property
    def further_fields(self):
        return [bound for bound in self.offered_fields if bound.name not in self.first_names]

    @property
    def offered_fields(self):
        return [bound for bound in self.counted_fields if bound.field.is_offered]

    @property
    def linked_fields(self):
        return [bound for bound in self.bound_fields if not bound.field.is_offered]

    @property
    def are_further_chosen(self):
        return any(bound.field.chosen for bound in self.further_fields)

    @property
    def remarks(self):
        return [remark for bound in self.form for remark in bound.field.remarks]

    @property
    def chips(self):
        return [
            Chip(bound.label, choice, self.query_without(bound.name, choice))
            for bound in self.bound_fields
            for choice in bound.field.chosen
        ]

    @cached_property
    def wider_choices(self):
        """Which filters, each taken back alone, would lead to records, and to how many; the most first."""
        wider = []
        for bound in self.bound_fields:
            if bound.field.chosen:
                number = self.narrowed(self.queryset, self.form.cleaned_data | {bound.name: []}).count()
                text = ", ".join(choice.text for choice in bound.field.chosen)
                wider.append(WiderChoice(bound.label, text, number, self.query_without(bound.name)))
        return sorted((each for each in wider if each.number), key=lambda each: -each.number)

    @property
    def query(self):
        """What was understood of the address, in a fixed order."""
        return self.query_without()

    def query_without(self, name=None, left_out=None):
        """The query without one value of a filter, or without all of them."""
        query = QueryDict(mutable=True)
        for bound in self.bound_fields:
            kept = [each for each in bound.field.chosen if bound.name != name or left_out not in {None, each}]
            query.setlist(bound.name, [each.value for each in kept])
        return query.urlencode()
