"""Forms of published records: words that nobody touched stay as they are, and each language has its state."""

import re
from functools import cached_property

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_prose_editor.fields import ProseEditorFormField
from modeltranslation.forms import NullCharField

from ots_portal import richtext, turkish
from ots_portal.labels import capitalized
from ots_portal.publishing.publishable import FIRST_LANGUAGE, LANGUAGES, OTHER_LANGUAGES, State

NEXT_STATES = {
    State.NEVER: [State.NEVER, State.PUBLISHED],
    State.PUBLISHED: [State.PUBLISHED, State.WITHDRAWN],
    State.WITHDRAWN: [State.WITHDRAWN, State.PUBLISHED],
}


class WordsForm(forms.ModelForm):
    """A form that compares words, not bytes: browsers send other line ends, the editor other spaces between blocks."""

    @cached_property
    def changed_data(self):
        return [name for name in forms.BaseForm.changed_data.func(self) if self.is_touched(name)]

    def is_touched(self, name):
        before, after = self.get_initial_for_field(self.fields[name], name), self[name].data
        if not isinstance(after, str) or not isinstance(before, str | None):
            return True
        comparable = comparable_html if isinstance(self.fields[name], ProseEditorFormField) else comparable_text
        return comparable(before or "") != comparable(after)

    def clean(self):
        super().clean()
        for name, value in self.cleaned_data.items():
            if isinstance(value, str):
                before = self.get_initial_for_field(self.fields[name], name)
                is_kept = before and name not in self.changed_data
                self.cleaned_data[name] = before if is_kept else self.stored(name, value)
        return self.cleaned_data

    def stored(self, name, text):
        """Empty columns of a language are NULL, and lines end as everywhere else."""
        return with_line_ends(text) or (None if isinstance(self.fields[name], NullCharField) else "")


def with_line_ends(text):
    return text.replace("\r\n", "\n").replace("\r", "\n")


def comparable_text(text):
    return with_line_ends(text).strip()


def comparable_html(html):
    return re.sub(r"\s*(<[^>]*>)\s*", r"\1", richtext.clean(html))


class RichTextFormField(ProseEditorFormField):
    """Cleans at once, so that an editor sent empty counts as empty."""

    def to_python(self, value):
        value = super().to_python(value)
        return (value and richtext.clean(value)) or None


def state_field(language):
    label = gettext_lazy("Publication (%(language)s)")
    return forms.ChoiceField(label=label, widget=forms.RadioSelect, choices=State.choices, required=False)


StateFields = type("StateFields", (WordsForm,), {f"state_{code}": state_field(code) for code in LANGUAGES})


class PublishableForm(StateFields):
    """The form of a published record; the admin brings it to the states asked for once its parts are saved."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for code in LANGUAGES:
            if f"state_{code}" in self.fields:  # only who may publish in this language has one
                self.prepare_state(code)
        if "reference" in self.fields:
            self.fields["reference"].required = False

    def prepare_state(self, code):
        field, current = self.fields[f"state_{code}"], self.instance.state_in(code)
        field.label = _("Publication (%(language)s)") % {"language": language_name(code)}
        field.choices = [(state.value, capitalized(state.label)) for state in NEXT_STATES[current]]
        self.initial.setdefault(f"state_{code}", current.value)

    def clean(self):
        cleaned = super().clean()
        if "reference" in self.fields and not cleaned.get("reference") and "reference" not in self.errors:
            self.propose_reference()
        self.check_first_language()
        self.check_free("reference", _("Another record of this type already has this reference."))
        for code in LANGUAGES:
            self.check_free(
                f"slug_{code}", _("Another record of this type already has this address. Choose another one.")
            )
            self.check_title(code)
            self.check_notice(code)
        return cleaned

    def propose_reference(self):
        """References are permanent; left empty, the name in the first language gives it."""
        self.cleaned_data["reference"] = self.proposed_reference()
        if not self.cleaned_data["reference"]:
            self.add_error("reference", _("Write a reference: nothing here gives one."))

    def proposed_reference(self):
        name = self._meta.model.naming_field
        return turkish.slugify(self.cleaned_data.get(f"{name}_{FIRST_LANGUAGE}") or self.cleaned_data.get(name) or "")

    def check_free(self, name, message):
        """The database would refuse it too, without saying which field is meant."""
        value, model = self.cleaned_data.get(name), self._meta.model
        if value and model._base_manager.exclude(pk=self.instance.pk).filter(**{name: value}).exists():
            self.add_error(name, message)

    @property
    def states(self):
        """The state asked for per language; withdrawing the first language takes the others with it."""
        states = {
            code: State(self.cleaned_data.get(f"state_{code}") or self.instance.state_in(code)) for code in LANGUAGES
        }
        if states[FIRST_LANGUAGE] == State.WITHDRAWN:
            published = [code for code in OTHER_LANGUAGES if self.instance.is_published_in(code)]
            states |= dict.fromkeys(published, State.WITHDRAWN)
        return states

    def check_first_language(self):
        states = self.states
        for code in OTHER_LANGUAGES:
            if states[code] == State.PUBLISHED != states[FIRST_LANGUAGE]:
                first = {"language": language_name(FIRST_LANGUAGE)}
                field = f"state_{code}" if f"state_{code}" in self.fields else None
                self.add_error(field, _("Publish the record in %(language)s first, or together.") % first)

    def check_title(self, code):
        name = f"{self._meta.model.naming_field}_{code}"
        is_missing = name in self.fields and name not in self.errors and not self.cleaned_data.get(name)
        if is_missing and self.states[code] == State.PUBLISHED:
            message = _("Publishing in %(language)s needs this text.") % {"language": language_name(code)}
            self.add_error(name, message)

    def check_notice(self, code):
        asked = self.cleaned_data.get(f"state_{code}") == State.WITHDRAWN
        if asked and self.instance.is_published_in(code) and not self.cleaned_data.get(f"notice_{code}"):
            message = _("Say why it is withdrawn and where to look instead: readers get this in place of the page.")
            self.add_error(f"notice_{code}", message)


def language_name(code):
    return str(dict(settings.LANGUAGES)[code])
