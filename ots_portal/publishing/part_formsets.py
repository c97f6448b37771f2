"""Formsets of parts: their rows are those of the record in memory, and only these can be named in what is sent."""

from functools import cached_property

from django import forms
from django.contrib.contenttypes.forms import BaseGenericInlineFormSet
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext as _

from ots_portal.publishing.form_documents import kind_of


class RowsInMemory:
    @cached_property
    def empty_form(self):
        """Made once; the admin asks for it at every turn."""
        return super().empty_form

    def get_queryset(self):
        if not hasattr(self, "_queryset"):
            is_new = self.instance.pk is None
            rows = self.model._default_manager.none()
            self._queryset = rows if is_new else getattr(self.instance, kind_of(self).name).all()
        return self._queryset

    def add_fields(self, form, index):
        """A row may exist in a draft only, so its key is a plain value here, not a choice among stored rows."""
        super().add_fields(form, index)
        is_known = index is not None and index < self.initial_form_count()
        key = form.instance.pk if is_known else None
        form.fields["id"] = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=key)

    def clean(self):
        """What rows together must not be is told at publication; a draft may be unfinished."""
        for form in self.initial_forms:
            if form.instance._state.adding:
                form.add_error(
                    None, _("This row does not belong to this record. Nothing was saved; load the page again.")
                )


class PartFormSet(RowsInMemory, BaseInlineFormSet):
    """Parts of one type of record."""


class GenericPartFormSet(RowsInMemory, BaseGenericInlineFormSet):
    """Parts of any record."""
