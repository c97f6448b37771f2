"""What stands beside each text at the desk: the terms of its source, what its translation does against them, offers."""

from typing import NamedTuple

from django.utils.translation import get_language

from ots_portal.publishing.fields import RichTextField
from ots_portal.publishing.parts import field_at
from ots_portal.terms.checking import violations
from ots_portal.terms.marking import marked
from ots_portal.terms.models import Term
from ots_portal.terms.telling import told
from ots_portal.translating.memory.offering import asked_at, offers
from ots_portal.translating.shown_texts import legible
from ots_portal.translating.texts import Place


class Beside(NamedTuple):
    source: str
    terms: list
    warnings: list
    offers: list


class FoundTerm(NamedTuple):
    """A term as it stands in the source, and how it is said in the other language."""

    text: str
    wording: str
    abbreviation: str
    note: str


def besides(side, texts):
    """{path: what stands beside it}; offers only for what is to be done. The queries do not grow with the texts."""
    base, offered = Term.objects.in_force().base(), offers_for(side, texts)
    return {text.path: beside(side, text, base, offered.get(text.path, [])) for text in texts}


def beside(side, text, base, offered):
    place, languages = place_of(side, text), (side.source_language, side.language)
    source, target = side.source.get(text.source_path) or "", side.document.get(text.path) or ""
    plain = legible(place, source)
    return Beside(
        source=marked(base, source, *languages, is_rich=place.is_rich),
        terms=found_terms(base.hits(plain, side.source_language), side.language),
        warnings=[told(each) for each in violations(base, plain, legible(place, target), *languages)],
        offers=offered,
    )


def found_terms(hits, language):
    """Each term once, in the order of the text."""
    entries = {entry: hit.text for hit in reversed(hits) for entry in reversed(hit.entries)}
    return [
        FoundTerm(text, entry.wording(language), entry.abbreviations.get(language, ""), note_of(entry))
        for entry, text in reversed(entries.items())
        if entry.wording(language)
    ]


def note_of(entry):
    """A note in the language of the page, for whom it is written."""
    return entry.note.get(get_language(), "")


def offers_for(side, texts):
    asked, places = [], []
    for text in texts:
        found = asked_at(place_of(side, text), side.record, side.source.get(text.source_path)) if text.is_to_do else []
        asked += found
        places += [text.path] * len(found)
    offered = {}
    for at, found in offers(asked, side.language).items():
        offered.setdefault(places[at], []).extend(found)
    return offered


def place_of(side, text):
    row, _slash, name = text.path.rpartition("/")
    is_rich = isinstance(field_at(side.model, text.path), RichTextField)
    return Place(row, name.removesuffix(f"_{side.language}"), is_rich)
