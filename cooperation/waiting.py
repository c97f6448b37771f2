"""Documents that wait for their files."""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from cooperation.models import Document, DocumentFile
from ots_portal.publishing.waiting import of_model, register


def without_file():
    return Document.objects.filter(Exists(DocumentFile.objects.filter(document=OuterRef("pk"), file=None)))


def register_documents():
    register("missing-files", _("Files are missing"), of_model(without_file), Document)
