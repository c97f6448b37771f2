"""The texts of a task as people read them: the source with what changed in it, the translation, and who made it."""

from typing import NamedTuple

from ots_portal import richtext
from ots_portal.publishing.words import Reader, difference_in_html
from ots_portal.translating.comparing import TextState
from ots_portal.translating.models import Rendering
from ots_portal.translating.sheets import memory_of, sheets_of
from ots_portal.translating.texts import SOURCES


class ShownText(NamedTuple):
    label: str
    state: TextState
    source: str
    difference: str
    translation: str
    made: Rendering | None
    seen: str


def shown_texts(task):
    """What is to be done and what is in step, both in the order of the record."""
    [sheet] = sheets_of(task.content_type.model_class(), [task.object_id])
    texts = list(sheet.texts(task.language, memory_of([sheet])))
    made = Rendering.objects.select_related("user").in_bulk({text.rendering for text in texts} - {None})
    reader = Reader(sheet.model, {}, (sheet.live, sheet.working))
    shown = [show(sheet, task.language, text, made.get(text.rendering), reader) for text in texts]
    return [each for each in shown if each.state != TextState.IN_STEP], [
        each for each in shown if each.state == TextState.IN_STEP
    ]


def show(sheet, language, text, made, reader):
    place, source_language = text.place, SOURCES[language]
    source = legible(place, sheet.source(source_language).get(place.path(source_language)))
    is_stale = text.state == TextState.STALE and made
    return ShownText(
        label=reader.fact("/".join(filter(None, [place.row, place.name]))),
        state=text.state,
        source=source,
        difference=difference_in_html(legible(place, made.source), source) if is_stale else "",
        translation=legible(place, sheet.working.get(place.path(language))),
        made=made,
        seen=text.seen,
    )


def legible(place, text):
    return richtext.as_text(text or "") if place.is_rich else text or ""
