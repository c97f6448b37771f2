"""What the tests of translations ask."""

from ots_portal.translating.models import Task
from ots_portal.translating.sheets import memory_of, sheets_of
from ots_portal.translating.worklist import refresh


def texts(record, language):
    [sheet] = sheets_of(type(record), [record.pk])
    return sheet.texts(language, memory_of([sheet]))


def seen(record, name, language="en"):
    """What the page of a task sends for a text."""
    return next(each.seen for each in texts(record, language) if each.place.name == name)


def states(record, language="en"):
    """The state of each text, by the name of the field, or the source text of a part."""
    return {
        " ".join(each.source) if each.place.row else each.place.name: str(each.state)
        for each in texts(record, language)
    }


def figures(record, language="en"):
    task = Task.objects.of(record).get(language=language)
    return {name: getattr(task, name) for name in ("missing", "stale", "unofficial", "words", "total")}


def refreshed(*records):
    for each in records:
        refresh(type(each), [each.pk])
