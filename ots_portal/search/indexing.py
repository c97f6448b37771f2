"""Keeping the index in line with what is published, in the transaction that publishes it."""

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.utils import translation

from ots_portal.languages import LANGUAGES
from ots_portal.publishing.publishable import Publishable
from ots_portal.schema import brings
from ots_portal.search.file_texts import ask_for, read_waiting
from ots_portal.search.models import Entry, Name, Word
from ots_portal.search.sources import dependents_of, source_of, sources
from ots_portal.search.spelling import learn
from ots_portal.search.tokens import name_key
from ots_portal.search.vectors import vectors_of
from ots_portal.turkish import fold

BATCH = 200
LONGEST_TEXT = 100_000
LONGEST_NAME = 300
MOST_KEYS = 50


# ---- Following -----------------------------------------------------------------------------------------------
def follow(sender, record, is_seen, **_more):
    """A listener: what readers see of an act shows in the index in the same transaction.

    Others say of a record only what it says of itself: if that is as before, they are, too.
    """
    if not is_seen:
        return
    before = written_of(record)
    if source_of(sender):
        refresh(sender, [record.pk])
    if isinstance(record, Publishable) and written_of(record) == before:
        return
    for source, path in dependents_of(record):
        keys = source.model._base_manager.filter(**{path: record.pk}).order_by("pk").values_list("pk", flat=True)
        refresh(source.model, list(dict.fromkeys(keys)))


def written_of(record):
    if not isinstance(record, Publishable):
        return []
    content_type = ContentType.objects.get_for_model(record)
    rows = Entry.objects.filter(content_type=content_type, object_id=record.pk).order_by("part", "language").values()
    return [row | {"id": None} for row in rows]


def forget(sender, instance, **_more):
    """A listener: what was deleted cannot be found."""
    if source_of(sender):
        clear(sender, [instance.pk])


@transaction.atomic
def refresh(model, keys):
    """Write anew what can be found of these records; nothing of what readers may not see."""
    for start in range(0, len(keys), BATCH):
        some = keys[start : start + BATCH]
        clear(model, some)
        add(model, some)


def refresh_all(progress=lambda done, total: None):
    """Everything anew; `progress` is told after each batch."""
    keys = {source.model: list(source.records().order_by("pk").values_list("pk", flat=True)) for source in sources()}
    done, total = 0, sum(map(len, keys.values()))
    with transaction.atomic():
        for model in (Entry, Name, Word):
            model.objects.all().delete()
        for model, own in keys.items():
            for start in range(0, len(own), BATCH):
                add(model, own[start : start + BATCH])
                done += len(own[start : start + BATCH])
                progress(done, total)
    read_waiting()


def follow_text(sender, instance, **_more):
    """A listener: what a file says was read."""
    follow(sender, instance, is_seen=True)


def begin(sender, plan=(), **_more):
    """A listener: what is migrated gets a new index, also where there were records before there was an index."""
    tables = {source.model._meta.db_table for source in sources()}
    if brings(sender, plan) and tables <= set(connection.introspection.table_names()):
        refresh_all()


# ---- Rows ----------------------------------------------------------------------------------------------------
def clear(model, keys):
    content_type = ContentType.objects.get_for_model(model)
    if all(isinstance(key, int) for key in keys):
        Entry.objects.filter(content_type=content_type, object_id__in=keys).delete()
    Name.objects.filter(owner__in=[owner_of(model, key) for key in keys]).delete()


def add(model, keys):
    source, content_type = source_of(model), ContentType.objects.get_for_model(model)
    records = list(source.records().filter(pk__in=keys))
    found = [pair for record in records for pair in entries_of(source, content_type, record)]
    Entry.objects.bulk_create((entry for entry, _item in found), batch_size=BATCH)
    ask_for(file for record in records for file in source.files(record))
    learn(item for _entry, item in found)
    Name.objects.bulk_create(name for record in records for name in names_of(source, record))


def owner_of(model, key):
    return f"{model._meta.label_lower}/{key}"


def entries_of(source, content_type, record):
    """What readers of each language find of a record, as rows and as it was described."""
    for language in LANGUAGES:
        with translation.override(language):
            for item in source.describe(record):
                yield entry_of(item, content_type, record, language), item


def entry_of(item, content_type, record, language):
    names = list(item.names)
    keys = [fold(text) for text in (item.title.text, item.reference, *(name.text for name in names))]
    return Entry(
        content_type=content_type,
        object_id=record.pk,
        language=language,
        part=item.part,
        thing=item.thing or f"{item.kind}/{item.reference}",
        kind=item.kind,
        reference=item.reference,
        title=item.title.text[:600],
        title_language=item.title.language,
        url=item.url,
        place=item.place[:300],
        date=item.date,
        date_words=item.date_words,
        date_machine=item.date_machine,
        is_official=item.is_official,
        text=item.text.text[:LONGEST_TEXT],
        text_language=item.text.language,
        page=item.page,
        keys=list(dict.fromkeys(key[:200] for key in keys if key))[:MOST_KEYS],
        facets=sorted({f"{name}:{value}" for name, values in facets_of(item) for value in values if value}),
        **vectors_of(item, names),
    )


def facets_of(item):
    yield "type", [item.kind]
    yield from item.facets.items()


def names_of(source, record):
    owner = owner_of(source.model, record.pk)
    for name in source.names(record):
        if key := name_key(name.text, name.language)[:LONGEST_NAME]:
            yield Name(owner=owner, key=key, **name._asdict() | {"text": name.text[:LONGEST_NAME]})
