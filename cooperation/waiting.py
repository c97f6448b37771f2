"""Documents that wait for their files, or for files whose text can be found."""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from cooperation.models import Document, DocumentFile
from ots_portal.publishing.waiting import of_model, register
from ots_portal.search.models import FileText


def without_file():
    return Document.objects.filter(Exists(DocumentFile.objects.filter(document=OuterRef("pk"), file=None)))


def without_text():
    """Scanned files, which hold pictures of pages, and files that could not be read."""
    states = [FileText.State.EMPTY, FileText.State.FAILED]
    return Document.objects.filter(
        Exists(DocumentFile.objects.filter(document=OuterRef("pk"), file__text__state__in=states))
    )


def register_documents():
    register("missing-files", _("Files are missing"), of_model(without_file), Document)
    register("files-without-text", _("Files whose text cannot be searched"), of_model(without_text), Document)
