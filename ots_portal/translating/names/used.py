"""The names that a record uses, through its relations and those of its parts, and that a language still lacks."""

from collections import defaultdict
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.urls import reverse
from django.utils.http import urlencode

from ots_portal.accounts.roles import Act, may, may_word
from ots_portal.labels import capitalized
from ots_portal.publishing.naming import keys_in, related_model_at
from ots_portal.publishing.publishable import Publishable
from ots_portal.translating.models import Task
from ots_portal.translating.names.tables import named_models, names_of
from ots_portal.translating.texts import SOURCES


class UsedName(NamedTuple):
    """A name that is translated once, at an address of its own; without one for whoever may not do it."""

    words: str
    type_name: str
    address: str


def lacking(user, model, document, language):
    """Plain names first, then those of other records; in queries that do not grow with what is used."""
    keys = keys_by_model(model, document)
    rows = plain_rows(keys)
    return [*lacking_in_tables(user, rows, language), *lacking_in_records(user, keys, language)]


def keys_by_model(model, document):
    keys = defaultdict(set)
    for path, value in document.items():
        if related := related_model_at(model, path):
            keys[related] |= {key for key in keys_in(value) if key}
    return keys


def plain_rows(keys):
    """The rows of plain tables that are used, and the plain rows that these name, as cities name their country."""
    tables, rows = named_models(), []
    for model in [each for each in tables if keys.get(each)]:
        within = [field.name for field in model._meta.fields if field.related_model in tables]
        for row in model._base_manager.filter(pk__in=keys[model]).select_related(*within):
            rows += [row, *filter(None, (getattr(row, name) for name in within))]
    return dict.fromkeys(rows)


def lacking_in_tables(user, rows, language):
    for name in (name for row in rows for name in names_of(row, language) if not name.words):
        query = urlencode({"language": language, "row": name.place})
        address = f"{reverse('admin:translating_task_names')}?{query}"
        yield UsedName(name.source, name.type_name, address if may_word(user, type(name.row), language) else "")


def lacking_in_records(user, keys, language):
    types = {model: ContentType.objects.get_for_model(model) for model in keys if is_named(model, language)}
    used = Q(pk=None)
    for model, content_type in types.items():
        used |= Q(content_type=content_type, object_id__in=keys[model])
    tasks = Task.objects.to_do().filter(used, language=language, missing__gt=0).prefetch_related("record")
    for task in tasks.order_by("content_type", "object_id") if types else ():
        record = task.record
        if not getattr(record, f"{record.naming_field}_{language}"):
            address = reverse("admin:translating_task_desk", args=[task.pk])
            name = record.name_in(SOURCES[language]) or record.reference
            mine = may(user, Act.WRITE, type(record), language)
            yield UsedName(name, capitalized(record._meta.verbose_name), address if mine else "")


def is_named(model, language):
    return issubclass(model, Publishable) and hasattr(model, f"{model.naming_field}_{language}")
