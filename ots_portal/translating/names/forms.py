"""A form of many names, each in a field of its own; what two people give at once is told, not written over."""

from django import forms
from django.utils.translation import gettext as _

from ots_portal.publishing.forms import ComparesWords, comparable_text


class NamesForm(ComparesWords, forms.Form):
    """`names` are those shown or sent; each field carries what stood in it when the page was made."""

    def __init__(self, names, formfield, data=None):
        self.names = {name.key: name for name in names}
        super().__init__(data, initial={key: name.words for key, name in self.names.items()})
        for key, name in self.names.items():
            field = formfield(type(name.row)._meta.get_field(name.column))
            field.required, field.show_hidden_initial = False, True
            self.fields[key] = field

    def clean(self):
        super().clean()
        self.data = self.data.copy()
        for key in self.changed_data:
            self.refuse_overtaken(key, self[key].html_initial_name)

    def refuse_overtaken(self, key, initial_name):
        """Sent again, the form is about what stands there now."""
        now = self.names[key].words
        if comparable_text(self.data.get(initial_name, "")) != comparable_text(now):
            self.data[initial_name] = now
            self.add_error(
                key, _("Meanwhile somebody wrote “%(words)s”. Save again to keep what you wrote.") % {"words": now}
            )

    @property
    def given(self):
        """The names that somebody gave or changed, each with its new words."""
        return [(self.names[key], self.cleaned_data[key]) for key in self.changed_data]

    @property
    def lines(self):
        return [(name, self[key]) for key, name in self.names.items()]
