"""Keeping what each translation was made from: what its author saw beside it, or what was live beside it."""

from ots_portal.publishing.drafts import Revision
from ots_portal.publishing.parts import known
from ots_portal.translating.blocks import digest
from ots_portal.translating.models import Rendering
from ots_portal.translating.sheets import Memory
from ots_portal.translating.texts import SOURCES, places_in


def remember_typed(sender, record, before, after, user, **_more):
    """A listener: words that somebody typed are made from the source that stood in the same form."""
    keep(typed(record, before, after, user))


def typed(record, before, after, user):
    for place in places_in(type(record), after):
        for language in SOURCES:
            blocks = place.blocks(after, language)
            if blocks and blocks != place.blocks(before, language):
                yield rendering(record, place, language, after, after, basis=Rendering.Basis.TYPED, user=user)


def assume(documents):
    """Words that came live in another way, or before this was kept, are taken to say what stands beside them.

    `documents` are pairs of record and document; what is known of a text is never asked again.
    """
    documents = list(documents)
    memory = Memory({place.key(record) for record, each in documents for place in places_in(type(record), each)})
    keep(each for record, document in documents for each in assumed(record, document, memory))


def assumed(record, document, memory):
    for place in places_in(type(record), document):
        for language in SOURCES:
            if place.blocks(document, language):
                each = rendering(record, place, language, document, document, basis=Rendering.Basis.ASSUMED)
                if memory.learn(each):
                    yield each


def assume_history(sheets):
    """Once, for what was there before this was kept: versions of old, so that they may be restored, and drafts."""
    assume((sheet.record, sheet.live) for sheet in sheets)
    for record in (sheet.record for sheet in sheets):
        revisions = Revision.objects.of(record).order_by("pk").values_list("document", flat=True)
        assume((record, known(type(record), document)) for document in revisions)
    assume((sheet.record, sheet.working) for sheet in sheets)


def rendering(record, place, language, target, source, **more):
    """That what a place says in one document renders what it says in another."""
    return Rendering(
        row=place.key(record),
        name=place.name,
        language=language,
        text_digest=digest(place.blocks(target, language)),
        source_digest=digest(place.blocks(source, SOURCES[language])),
        source=source.get(place.path(SOURCES[language])) or "",
        **more,
    )


def keep(renderings):
    Rendering.objects.bulk_create(renderings, ignore_conflicts=True)
