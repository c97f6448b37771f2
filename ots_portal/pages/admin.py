from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ots_portal.pages.models import Page
from ots_portal.publishing.admin import PublishableAdmin, both


@admin.register(Page)
class PageAdmin(PublishableAdmin):
    content = [(_("Words"), {"fields": both("title", "body")})]
