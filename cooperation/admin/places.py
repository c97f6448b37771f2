from django.contrib import admin

from cooperation.models import City, Country
from ots_portal.publishing.admin import RichTextAdmin, both, in_all_languages
from ots_portal.publishing.merge_pages import MergePages


@admin.register(City)
class CityAdmin(MergePages, RichTextAdmin):
    list_display = ["__str__", "country", "time_zone", "reference"]
    list_filter = ["country"]
    list_select_related = ["country"]
    search_fields = [*in_all_languages("name"), "reference"]
    autocomplete_fields = ["country"]
    fields = [*both("name"), ("country", "time_zone"), ("latitude", "longitude"), "reference"]

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *(["reference"] if obj else [])]


@admin.register(Country)
class CountryAdmin(RichTextAdmin):
    list_display = ["__str__", "code"]
    search_fields = [*in_all_languages("name"), "code"]
    fields = ["code", *both("name")]

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *(["code"] if obj else [])]
