"""Filters whose values stand in a list's address: known values count, all others are told and ignored."""

import re
from typing import NamedTuple

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language, ngettext
from django_filters import Filter, FilterSet

from ots_portal import turkish
from ots_portal.publishing.reading import words

MOST_VALUES = 50
MOST_REMARKS = 5
LONGEST_TEXT = 200
LONGEST_SHOWN = 40


class Choice(NamedTuple):
    """A value of an address, and how readers see it."""

    value: str
    text: str
    language: str = ""
    is_offered: bool = True

    @property
    def is_foreign(self):
        """Is its text not in the page's language?"""
        return bool(self.language) and self.language != get_language()


def choice_of(record, value, field="name"):
    """A record as a choice; one without meetings is known and not offered."""
    text, language = words(record, field)
    return Choice(value, text, language, getattr(record, "has_meetings", True))


def shortened(text):
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


class ValuesField(forms.Field):
    """Any number of values; keeps the known ones as `chosen` and the others as `refused`; never invalid."""

    widget = forms.SelectMultiple
    form = "select"

    def __init__(self, *, refusal, choices=list, is_shown=True, **kwargs):
        super().__init__(**kwargs)
        self.refusal = refusal
        self.find_choices = choices
        self.is_shown = is_shown
        self.choices, self.chosen, self.refused, self.surplus = [], [], [], 0

    def clean(self, value):
        self.choices = list(self.find_choices())
        given = list(dict.fromkeys(text.strip() for text in value or [] if text.strip()))
        read = {text: self.read(text) for text in given[:MOST_VALUES]}
        self.chosen = list(dict.fromkeys(choice for choice in read.values() if choice))
        self.refused = [text for text, choice in read.items() if not choice]
        self.surplus = len(given[MOST_VALUES:])
        return [choice.value for choice in self.chosen]

    def read(self, text):
        """The choice that a text of the address means, or None."""
        return next((choice for choice in self.choices if choice.value == text), None)

    @property
    def options(self):
        """What the form offers: choices with meetings, and whatever is chosen."""
        known = [choice for choice in self.choices if choice.is_offered or choice in self.chosen]
        return [choice for choice in self.chosen if choice not in known] + known

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
        is_year = re.fullmatch("[0-9]{4}", text) and int(text) > 0
        return (super().read(text) or Choice(text, text)) if is_year else None


class TypedYearField(YearField):
    form = "number"


class TextField(ValuesField):
    """Words to look for: at least one letter or digit, and no whole page of them."""

    form = "search"

    def read(self, text):
        return Choice(text, text) if len(text) <= LONGEST_TEXT and turkish.fold(text) else None


class ValuesFilter(Filter):
    field_class = ValuesField


class YearFilter(Filter):
    field_class = YearField


class TypedYearFilter(Filter):
    field_class = TypedYearField


class TextFilter(Filter):
    field_class = TextField


class Chip(NamedTuple):
    """One chosen value, and the query that is left without it."""

    label: str
    choice: Choice
    query: str


class ValuesFilterSet(FilterSet):
    """A set of such filters, which prints itself as a form, as chips and as a query."""

    first_names = ()

    @property
    def bound_fields(self):
        """The filters that readers see, with the values of the address."""
        self.form.errors  # noqa: B018 - asking for errors is what makes a form read its values
        return [bound for bound in self.form if bound.field.is_shown]

    @property
    def first_fields(self):
        return [bound for bound in self.bound_fields if bound.name in self.first_names]

    @property
    def further_fields(self):
        return [bound for bound in self.bound_fields if bound.name not in self.first_names]

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

    @property
    def query(self):
        """What was understood of the address, in a fixed order."""
        return self.query_without()

    def query_without(self, name=None, left_out=None):
        query = QueryDict(mutable=True)
        for bound in self.bound_fields:
            query.setlist(
                bound.name, [each.value for each in bound.field.chosen if (bound.name, each) != (name, left_out)]
            )
        return query.urlencode()
