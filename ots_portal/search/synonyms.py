"""The words that staff declared to mean the same, as names like all others: a changed synonym works at once."""

from ots_portal.languages import LANGUAGES
from ots_portal.search import sources
from ots_portal.search.models import Synonym
from ots_portal.search.sources import NameOf


def register():
    sources.register(Synonym, records=Synonym.objects.all, names=names_of)


def names_of(synonym):
    """Each term as a word of every language: its stem there decides what it is compared with."""
    for line in synonym.lines:
        yield from (NameOf(line, language, f"synonym/{synonym.pk}") for language in LANGUAGES)
