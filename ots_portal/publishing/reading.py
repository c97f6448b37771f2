"""What a reader gets of a record in a language, and in which language that is."""

from typing import NamedTuple

from ots_portal.languages import FIRST_LANGUAGE, current_language
from ots_portal.publishing.publishable import Part, Publishable


class Words(NamedTuple):
    """A text and the language it is written in."""

    text: str
    language: str


def words(record, field, language=None):
    """The text of a translated field for readers of a language: its own if published, else the first language's."""
    language = language or current_language()
    own = getattr(record, f"{field}_{language}", None)
    if own and is_shown_in(record, language):
        return Words(own, language)
    return Words(getattr(record, f"{field}_{FIRST_LANGUAGE}", None) or "", FIRST_LANGUAGE)


def name_of(record):
    """What a record is called; a name without translations is in every language."""
    if hasattr(record, f"{record.naming_field}_{FIRST_LANGUAGE}"):
        return words(record, record.naming_field)
    return Words(str(record), current_language())


def is_shown_in(record, language):
    """Are this record's words in a language published? Plain tables have no draft and always are."""
    if isinstance(record, Part):
        return is_shown_in(record.parent, language)
    return record.is_published_in(language) if isinstance(record, Publishable) else True
