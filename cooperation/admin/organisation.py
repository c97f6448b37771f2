from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from cooperation.models import Institution, Membership, OrganisationName, Person, State
from ots_portal.publishing.admin import (
    PartAdmin,
    PlainInline,
    PublishableAdmin,
    RichTextAdmin,
    both,
    in_all_languages,
)
from ots_portal.publishing.merge_pages import MergePages


@admin.register(Institution)
class InstitutionAdmin(MergePages, PublishableAdmin):
    columns = ["name_column", "abbreviation", "kind", "country"]
    filters = ["kind", "country"]
    list_select_related = ["country"]
    autocomplete_fields = ["country", "parent_institution", "successor"]
    content = [
        (_("What it is"), {"fields": [("kind", "country"), "website"]}),
        (_("Words"), {"fields": [*both("name", "abbreviation", "summary"), "aliases"]}),
        (_("Relations"), {"fields": [("parent_institution", "successor")]}),
    ]


@admin.register(Person)
class PersonAdmin(MergePages, PublishableAdmin):
    columns = ["name_column", "description"]
    content = [(_("Words"), {"fields": ["name", "name_variants", *both("description")]})]


class MembershipInline(PlainInline):
    model = Membership
    fields = ["kind", ("start", "end"), "position"]


@admin.register(State)
class StateAdmin(PublishableAdmin):
    columns = ["name_column", "country"]
    list_select_related = ["country"]
    autocomplete_fields = ["country"]
    inlines = [MembershipInline]
    content = [
        (_("What it is"), {"fields": ["country"]}),
        (_("Words"), {"fields": both("name", "body")}),
    ]


@admin.register(Membership)
class MembershipAdmin(PartAdmin):
    search_fields = in_all_languages("state__name")


@admin.register(OrganisationName)
class OrganisationNameAdmin(RichTextAdmin):
    list_display = ["__str__", "short_form", "valid_from", "valid_until", "position"]
    search_fields = in_all_languages("name", "short_form")
    fields = [*both("name", "short_form"), ("valid_from", "valid_until"), "position"]
