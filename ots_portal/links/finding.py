"""The addresses in a record's document, each with the path of the text or field that has it."""

import html
import re

from django.conf import settings
from django.db import models
from django.urls import reverse

from ots_portal.library.models import File
from ots_portal.links.kinds import Kind, kind_of, normal
from ots_portal.publishing.fields import RichTextField
from ots_portal.publishing.models import Link, SourceNote
from ots_portal.publishing.parts import Kind as PartKind
from ots_portal.publishing.parts import field_at

_HREF = re.compile(r'<a\b[^>]*?\shref="([^"]*)"')
FILE_NAME = "-"  # the address of a file leads to its true name


def addresses_in(model, document):
    """(path, address) of whatever a document leads to; "" for a link without an address."""
    for path, value in document.items():
        field = field_at(model, path)
        if isinstance(field, PartKind):
            if field.model is Link and value and not document.get(f"{path}/address"):
                yield f"{path}/address", ""
            continue
        for found in found_at(field, value) if value else []:
            address = normal(found, settings.ORIGIN)
            if address and kind_of(address) != Kind.IGNORED:
                yield path, address


def found_at(field, value):
    if isinstance(field, RichTextField):
        return [html.unescape(href) for href in _HREF.findall(value)]
    if isinstance(field, models.URLField):
        return [value]
    if field is not None and field.model is SourceNote and field.name == "source":
        return [value] if value.startswith(("http://", "https://")) else []
    return [address_of_file(value)] if names_file(field) else []


def names_file(field):
    return getattr(field, "is_relation", False) and field.related_model is File


def address_of_file(key):
    return reverse("library_file", args=[key, FILE_NAME])
