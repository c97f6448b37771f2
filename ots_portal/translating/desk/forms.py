"""The fields in which the texts of a record are translated: those of its own form, one for each path."""

from django import forms

from ots_portal.publishing.forms import ComparesWords
from ots_portal.publishing.parts import field_at


class DeskForm(ComparesWords, forms.Form):
    """`initial` is the document that was shown; a draft may be unfinished, so nothing is demanded."""

    def __init__(self, fields, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields |= fields
        for field in fields.values():
            field.required = False

    @property
    def changes(self):
        return {path: self.cleaned_data[path] for path in self.changed_data}


def fields_at(model, paths, formfield):
    """A form's field for each path; `formfield` makes one of a model's field."""
    return {path: formfield(field_at(model, path)) for path in paths}
