"""Filters that no form offers: links lead by them from the page of a record to all that belongs to it."""

from functools import partial

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ots_portal.listing.filters import Choice, ValuesField, ValuesFilter
from ots_portal.publishing.fields import reference_validator
from ots_portal.publishing.reading import name_of


class LinkedField(ValuesField):
    """Its choices are looked up among the values of the address, so it costs nothing where there are none."""

    is_offered = False

    def choices_among(self, given):
        references = [text for text in given if reference_validator.regex.match(text)]
        return self.find_choices(references) if references else []


class LinkedFilter(ValuesFilter):
    field_class = LinkedField

    def __init__(self, **kwargs):
        super().__init__(refusal=_("“%(value)s” is not known here and was ignored."), **kwargs)


class RecordFilter(LinkedFilter):
    """What a record of a model belongs to by one of the paths."""

    def __init__(self, model, *paths, **kwargs):
        super().__init__(choices=partial(readable_choices, model), **kwargs)
        self.paths = paths

    def filter(self, rows, references):
        if not references:
            return rows
        found = Q()
        for path in self.paths:
            belonging = rows.model.objects.filter(**{f"{path}__reference__in": references})
            found |= Q(pk__in=belonging.order_by().values("pk"))
        return rows.filter(found)


def readable_choices(model, references):
    records = model.objects.readable().filter(reference__in=references)
    return [Choice(record.reference, *name_of(record), str(record.pk)) for record in records]
