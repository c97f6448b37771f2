from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ots_portal.pages.models import MenuItem, Page
from ots_portal.publishing.admin import PublishableAdmin, RichTextAdmin, both


@admin.register(Page)
class PageAdmin(PublishableAdmin):
    content = [(_("Words"), {"fields": both("title", "body")})]


@admin.register(MenuItem)
class MenuItemAdmin(RichTextAdmin):
    list_display = ["__str__", "menu", "position"]
    list_filter = ["menu"]
    list_select_related = ["page"]
    autocomplete_fields = ["page"]
    fields = [("menu", "position"), ("target", "page"), *both("label")]
