"""Formsets of parts: a new row without a position of its own goes last."""

from django.contrib.contenttypes.forms import BaseGenericInlineFormSet
from django.forms.models import BaseInlineFormSet


class Positions:
    def save_new(self, form, commit=True):
        if "position" not in form.changed_data:
            form.instance.position = self.last_position() + 1
        return super().save_new(form, commit)

    def last_position(self):
        kept = [form.instance.position for form in self.forms if form not in self.deleted_forms]
        return max(kept, default=0)


class PartFormSet(Positions, BaseInlineFormSet):
    """Parts of one type of record."""


class GenericPartFormSet(Positions, BaseGenericInlineFormSet):
    """Parts of any record."""
