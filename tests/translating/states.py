"""What the tests of translations ask."""

from ots_portal.translating.models import Task
from ots_portal.translating.sheets import memory_of, sheets_of
from ots_portal.translating.worklist import refresh


def states(record, language="en"):
    """The state of each text, by the name of the field, or the source text of a part."""
    [sheet] = sheets_of(type(record), [record.pk])
    texts = sheet.texts(language, memory_of([sheet]))
    return {" ".join(each.source) if each.place.row else each.place.name: str(each.state) for each in texts}


def figures(record, language="en"):
    task = Task.objects.of(record).get(language=language)
    return {name: getattr(task, name) for name in ("missing", "stale", "unofficial", "words", "total")}


def refreshed(*records):
    for each in records:
        refresh(type(each), [each.pk])
