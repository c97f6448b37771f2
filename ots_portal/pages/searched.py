"""How free pages are found."""

from ots_portal.pages.models import Page
from ots_portal.publishing.reading import words
from ots_portal.search import sources
from ots_portal.search.sources import Item
from ots_portal.search.wording import other_names, texts_of


def register():
    sources.register(Page, records=Page.objects.readable, describe=describe_page)
    sources.register_kinds(page=Page)


def describe_page(page):
    yield Item(
        kind="page",
        reference=page.reference,
        title=words(page, "title"),
        names=other_names(page, "title"),
        url=page.get_absolute_url(),
        text=texts_of(page, "body"),
    )
