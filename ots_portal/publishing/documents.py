"""Records as flat documents {path: JSON value} with all their parts, and documents as records in memory."""

import copy
from collections import defaultdict

from django.contrib.contenttypes.models import ContentType
from django.db.models import prefetch_related_objects

from ots_portal.publishing.in_memory import in_memory
from ots_portal.publishing.parts import fields_of, kinds_of, split


def dump(record):
    """The document of a record and its parts, as they are stored."""
    return dump_all([record])[record.pk]


def dump_all(records):
    """The documents of records of one model by their keys, in a number of queries that does not grow with them."""
    documents = {record.pk: dump_row(record) for record in records}
    if not documents:
        return {}
    model = type(records[0])
    add_relations(model, {key: (document, "") for key, document in documents.items()})
    for kind in kinds_of(model):
        add_parts(model, kind, documents)
    return documents


def dump_row(row):
    """The own columns of one record or part, {name: JSON value}."""
    return {field.name: as_json(field, row) for field in fields_of(type(row))}


def as_json(field, row):
    value = field.value_from_object(row)
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n")  # browsers send other line ends than they were given
    return value if isinstance(value, int | float | list | dict | None) else field.value_to_string(row)


def add_parts(model, kind, documents):
    places = {}
    for row in live_rows(model, kind, list(documents)):
        document, prefix = documents[getattr(row, kind.parent_column)], f"{kind.name}/{row.pk}"
        document[prefix] = True
        document.update({f"{prefix}/{name}": value for name, value in dump_row(row).items()})
        places[row.pk] = (document, f"{prefix}/")
    if places:
        add_relations(kind.model, places)


def live_rows(model, kind, keys):
    rows = kind.model._base_manager.filter(**{f"{kind.parent_column}__in": keys})
    return rows.filter(content_type=ContentType.objects.get_for_model(model)) if kind.is_generic else rows


def add_relations(model, places):
    """Add the keys of related records to {key: (document, prefix)}."""
    for field in model._meta.many_to_many:
        keys = related_keys(field, list(places))
        for key, (document, prefix) in places.items():
            document[prefix + field.name] = keys[key]


def related_keys(field, keys):
    """The sorted keys of related records, by the key of the record that names them."""
    found = defaultdict(list)
    source, target = field.m2m_column_name(), field.m2m_reverse_name()
    links = field.remote_field.through._base_manager.filter(**{f"{source}__in": keys})
    for own, related in links.values_list(source, target):
        found[own].append(as_key(related))
    return defaultdict(list, {key: sorted(related) for key, related in found.items()})


def rows_in(document):
    """The rows of a document's parts: {"outcomes": {"<uuid>": {"text_tr": …}}}."""
    rows = defaultdict(dict)
    for path in (path for path, value in document.items() if path.count("/") == 1 and value):
        name, row, _field_name = split(path)
        rows[name][row] = {}
    for path, value in document.items():
        name, row, field_name = split(path)
        if field_name and row in rows[name]:
            rows[name][row][field_name] = value
    return rows


def build(live, document):
    """The record as its document says, for forms and previews: nothing is stored, and relations know only .all()."""
    record = fill(copy.copy(live), document)
    record._prefetched_objects_cache = {}
    drafted = [
        field for field in relations_of(type(live)) if getattr(live, field.attname) != getattr(record, field.attname)
    ]
    prefetch_related_objects([record], *(field.name for field in drafted))
    know_relations({record: document})
    for kind, rows in build_parts(record, document).items():
        record._prefetched_objects_cache[kind.name] = in_memory(kind.model, in_order(rows))
    return record


def build_parts(record, document):
    """The rows of each kind of parts, in memory, with the records they name."""
    rows_by_name, built = rows_in(document), {}
    for kind in kinds_of(type(record)):
        values = rows_by_name[kind.name]
        rows = [build_row(record, kind, key, row_values) for key, row_values in values.items()]
        know_relations({row: values[str(row.pk)] for row in rows})
        prefetch_related_objects(rows, *map(named_by, relations_of(kind.model)))
        built[kind] = rows
    return built


def build_row(record, kind, key, values):
    row = kind.model(pk=kind.model._meta.pk.to_python(key))
    setattr(row, kind.model.parent_field, record)
    row._state.adding = False  # checks of uniqueness then pass over the row itself, stored or not
    return fill(row, values)


def fill(row, values):
    """Set the own columns of a record or part that the values name."""
    for field in fields_of(type(row)):
        if field.name in values:
            setattr(row, field.attname, field.to_python(values[field.name]))
    return row


def relations_of(model):
    """The foreign keys among the columns that editors own."""
    return [field for field in fields_of(model) if field.is_relation]


def named_by(field):
    """What the name of a related record takes: that of a part, its record too."""
    parent = getattr(field.related_model, "parent_field", "")
    return f"{field.name}__{parent}" if parent else field.name


def know_relations(values_by_row):
    """Give each row in memory the records to which its document relates it, all of one kind in one query."""
    fields = type(next(iter(values_by_row)))._meta.many_to_many if values_by_row else []
    for field in fields:
        wanted = {row: values.get(field.name) or [] for row, values in values_by_row.items()}
        found = field.related_model._default_manager.filter(pk__in={key for keys in wanted.values() for key in keys})
        records = {as_key(record.pk): record for record in found}
        for row, keys in wanted.items():
            cache = row.__dict__.setdefault("_prefetched_objects_cache", {})
            cache[field.name] = in_memory(field.related_model, [records[key] for key in keys if key in records])


def as_key(key):
    """A primary key as documents hold it."""
    return key if isinstance(key, int) else str(key)


def in_order(rows):
    """Parts in the order of their model; rows without a value stand last."""
    names = rows[0]._meta.ordering if rows else []
    return sorted(rows, key=lambda row: [(getattr(row, name) is None, getattr(row, name) or 0) for name in names])
