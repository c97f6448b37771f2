"""What stored files say, page by page, once it was read."""

from dataclasses import replace

from ots_portal.publishing.reading import Words
from ots_portal.search.models import FileText


def pages_of(item, file, language):
    """An item for each page of a document's file; all of them are the document to those who search."""
    text = file and getattr(file, "text", None)
    if not text or text.state != FileText.State.READ:
        return
    for number, page in enumerate(text.pages, 1):
        if page.strip():
            yield replace(
                item,
                part=f"{file.pk}/{number}",
                thing=f"{item.kind}/{item.reference}",
                names=(),
                facts=(),
                text=Words(page, language),
                page=number if text.has_page_numbers else None,
            )
