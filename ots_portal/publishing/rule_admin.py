"""The form of the rules of publication."""

from django import forms
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType

from ots_portal.accounts.logged_admin import LoggedAdmin
from ots_portal.change_lists import StaffAdmin
from ots_portal.publishing.record_types import publishable_models
from ots_portal.publishing.rules import TwoPersonRule, name_of


class TypeField(forms.ModelChoiceField):
    def label_from_instance(self, content_type):
        return name_of(content_type)


@admin.register(TwoPersonRule)
class TwoPersonRuleAdmin(LoggedAdmin, StaffAdmin):
    list_select_related = ["content_type"]
    search_fields = ["content_type__model"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        keys = [each.pk for each in ContentType.objects.get_for_models(*publishable_models()).values()]
        kwargs |= {"form_class": TypeField, "queryset": ContentType.objects.filter(pk__in=keys)}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
