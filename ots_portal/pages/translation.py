from modeltranslation.translator import register

from ots_portal.pages.models import Page
from ots_portal.publishing.translation import PublishableOptions


@register(Page)
class PageOptions(PublishableOptions):
    fields = ("title", "body")
