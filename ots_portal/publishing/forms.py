"""Forms of records: words that nobody touched stay as they are, and a draft may be unfinished."""

import re
from functools import cached_property

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django_prose_editor.fields import ProseEditorFormField
from modeltranslation.fields import TranslationField
from modeltranslation.forms import NullCharField

from ots_portal import richtext, turkish
from ots_portal.change_lists import SafeAutocomplete
from ots_portal.languages import FIRST_LANGUAGE


class ComparesWords:
    """A mixin that compares words, not bytes: browsers send other line ends, the editor other spaces between blocks."""

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


class WordsForm(ComparesWords, forms.ModelForm):
    """The form of a record with words that nobody has to touch."""


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


class DraftForm(WordsForm):
    """A form that refuses only what cannot be stored: what is missing or against a rule is told at publication."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            chooser = getattr(field.widget, "widget", None)  # within the links to add and to change what is chosen
            if isinstance(chooser, SafeAutocomplete):
                chooser.in_memory = self.instance._state.fields_cache.get(name)

    def _clean_fields(self):
        demanded = [field for field in self.fields.values() if field.required]
        for field in demanded:
            field.required = False
        super()._clean_fields()
        for field in demanded:
            field.required = True

    def _post_clean(self):
        self.instance = forms.models.construct_instance(self, self.instance, self._meta.fields, self._meta.exclude)
        for field in self.instance._meta.concrete_fields:  # modeltranslation would keep an emptied text
            if isinstance(field, TranslationField) and field.name in self.cleaned_data:
                setattr(self.instance, field.name, self.cleaned_data[field.name])


class PublishableForm(DraftForm):
    """The form of a published record; `refusals` is what speaks against adding it, {path: messages}."""

    refusals = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "reference" in self.fields:
            self.fields["reference"].required = False
        if self.instance.owner_id and "owner" in self.fields:  # somebody who left stays the owner until changed
            people = self.fields["owner"].queryset
            self.fields["owner"].queryset = people | people.model.objects.filter(pk=self.instance.owner_id)

    def clean(self):
        cleaned = super().clean()
        if "reference" in self.fields and not cleaned.get("reference") and "reference" not in self.errors:
            self.propose_reference()
        for path, messages in self.refusals.items():
            for message in messages:
                self.add_error(path if path in self.fields else None, message)
        return cleaned

    def propose_reference(self):
        """References are permanent; left empty, the name in the first language gives it."""
        self.cleaned_data["reference"] = self.proposed_reference()
        if not self.cleaned_data["reference"]:
            self.add_error("reference", _("Write a reference: nothing here gives one."))

    def proposed_reference(self):
        name = self._meta.model.naming_field
        return turkish.slugify(self.cleaned_data.get(f"{name}_{FIRST_LANGUAGE}") or self.cleaned_data.get(name) or "")


def language_name(code):
    return str(dict(settings.LANGUAGES)[code])
