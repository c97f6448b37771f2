from django.contrib import admin
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cooperation.models import Document, DocumentFile
from ots_portal.publishing.admin import PlainInline, PublishableAdmin, both


class DocumentFileInline(PlainInline):
    model = DocumentFile
    autocomplete_fields = ["file"]
    fields = [("language", "file"), "original_path", "position"]


@admin.register(Document)
class DocumentAdmin(PublishableAdmin):
    columns = ["name_column", "kind", "date_in_words", "reference"]
    filters = ["kind", "areas"]
    autocomplete_fields = ["supersedes", "areas", "parties", "authors"]
    inlines = [DocumentFileInline]
    content = [
        (_("What it is"), {"fields": ["kind", ("date", "languages")]}),
        (_("Words"), {"fields": [*both("title"), "title_as_published", "aliases", *both("summary", "version_note")]}),
        (_("Relations"), {"fields": ["areas", "parties", "authors", "supersedes"]}),
    ]

    @admin.display(description=_("date"), ordering="date")
    def date_in_words(self, document):
        return document.date and document.date.in_words(get_language())
