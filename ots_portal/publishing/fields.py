"""Model fields that more than one app uses: a date as precise as it is known, and cleaned rich text."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorField

from ots_portal import richtext
from ots_portal.partial_dates import PartialDate, read

ISO = r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"

reference_validator = RegexValidator(
    r"^[a-z0-9]+(?:[.-][a-z0-9]+)*\Z",
    _("Use small letters without accents, digits, hyphens and full stops only, for example cfm-eo-5."),
)


def quoted(text):
    return "'" + text.replace("'", "''") + "'"


class ChoiceField(models.CharField):
    """A text column that holds one of its choices, or nothing where it may be blank; the database refuses the rest."""

    # What stands in the column's check: so a migration that changes them renews the check.
    non_db_attrs = tuple(each for each in models.CharField.non_db_attrs if each not in {"choices", "blank"})

    def db_check(self, connection):
        values = [str(value) for value, _label in self.flatchoices] + ([""] if self.blank else [])
        return f'"{self.column}" IN ({", ".join(map(quoted, values))})'


class PartialDateFormField(forms.CharField):
    """Takes a date as people write it, and shows it in words of the page's language."""

    def prepare_value(self, value):
        return value.in_words(get_language()) if isinstance(value, PartialDate) else value

    def to_python(self, value):
        value = super().to_python(value)
        if not value:
            return None
        try:
            return read(value)
        except ValueError:
            raise ValidationError(
                _("“%(value)s” is not a date. Write a day, a month or a year: 14.10.2019, 10.2019 or 2019."),
                code="invalid",
                params={"value": value},
            )


class PartialDateField(models.Field):
    """A PartialDate or None; stored as ISO text of its precision, so that byte order is time order."""

    description = _("A day, a month or a year")

    def db_type(self, connection):
        return 'varchar(10) COLLATE "C"'

    def db_check(self, connection):
        return f"\"{self.column}\" ~ '{ISO}'"

    def from_db_value(self, value, expression, connection):
        return None if value is None else PartialDate.from_iso(value)

    def to_python(self, value):
        if value in (None, "") or isinstance(value, PartialDate):
            return value or None
        try:
            return PartialDate.from_iso(value)
        except ValueError as error:
            raise ValidationError(str(error), code="invalid")

    def get_prep_value(self, value):
        return None if value in (None, "") else str(value)

    def value_to_string(self, obj):
        return self.get_prep_value(self.value_from_object(obj))

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": PartialDateFormField, **kwargs})


class RichTextField(ProseEditorField):
    """Rich text that has gone through richtext.clean; importers go through full_clean() as forms do."""

    def __init__(self, *args, **kwargs):
        extensions = {
            "Bold": True,
            "Italic": True,
            "Subscript": True,
            "Superscript": True,
            "Heading": {"levels": [2, 3, 4]},
            "BulletList": True,
            "OrderedList": True,
            "ListItem": True,
            "Blockquote": True,
            "HardBreak": True,
            "Link": {"enableTarget": False},
            "Table": True,
            "TableRow": True,
            "TableCell": True,
            "TableHeader": True,
            "History": True,
        }
        super().__init__(*args, extensions=extensions, sanitize=cleaned, **kwargs)


def cleaned(value):
    return richtext.clean(value) if value else value
