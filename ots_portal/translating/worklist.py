"""Bringing the worklist in line with what is live, submitted and drafted, in queries that do not grow with records."""

from collections import Counter

from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from ots_portal.publishing.publishable import Publishable
from ots_portal.publishing.record_types import publishable_models
from ots_portal.schema import brings, migrations_are_applied
from ots_portal.translating.areas import areas_of
from ots_portal.translating.blocks import word_count
from ots_portal.translating.comparing import TextState
from ots_portal.translating.memory.filling import fill
from ots_portal.translating.models import Rendering, Segment, Task
from ots_portal.translating.remembering import assume, assume_history
from ots_portal.translating.sheets import memory_of, sheets_of
from ots_portal.translating.texts import SOURCES

BATCH = 500
FIGURES = ["missing", "stale", "unofficial", "words", "total", "pending", "areas", "search_text"]
KEY = ["content_type", "object_id", "language"]


def follow(sender, record, live=None, **_more):
    """A listener: whatever is done with a record, its figures follow in the same transaction."""
    if isinstance(record, Publishable):
        refresh(sender, [record.pk], live and {record.pk: live})


def follow_broken_promise(sender, promise, **_more):
    draft = promise.draft
    refresh(draft.content_type.model_class(), [draft.object_id])


def forget(sender, instance, **_more):
    """A listener: what was deleted needs no translation."""
    if isinstance(instance, Publishable):
        Task.objects.of(instance).delete()
        Segment.objects.of(instance).delete()


def refresh_all():
    for model, keys in batches():
        refresh(model, keys)


def recount(progress=lambda done, total: None):
    """Count everything anew; the number of records, and of the rows that were wrong or missing."""
    before, done = rows(), 0
    total = sum(model._base_manager.count() for model in publishable_models())
    for model, keys in batches():
        refresh(model, keys)
        done += len(keys)
        progress(done, total)
    return total, len({row[: len(KEY)] for row in before ^ rows()})


def rows():
    """Every row of the worklist as one value, to be compared."""
    columns = [*KEY, *(name for name in FIGURES if name != "areas"), "areas"]
    return {(*row[:-1], tuple(row[-1])) for row in Task.objects.values_list(*columns)}


def batches():
    for model in publishable_models():
        keys = list(model._base_manager.order_by("pk").values_list("pk", flat=True))
        yield from ((model, keys[start : start + BATCH]) for start in range(0, len(keys), BATCH))


@transaction.atomic
def refresh(model, keys, lives=None):
    """Count anew what these records need in each language, and remember what is published of them.

    Who translates them, and until when, stays. `lives` are their live documents, if known.
    """
    sheets = sheets_of(model, keys, lives)
    assume((sheet.record, sheet.live) for sheet in sheets)
    memory, areas = memory_of(sheets), areas_of(model, keys)
    content_type = ContentType.objects.get_for_model(model)
    texts = {(sheet, code): list(sheet.texts(code, memory)) for sheet in sheets for code in SOURCES}
    old_sources = sources_of([text for found in texts.values() for text in found])
    tasks = [
        Task(
            content_type=content_type,
            object_id=sheet.record.pk,
            language=code,
            pending=sheet.pending_in(code),
            areas=sorted(areas[sheet.record.pk]),
            search_text=searched(sheet),
            **figures(found, old_sources),
        )
        for (sheet, code), found in texts.items()
    ]
    Task.objects.bulk_create(tasks, update_conflicts=True, unique_fields=KEY, update_fields=FIGURES)
    fill(sheets, memory)


def sources_of(texts):
    """The sources from which what is stale was last made, {key of the rendering: source}."""
    keys = {text.rendering for text in texts if text.state == TextState.STALE}
    return dict(Rendering.objects.filter(pk__in=keys).values_list("pk", "source"))


def figures(texts, old_sources):
    numbers = Counter(text.state for text in texts)
    return {
        "missing": numbers[TextState.MISSING],
        "stale": numbers[TextState.STALE],
        "unofficial": numbers[TextState.UNOFFICIAL],
        "words": sum(text.words_to_do(old_sources.get(text.rendering)) for text in texts),
        "total": sum(max(1, word_count(text.source)) for text in texts),
    }


def searched(sheet):
    return " ".join(filter(None, [sheet.record.search_text, sheet.draft and sheet.draft.search_text]))


def begin(sender, plan=(), **_more):
    """A listener: a database that had records before it had a worklist, or a language, gets one when it is migrated."""
    if brings(sender, plan) and migrations_are_applied():
        for model, keys in batches():
            assume_history(sheets_of(model, keys))
            refresh(model, keys)
