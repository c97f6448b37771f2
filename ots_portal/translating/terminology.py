"""Whether the translations of a record keep to the term base."""

from ots_portal.terms.checking import violations
from ots_portal.terms.models import Term
from ots_portal.terms.telling import told
from ots_portal.translating.shown_texts import legible
from ots_portal.translating.texts import SOURCES, places_in


def remarks(desk, languages, **_more):
    """What the pending translations of these languages do against the terms, {path: sentences}."""
    languages = [code for code in languages if code in SOURCES]
    pending = desk.own(languages) if languages else {}
    if not pending:
        return {}
    base = Term.objects.in_force().base()
    found = {
        place.path(code): [told(each) for each in violations_at(base, place, desk.working, code)]
        for place in places_in(desk.model, desk.working)
        for code in languages
        if place.path(code) in pending
    }
    return {path: sentences for path, sentences in found.items() if sentences}


def violations_at(base, place, document, language):
    """What a text of a document does against the terms of its source."""
    source_language = SOURCES[language]
    texts = [legible(place, document.get(place.path(code))) for code in (source_language, language)]
    return violations(base, *texts, source_language, language)
