from django.contrib import admin
from django.db.models import Exists, OuterRef, Prefetch
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cooperation.models import Document, DocumentFile
from ots_portal.publishing.admin import PlainInline, PublishableAdmin, both
from ots_portal.search.models import FileText


class FileTextFilter(admin.SimpleListFilter):
    """What the search could read of the files: a scanned one has no text."""

    title = _("text of the files")
    parameter_name = "file_text"

    def lookups(self, request, model_admin):
        return FileText.State.choices

    def queryset(self, request, documents):
        if self.value() not in FileText.State.values:
            return documents
        files = DocumentFile.objects.filter(document=OuterRef("pk"), file__text__state=self.value())
        return documents.filter(Exists(files))


class DocumentFileInline(PlainInline):
    model = DocumentFile
    autocomplete_fields = ["file"]
    fields = [("language", "file"), "original_path", "position"]


@admin.register(Document)
class DocumentAdmin(PublishableAdmin):
    columns = ["name_column", "kind", "date_in_words", "file_text_column", "reference"]
    filters = ["kind", "areas", FileTextFilter]
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

    @admin.display(description=_("text of the files"))
    def file_text_column(self, document):
        """Nothing for documents without a stored file: what is missing is said on their own pages."""
        texts = [getattr(each.file, "text", None) for each in document.files.all() if each.file]
        states = [text.state if text else FileText.State.WAITING for text in texts]
        return ", ".join(str(FileText.State(state).label) for state in dict.fromkeys(states))

    def get_queryset(self, request):
        files = DocumentFile.objects.select_related("file__text")
        return super().get_queryset(request).prefetch_related(Prefetch("files", files))
