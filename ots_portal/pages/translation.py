from modeltranslation.translator import TranslationOptions, register

from ots_portal.pages.models import MenuItem, Page
from ots_portal.publishing.translation import PublishableOptions


@register(Page)
class PageOptions(PublishableOptions):
    fields = ("title", "body")


@register(MenuItem)
class MenuItemOptions(TranslationOptions):
    fields = ("label",)
    empty_values = None
