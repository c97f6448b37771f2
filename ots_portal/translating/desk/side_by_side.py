"""The texts of a record in one language beside their sources, in the order in which people read them."""

from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from django.utils.safestring import mark_safe

from ots_portal import richtext
from ots_portal.labels import capitalized
from ots_portal.publishing.changes import tidy
from ots_portal.publishing.comments import Places
from ots_portal.publishing.desk import Desk
from ots_portal.publishing.parts import field_at
from ots_portal.publishing.words import difference_in_html, field_name_in, place, places_of, row_numbers
from ots_portal.translating.comparing import TextState
from ots_portal.translating.models import Rendering
from ots_portal.translating.sheets import memory_of, sheets_of
from ots_portal.translating.shown_texts import legible
from ots_portal.translating.texts import SOURCES, places_in


class SideText(NamedTuple):
    """A text beside its source; for one that is out of date also what it was made from."""

    path: str
    source_path: str
    label: str
    state: TextState
    source: str
    old_source: str
    difference: str
    blocks_changed: int
    made: Rendering | None
    seen: str
    wording: str
    is_gone: bool

    @property
    def is_to_do(self):
        return self.state != TextState.IN_STEP and not self.is_gone


class Group(NamedTuple):
    """The record's own texts, or those of one part under its name."""

    label: str
    about: str
    anchor: str
    texts: list


class SideBySide:
    """A record as it lies before the translator of one language; reading it writes nothing."""

    def __init__(self, task, order=()):
        self.task, self.language, self.source_language = task, task.language, SOURCES[task.language]
        self.model, self.order = task.content_type.model_class(), order
        [self.sheet] = sheets_of(self.model, [task.object_id])
        self.record, self.source = self.sheet.record, self.sheet.source(self.source_language)

    @cached_property
    def desk(self):
        return Desk(self.record)

    @cached_property
    def places(self):
        return Places(self.desk)

    @cached_property
    def document(self):
        return self.beside_source(self.sheet.working)

    def beside_source(self, document):
        """A document with the source that counts in place of a drafted one: what is typed is made from what is seen."""
        paths = [each.path(self.source_language) for each in places_in(self.model, self.source)]
        return tidy(document | {path: self.source.get(path) for path in paths})

    @cached_property
    def texts(self):
        texts = list(self.sheet.texts(self.language, memory_of([self.sheet])))
        made = Rendering.objects.select_related("user").in_bulk({text.rendering for text in texts} - {None})
        order, numbers = places_of(self.model, self.order), row_numbers((self.document, self.source))
        texts.sort(key=lambda text: place(text.place.path(self.source_language), order, numbers))
        return [self.shown(text, made.get(text.rendering)) for text in texts]

    def shown(self, text, made):
        path, source_path = text.place.path(self.language), text.place.path(self.source_language)
        source, is_stale = self.source.get(source_path), bool(made) and text.state == TextState.STALE
        old = made.source if is_stale else ""
        return SideText(
            path=path,
            source_path=source_path,
            label=field_name_in(field_at(self.model, path).model, text.place.name),
            state=text.state,
            source=in_html(text.place, source),
            old_source=in_html(text.place, old),
            difference=difference_in_html(legible(text.place, old), legible(text.place, source)) if is_stale else "",
            blocks_changed=len(text.changed_blocks(old)) if is_stale and len(text.source) > 1 else 0,
            made=made,
            seen=text.seen,
            wording=text.place.beside(text.place.wording, self.language) if text.place.wording else "",
            is_gone=bool(text.place.row) and not self.document.get(text.place.row),
        )

    @property
    def to_do(self):
        return [text for text in self.texts if text.is_to_do]

    @cached_property
    def paths(self):
        """All that may be written here: texts, whether a text is a summary or official, and the address of the page."""
        there = [text for text in self.texts if not text.is_gone]
        return [path for text in there for path in (text.path, text.wording) if path] + self.address

    @cached_property
    def kept_paths(self):
        """What is kept when it is sent: also words whose source was taken back while they were written."""
        drafted = [each.path(self.language) for each in places_in(self.model, self.document)]
        return list(dict.fromkeys([*self.paths, *drafted]))

    @property
    def address(self):
        return [f"slug_{self.language}"] if self.model.has_page else []

    def proposed_address(self):
        """What the address will be if nobody writes one: it is made from the drafted title."""
        return self.desk.built().proposed_slug(self.language) if self.address else None

    def groups(self, texts):
        for row, found in groupby(texts, key=lambda text: text.path.rpartition("/")[0]):
            label = self.places.label(row) if row else capitalized(self.model._meta.verbose_name)
            yield Group(label, self.about(row), self.places.anchor(row), list(found))

    def about(self, row):
        """What a part is about – a person, a file –, unless it is named by a text of its own."""
        words = self.places.quoted(row) if self.places.has(row) else ""
        said = [value for path, value in self.desk.working.items() if path.startswith(f"{row}/")]
        return "" if any(isinstance(each, str) and each.startswith(words.rstrip("…")) for each in said) else words

    def after(self, path):
        """The next text to do after another one."""
        paths = [text.path for text in self.texts]
        later = paths[paths.index(path) + 1 :] if path in paths else []
        return next((text.path for text in self.to_do if text.path in later), "")


def in_html(place, text):
    """A text as people read it; plain lines stay lines by the style sheet."""
    return mark_safe(richtext.clean(text or "")) if place.is_rich else text or ""  # noqa: S308 - cleaned
