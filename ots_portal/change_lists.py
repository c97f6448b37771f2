"""What every list and form of the admin has: folded search, and an answer to addresses that make no sense."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.exceptions import DisallowedModelAdminLookup, DisallowedModelAdminToField
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ERROR_FLAG, ChangeList
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import FieldError, ValidationError
from django.db import DataError, NotSupportedError, ProgrammingError, models, transaction
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.widgets import Script
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _

from ots_portal import turkish
from ots_portal.labels import capitalized
from ots_portal.search.stemming import beginnings

# What a parameter such as ?start__year=99999999999999999999 makes Django, psycopg or PostgreSQL raise.
SENSELESS = (
    AttributeError,
    DataError,
    DisallowedModelAdminLookup,
    DisallowedModelAdminToField,
    FieldError,
    LookupError,
    NotSupportedError,
    OverflowError,
    ProgrammingError,
    TypeError,
    ValidationError,
    ValueError,
)


class SafeChangeList(ChangeList):
    """A list that refuses senseless parameters where stock Django fails."""

    def __init__(self, request, *args):
        try:
            with transaction.atomic():
                super().__init__(request, *args)
                len(self.result_list)  # the query runs here, not in the template
        except SENSELESS as error:
            if not set(request.GET) - {ERROR_FLAG}:
                raise
            raise IncorrectLookupParameters(str(error)) from error


def storable(field, values):
    """The values that may be keys of a choice field's rows; others would fail in the query for their labels."""
    key = field.remote_field.get_related_field()
    for value in values:
        try:
            yield str(key.clean(value, None)) if value else value
        except (ValidationError, OverflowError):
            continue


class Autocomplete:
    """Asks for the names of what is chosen only where something is and the form has it not in memory."""

    in_memory = None

    def optgroups(self, name, value, attr=None):
        """What one record is chosen from begins with an empty option, as HTML asks for, even where one must choose."""
        chosen = [key for key in storable(self.field, value) if key]
        if chosen and chosen != [self.key_in_memory]:
            [(_name, options, _index)] = super().optgroups(name, chosen, attr)
            options = [each for each in options if each["value"]]
        else:
            options = [self.create_option(name, key, str(self.in_memory), True, 0) for key in chosen]
        empty = [] if self.allow_multiple_selected else [self.create_option(name, *BLANK_CHOICE_DASH[0], False, 0)]
        return [(None, empty + options, 0)]

    @property
    def key_in_memory(self):
        return self.in_memory and str(self.in_memory.pk)


class SafeAutocomplete(Autocomplete, AutocompleteSelect):
    """For one record."""


class SafeAutocompleteMultiple(Autocomplete, AutocompleteSelectMultiple):
    """For any number of records."""


class StaffFields:
    """The fields of our forms: labels in Turkish letters, the language of what is typed, dates, autocompletes."""

    # The browser's own fields: Django's calendar cannot be used with the keyboard.
    formfield_overrides = {
        models.DateField: {"widget": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})},
        models.TimeField: {"widget": forms.TimeInput(format="%H:%M", attrs={"type": "time"})},
    }

    def get_autocomplete_fields(self, request):
        """Without JavaScript ?rows=3 gives plain lists."""
        return () if "rows" in request.GET else super().get_autocomplete_fields(request)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and field.label:
            field.label = capitalized(field.label)
        if field and hasattr(db_field, "language"):
            field.widget.attrs["lang"] = db_field.language
        return field

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", SafeAutocomplete(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", SafeAutocompleteMultiple(db_field, self.admin_site))
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class StaffAdmin(StaffFields, admin.ModelAdmin):
    """The base of every admin of ours."""

    actions = None
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    view_on_site = False

    class Media:
        js = [Script("js/record_choosers.js", defer=True)]

    def get_changelist(self, request, **kwargs):
        return SafeChangeList

    def changelist_view(self, request, extra_context=None):
        if ERROR_FLAG in request.GET:
            if len(request.GET) > 1:
                return HttpResponseRedirect(f"{request.path}?{ERROR_FLAG}=1")
            messages.warning(request, _("The address asked for something this list does not know. All rows are shown."))
        return super().changelist_view(request, extra_context)

    def get_object(self, request, object_id, from_field=None):
        try:
            with transaction.atomic():
                return super().get_object(request, object_id, from_field or None)
        except (DataError, OverflowError):
            return None

    def get_deleted_objects(self, objs, request):
        """Where other records stand in the way, these are named; the right to delete them is not the question."""
        to_delete, counts, lacking, protected = super().get_deleted_objects(objs, request)
        return to_delete, counts, set() if protected else lacking, protected

    def get_search_results(self, request, queryset, search_term):
        """Small tables: the words are compared here, in any form, because the database cannot fold Turkish letters."""
        words = beginnings(search_term)
        if not words:
            return queryset, False
        rows = queryset.order_by().values_list("pk", *self.get_search_fields(request))
        return queryset.filter(pk__in=[pk for pk, *texts in rows if holds(texts, words)]), False


class ReadOnlyAdmin(StaffAdmin):
    """What staff read here is made elsewhere."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


def holds(texts, words):
    folded = turkish.fold(" ".join(str(text) for text in texts if text is not None))
    return all(word in folded for word in words)
