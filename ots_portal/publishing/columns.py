"""The columns that pages read.

Django asks for every column of every joined row, and a record has forty, which takes it longer to write down than
PostgreSQL to answer. Of a record that a page only links to it needs a quarter; of its own, what readers may see.
"""

from functools import cache

from django.db.models import QuerySet
from modeltranslation.fields import TranslationField

from ots_portal.publishing.publishable import Publishable

OF_STAFF = {"owner", "internal_note", "review_on", "sort_key", "search_text"}
OF_LINKS = {"id", "reference", "slug", "published_at", "withdrawn_at"}


def with_links(rows, *paths):
    """Rows that a page tells all of, together with what their foreign keys lead to, as far as links need that."""
    return read(rows, paths, page_columns)


def as_links(rows, *paths):
    """Rows that a page only links to, and the records through which their addresses lead."""
    return read(rows, paths, link_columns)


def read(rows, paths, columns):
    names = list(columns(rows.model))
    for path, model in steps(rows.model, paths):
        names += [f"{path}__{name}" for name in link_columns(model)]
    return QuerySet.only(rows.select_related(*paths), *names)  # modeltranslation's own asks of each name what it is


def steps(model, paths):
    """Each joined table once: the path that leads there and its model."""
    found = {}
    for path in paths:
        at = model
        names = path.split("__")
        for number, name in enumerate(names, start=1):
            at = at._meta.get_field(name).related_model
            found["__".join(names[:number])] = at
    return found.items()


@cache
def page_columns(model):
    """All that readers may see; the column without a language that stands beside each translated one holds nothing."""
    return [name for name, stem in columns_of(model) if stem not in OF_STAFF]


@cache
def link_columns(model):
    """Name, address, what stands beside it, and whether readers may see the record; of a plain table everything."""
    if not issubclass(model, Publishable):
        return page_columns(model)
    stems = OF_LINKS | {model.naming_field, model.lies_within, *model.linked_fields}
    return [name for name, stem in columns_of(model) if stem in stems]


def columns_of(model):
    """Pairs of column and field, of a translated field one pair for each language."""
    translated = {field.translated_field.name for field in model._meta.concrete_fields if is_translation(field)}
    for field in model._meta.concrete_fields:
        if is_translation(field):
            yield field.name, field.translated_field.name
        elif field.name not in translated:
            yield field.name, field.name


def is_translation(field):
    return isinstance(field, TranslationField)
