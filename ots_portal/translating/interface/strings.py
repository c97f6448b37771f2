"""The strings of the interface that a language lacks: what its catalogue in locale/ says beside the first language's."""

import csv
from functools import lru_cache
from io import StringIO
from typing import NamedTuple

from babel.messages import Catalog

from ots_portal import catalogues
from ots_portal.languages import FIRST_LANGUAGE
from ots_portal.translating.texts import SOURCES

COLUMNS = ("msgid", "plural", "context", "source", "translation", "places")


class MissingString(NamedTuple):
    msgid: str
    plural: str
    context: str
    source: str
    guess: str  # what a fuzzy entry holds, which nobody has confirmed and no page shows
    places: tuple[str, ...]


class Lack(NamedTuple):
    total: int
    missing: list[MissingString]

    @property
    def done(self):
        return self.total - len(self.missing)

    @property
    def fuzzy(self):
        return sum(bool(string.guess) for string in self.missing)


def lack(language):
    """Read anew when a catalogue has changed."""
    files = [catalogues.file_of(code) for code in (FIRST_LANGUAGE, source_of(language), language)]
    return read_lack(language, tuple(file.stat().st_mtime_ns if file.exists() else 0 for file in files))


def source_of(language):
    return SOURCES.get(language, FIRST_LANGUAGE)


@lru_cache(maxsize=16)
def read_lack(language, times):
    known, own, source = map(catalogues.kept, (FIRST_LANGUAGE, language, source_of(language)))
    strings = [message for message in known if message.id]
    missing = [
        missing_string(message, own.get(message.id, message.context), source.get(message.id, message.context))
        for message in strings
        if not is_there(own.get(message.id, message.context))
    ]
    return Lack(len(strings), missing)


def is_there(message):
    return bool(message) and catalogues.complete(message) and not message.fuzzy


def missing_string(message, own, source):
    singular, plural = message.id if isinstance(message.id, tuple) else (message.id, "")
    places = tuple(dict.fromkeys(place for place, _line in message.locations))
    return MissingString(singular, plural, message.context or "", in_words(source), in_words(own), places)


def in_words(message):
    if not message or not message.string:
        return ""
    return message.string if isinstance(message.string, str) else " / ".join(filter(None, message.string))


def as_csv(language):
    stream = StringIO()
    writer = csv.writer(stream)
    writer.writerow(COLUMNS)
    for string in lack(language).missing:
        writer.writerow(
            [string.msgid, string.plural, string.context, string.source, string.guess, "; ".join(string.places)]
        )
    return "\ufeff" + stream.getvalue()  # by the mark spreadsheets know that it is UTF-8


def as_po(language):
    catalogue = Catalog(locale=language, charset="utf-8")
    for string in lack(language).missing:
        msgid = (string.msgid, string.plural) if string.plural else string.msgid
        places = [(place, None) for place in string.places]
        comments = [f"{source_of(language)}: {string.source}"] if string.source else []
        catalogue.add(msgid, None, places, user_comments=comments, context=string.context or None)
    return catalogues.as_po(catalogue).decode()
