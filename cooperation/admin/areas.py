from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from cooperation.models import Area, Statistic, Topic
from ots_portal.publishing.admin import PublishableAdmin, StackedInline, both

PREVIOUS_SITE = (_("Previous site"), {"fields": ["legacy_path"], "classes": ["after-parts", "collapse"]})


class StatisticInline(StackedInline):
    model = Statistic
    fields = ["key", ("value", "is_more_than"), *both("label"), ("as_of", "is_as_of_inferred"), "position"]


@admin.register(Area)
class AreaAdmin(PublishableAdmin):
    columns = ["name_column", "reference", "position", "content_updated"]
    content = [
        (_("Words"), {"fields": both("name", "lead", "body")}),
        (_("Order and date"), {"fields": [("position", "content_updated")]}),
        PREVIOUS_SITE,
    ]


@admin.register(Topic)
class TopicAdmin(PublishableAdmin):
    columns = ["name_column", "kind", "area", "position", "content_updated"]
    filters = ["area", "kind"]
    list_select_related = ["area"]
    autocomplete_fields = ["area", "institutions", "documents"]
    inlines = [StatisticInline]
    content = [
        (_("What it is"), {"fields": [("area", "kind"), ("position", "content_updated")]}),
        (_("Words"), {"fields": both("name", "summary", "body")}),
        (_("Relations"), {"fields": ["institutions", "documents"]}),
        PREVIOUS_SITE,
    ]
