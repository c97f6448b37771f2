"""Finding what was translated before: the same source, or one that is nearly the same."""

from collections import defaultdict
from typing import NamedTuple

from django.db import connection, transaction
from django.utils.safestring import mark_safe

from ots_portal import richtext
from ots_portal.publishing.record_pages import change_address
from ots_portal.publishing.words import difference_in_html
from ots_portal.translating.memory.models import WHOLE, Segment
from ots_portal.translating.memory.paragraphs import Paragraph, paragraphs_of

ALIKE, MOST, WHOLLY = 0.75, 3, 100
# Texts of which one has far more trigrams than the other cannot be alike: that is seen before they are compared.
FIND = """
SELECT asked.at, found.id, found.score
FROM unnest(%(at)s::int[], %(row)s::text[], %(name)s::text[], %(digest)s::text[], %(folded)s::text[],
            %(trigrams)s::int[]) AS asked(at, row, name, digest, folded, trigrams)
CROSS JOIN LATERAL (
    (SELECT id, 2.0 AS score, published_at FROM translating_segment
     WHERE language = %(language)s AND source_digest = asked.digest
       AND NOT (translating_segment.row = asked.row AND translating_segment.name = asked.name)
     ORDER BY published_at DESC, id LIMIT %(most)s)
    UNION ALL
    (SELECT id, similarity(source_folded, asked.folded), published_at FROM translating_segment
     WHERE language = %(language)s
       AND translating_segment.trigrams BETWEEN floor(asked.trigrams * %(alike)s)::int AND ceil(asked.trigrams / %(alike)s)::int
       AND source_folded %% asked.folded AND source_digest <> asked.digest
       AND similarity(source_folded, asked.folded) > %(alike)s
       AND NOT (translating_segment.row = asked.row AND translating_segment.name = asked.name)
     ORDER BY 2 DESC, published_at DESC, id LIMIT %(most)s)
) AS found
ORDER BY asked.at, found.score DESC, found.published_at DESC, found.id
"""


class Asked(NamedTuple):
    """A paragraph or whole text to be translated, and the field in which it stands."""

    row: str
    name: str
    paragraph: Paragraph
    is_rich: bool

    @property
    def legible(self):
        is_whole = self.paragraph.number == WHOLE
        return richtext.as_text(self.paragraph.text) if self.is_rich and is_whole else self.paragraph.text


class Offer(NamedTuple):
    """A text that was published before; `percent` says how much its source is like the one asked for."""

    segment: Segment
    asked: Asked
    percent: int

    @property
    def is_exact(self):
        return self.percent == WHOLLY

    @property
    def source(self):
        return richtext.as_text(self.segment.source) if self.segment.is_rich else self.segment.source

    @property
    def text(self):
        return richtext.as_text(self.segment.target) if self.segment.is_rich else self.segment.target

    @property
    def html(self):
        """What a rich text field may take over with its mark-up."""
        return mark_safe(richtext.clean(self.segment.target)) if self.segment.is_rich else ""  # noqa: S308 - cleaned

    @property
    def difference(self):
        """What the source has that its own did not."""
        return difference_in_html(self.source, self.asked.legible)

    @property
    def paragraph(self):
        """The number of the paragraph to which it belongs; 0 for the whole text."""
        return self.asked.paragraph.number

    @property
    def address(self):
        return change_address(self.segment.record)


def asked_at(place, record, text):
    """What is asked for a source text: the whole of it, and its paragraphs."""
    found = paragraphs_of(text, is_rich=place.is_rich)
    return [Asked(place.key(record), place.name, paragraph, place.is_rich) for paragraph in found]


def offers(asked, language):
    """The offers for each of these, best first, {number in the list: offers}; a text is not offered to itself."""
    scores = found_for(asked, language) if asked else []
    segments = Segment.objects.select_related("made__user").prefetch_related("record")
    known = segments.in_bulk({key for _at, key, _score in scores})
    offered = defaultdict(list)
    for at, key, score in scores:
        others = {each.segment.target for each in offered[at]}
        if key in known and known[key].target not in others and len(offered[at]) < MOST:
            offered[at].append(Offer(known[key], asked[at], percent_of(score)))
    return {at: found for at, found in offered.items() if found}


def percent_of(score):
    """A source that differs in capitals or marks only is not the same."""
    return WHOLLY if score > 1 else min(WHOLLY - 1, round(score * WHOLLY))


@transaction.atomic
def found_for(asked, language):
    values = {"at": list(range(len(asked))), "language": language, "alike": ALIKE, "most": MOST + 1}
    values |= {name: [getattr(each, name) for each in asked] for name in ("row", "name")}
    values |= {name: [getattr(each.paragraph, name) for each in asked] for name in ("digest", "folded", "trigrams")}
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [str(ALIKE)])
        cursor.execute(FIND, values)
        return cursor.fetchall()
