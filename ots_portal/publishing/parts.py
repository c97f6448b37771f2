"""What a record consists of, read from its models: own fields, parts and relations, and the lane of each path."""

from functools import cache
from typing import NamedTuple

from django.contrib.contenttypes.fields import GenericRelation
from modeltranslation.fields import TranslationField

from ots_portal.accounts.roles import SHARED
from ots_portal.languages import FIRST_LANGUAGE, LANGUAGES
from ots_portal.publishing.publishable import GenericPart, Part


class Kind(NamedTuple):
    """One kind of parts of a record, by the name under which the record has them."""

    name: str
    model: type
    parent_column: str
    is_generic: bool = False


@cache
def kinds_of(model):
    """The kinds of parts of a record, in the order of their names."""
    kinds = [
        Kind(relation.get_accessor_name(), relation.related_model, relation.field.attname)
        for relation in model._meta.related_objects
        if issubclass(relation.related_model, Part) and relation.related_model.parent_field == relation.field.name
    ]
    kinds += [
        Kind(field.name, field.related_model, field.object_id_field_name, is_generic=True)
        for field in model._meta.private_fields
        if isinstance(field, GenericRelation) and issubclass(field.related_model, Part)
    ]
    return sorted(kinds, key=lambda kind: kind.name)


@cache
def fields_of(model):
    """The columns that editors own: no keys, nothing computed, and translated fields once per language."""
    return [
        field
        for field in model._meta.concrete_fields
        if field.editable
        and not (field.primary_key or field.generated or field.name in base_names(model) or names_parent(model, field))
    ]


@cache
def base_names(model):
    """The columns in which modeltranslation repeats the first language."""
    return {field.translated_field.name for field in model._meta.concrete_fields if isinstance(field, TranslationField)}


def names_parent(model, field):
    if issubclass(model, GenericPart):
        return field.name in {"content_type", "object_id"}
    return issubclass(model, Part) and field.name == model.parent_field


def field_at(model, path):
    """The field that a path names, a Kind for the path of a row, or None for what the models no longer have."""
    name, _row, field_name = split(path)
    return _places(model).get((name, field_name))


def split(path):
    """ "outcomes/<uuid>/text_tr" as ("outcomes", "<uuid>", "text_tr"); what is missing is ""."""
    name, _slash, rest = path.partition("/")
    row, _slash, field_name = rest.partition("/")
    return name, row, field_name


@cache
def _places(model):
    places = {(field.name, ""): field for field in [*fields_of(model), *model._meta.many_to_many]}
    for kind in kinds_of(model):
        places[kind.name, ""] = kind
        fields = [*fields_of(kind.model), *kind.model._meta.many_to_many]
        places |= {(kind.name, field.name): field for field in fields}
    return places


def known(model, document):
    """The document, or changes, without the paths that the models no longer have."""
    return {path: value for path, value in document.items() if field_at(model, path)}


def lane_of(model, path, *documents):
    """The language to which a path belongs, or SHARED; a part of one language names it in one of the documents."""
    name, row, _field_name = split(path)
    field = field_at(model, path)
    if isinstance(field, TranslationField):
        return field.language
    kind = field_at(model, name) if row else None
    if not (kind and kind.model.language_field):
        return SHARED
    named = {document.get(f"{name}/{row}/{kind.model.language_field}") for document in documents} - {None}
    return named.pop() if len(named) == 1 and named <= set(LANGUAGES) else SHARED


def lanes_of(language):
    """What goes live with a language: the first one carries what all share."""
    return {SHARED, language} if language == FIRST_LANGUAGE else {language}


def language_of(lane):
    """The language whose right a lane needs."""
    return FIRST_LANGUAGE if lane == SHARED else lane
