"""Which paths of documents and drafts name a record, and the same with another record in its place."""

from ots_portal.publishing.documents import as_key
from ots_portal.publishing.parts import field_at


def related_model_at(model, path):
    """The model of the records that a path names; None where it names none."""
    field = field_at(model, path)
    return field.related_model if getattr(field, "is_relation", False) else None


def keys_in(value):
    return value if isinstance(value, list) else [value]


def names(model, path, value, record):
    return related_model_at(model, path) is type(record) and as_key(record.pk) in keys_in(value)


def with_keys(value, keys):
    """The value of a relation with other keys, {old: new}; None: without it."""
    if not isinstance(value, list):
        return keys.get(value, value)
    return sorted({keys.get(key, key) for key in value} - {None})


def renamed(model, document, related, keys):
    """A document in which these keys of a related model are others."""
    return {
        path: with_keys(value, keys) if related_model_at(model, path) is related else value
        for path, value in document.items()
    }


def renamed_changes(model, changes, related, keys):
    """Changes {path: [was, wanted]} in which these keys of a related model are others."""
    return {
        path: [with_keys(value, keys) for value in pair] if related_model_at(model, path) is related else pair
        for path, pair in changes.items()
    }
