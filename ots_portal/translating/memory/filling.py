"""Keeping the memory in line with what is published; drafts never enter it."""

from django.contrib.contenttypes.models import ContentType

from ots_portal.languages import column
from ots_portal.translating.blocks import digest
from ots_portal.translating.memory.models import Segment
from ots_portal.translating.memory.paragraphs import paragraphs_of
from ots_portal.translating.texts import SOURCES, places_in

KEY = ["row", "name", "number", "language"]
CONTENT = ["content_type", "object_id", "source", "target", "is_rich", "source_digest", "source_folded", "trigrams"]
CONTENT += ["made", "published_at"]


def fill(sheets, memory):
    """Remember what is published of these records, and nothing else of them, in three queries at most."""
    if not sheets:
        return
    content_type = ContentType.objects.get_for_model(sheets[0].model)
    wanted = {key_of(each): each for sheet in sheets for each in segments_of(sheet, memory, content_type)}
    stored = Segment.objects.filter(content_type=content_type, object_id__in=[sheet.record.pk for sheet in sheets])
    known = {key_of(each): each for each in stored}
    new = [each for key, each in wanted.items() if key not in known or not is_same(each, known[key])]
    if gone := [each.pk for key, each in known.items() if key not in wanted]:
        Segment.objects.filter(pk__in=gone).delete()
    if new:
        Segment.objects.bulk_create(new, update_conflicts=True, unique_fields=KEY, update_fields=CONTENT)


def segments_of(sheet, memory, content_type):
    record = sheet.record
    for language, source_language in SOURCES.items():
        if record.is_published_in(language) and record.is_published_in(source_language):
            values = {"content_type": content_type, "object_id": record.pk, "language": language}
            values["published_at"] = getattr(record, column("changed_at", language))
            for place in places_in(sheet.model, sheet.live):
                yield from segments_at(sheet, place, memory, values)


def segments_at(sheet, place, memory, values):
    """The pairs of a text that renders its source as it stands: whole, and by paragraphs where they are as many.

    A text typed before it had a source has none to stand beside.
    """
    language, source_language = values["language"], SOURCES[values["language"]]
    key = (place.key(sheet.record), place.name, language)
    made_from = memory.sources_of(key, digest(place.blocks(sheet.live, language)))
    made = made_from.get(digest(place.blocks(sheet.live, source_language)))
    is_other_wording = place.is_official(sheet.live, language) != place.is_official(sheet.live, source_language)
    if made is None or is_other_wording:
        return
    codes = source_language, language
    sources, targets = (paragraphs_of(sheet.live.get(place.path(code)), is_rich=place.is_rich) for code in codes)
    pairs = list(zip(sources, targets, strict=False)) if len(sources) == len(targets) else []
    for source, target in pairs or zip(sources[:1], targets[:1], strict=False):
        yield Segment(
            row=key[0],
            name=place.name,
            number=source.number,
            source=source.text,
            target=target.text,
            is_rich=place.is_rich and source.number == 0,
            source_digest=source.digest,
            source_folded=source.folded,
            trigrams=source.trigrams,
            made_id=made,
            **values,
        )


def key_of(segment):
    return tuple(getattr(segment, name) for name in KEY)


def is_same(one, other):
    return all(getattr(one, field.attname) == getattr(other, field.attname) for field in compared())


def compared():
    return [Segment._meta.get_field(name) for name in CONTENT]
