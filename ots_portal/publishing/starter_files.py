"""Files of starter records: reading them, and saying where in them something is wrong."""

import json
from pathlib import Path
from typing import NamedTuple

from django.apps import apps
from django.utils.translation import gettext as _

from ots_portal.environment import PROJECT

KEYS = ("reference", "code")


class StarterFile(NamedTuple):
    """The records of one model; `key` names them for good, and without one they go into an empty table only."""

    app: str
    model_name: str
    path: Path

    @property
    def model(self):
        return apps.get_model(self.app, self.model_name)

    @property
    def key(self):
        return key_of(self.model)


class UnfitStarter(Exception):
    """A file that cannot be loaded; says which file, record and field, and why."""


class Place:
    """Where in the files one is, for messages."""

    def __init__(self, file, row, path=()):
        self.file, self.row, self.path = file, row, path

    def inside(self, name):
        return Place(self.file, self.row, (*self.path, name))

    def unfit(self, reason):
        reference = next((self.row[key] for key in KEYS if key in self.row), "") if isinstance(self.row, dict) else ""
        where = [_shown(self.file.path), str(reference), "/".join(self.path)]
        return UnfitStarter(": ".join([*filter(None, where), reason]))

    def unfit_fields(self, error):
        messages = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        name, reasons = next(iter(messages.items()))
        place = self if name in {"", "__all__"} else self.inside(name)
        return place.unfit(" ".join(reasons))


def key_of(model):
    """The field that names a model's records for good, or None."""
    names = {model_field.name for model_field in model._meta.concrete_fields}
    return next((key for key in KEYS if key in names), None)


def read(file):
    place = Place(file, {})
    try:
        rows = json.loads(file.path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise place.unfit(str(error))
    seen = set()
    for row in list_in(rows, place):
        if not isinstance(row, dict):
            raise place.unfit(_("This must be an object."))
        key = row.get(file.key) if file.key else None
        if file.key and not (key and isinstance(key, str)):
            raise place.unfit(_("A record has no “%(key)s”.") % {"key": file.key})
        if key and key in seen:
            raise place.unfit(_("“%(key)s” stands here twice.") % {"key": key})
        seen.add(key)
    return rows


def list_in(value, place):
    if not isinstance(value, list):
        raise place.unfit(_("This must be a list."))
    return value


def _shown(path):
    return str(path.relative_to(PROJECT)) if path.is_relative_to(PROJECT) else str(path)
