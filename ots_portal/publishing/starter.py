"""The starter content: JSON files of records that the apps register, loaded together or not at all."""

from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ots_portal.languages import FIRST_LANGUAGE, LANGUAGES
from ots_portal.publishing.publishable import Part, Publishable
from ots_portal.publishing.revisions import record_revisions
from ots_portal.publishing.starter_files import Place, StarterFile, UnfitStarter, key_of, list_in, read
from ots_portal.publishing.states import mark_published

__all__ = ["StarterFile", "UnfitStarter", "afterwards", "is_database_empty", "load", "register", "registered"]

_registered = []
_afterwards = []


@dataclass
class Loaded:
    """What became of one file's records."""

    file: StarterFile
    added: list = field(default_factory=list)
    kept: int = 0


def register(app, **files):
    """Announce an app's files, `starter/<name>.json` each with the model of its records, in the order of loading."""
    folder = Path(app.path) / "starter"
    for name, model_name in files.items():
        file = StarterFile(app.label, model_name, folder / f"{name}.json")
        if file not in _registered:
            _registered.append(file)


def afterwards(act):
    """Announce what is to be done in the same transaction once records were added."""
    if act not in _afterwards:
        _afterwards.append(act)


def registered():
    return list(_registered)


def is_database_empty():
    models = [file.model for file in _registered if issubclass(file.model, Publishable)]
    return not any(model.objects.exists() for model in models)


def load(files=None, *, progress=lambda done, total: None, finished=lambda loaded: None):
    """Add the records that are missing and publish them; records that exist stay as they are."""
    files = registered() if files is None else files
    console = translation.get_language()
    with translation.override(settings.LANGUAGE_CODE):
        rows = {file: read(file) for file in files}
        with transaction.atomic():
            loading = _Loading(total=sum(map(len, rows.values())), progress=progress)
            results = []
            for file in files:
                results.append(loading.load_file(file, rows[file]))
                with translation.override(console):
                    finished(results[-1])
            loading.set_relations()
            for loaded in results:
                record_revisions(loaded.added, at=loading.moment)
            if any(loaded.added for loaded in results):
                for act in _afterwards:
                    act()
    return results


class _Loading:
    def __init__(self, *, total, progress):
        self.total, self.done = total, 0
        self.progress = progress
        self.moment = timezone.now()
        self.keys = {}
        self.relations = []

    def load_file(self, file, rows):
        """Records first, then their parts, which may name any of them."""
        loaded = Loaded(file)
        missing = self._missing(file, rows)
        self._advance(len(rows) - len(missing))
        loaded.kept = len(rows) - len(missing)
        places = [(Place(file, row), row) for row in missing]
        loaded.added = [self._add_record(file.model, row, place) for place, row in places]
        for record, (place, row) in zip(loaded.added, places, strict=True):
            self._add_belongings(record, row, place)
            self._advance(1)
        return loaded

    def _missing(self, file, rows):
        if file.key is None:
            return [] if file.model.objects.exists() else rows
        known = self._known(file.model)
        return [row for row in rows if row[file.key] not in known]

    def _advance(self, count):
        self.done += count
        self.progress(self.done, self.total)

    def _add_record(self, model, row, place):
        record = self._built(model, row, place)
        if isinstance(record, Publishable):
            for language in _languages(record):
                mark_published(record, language, at=self.moment)
        _save(record, place)
        if key := key_of(model):
            self._known(model)[getattr(record, key)] = record.pk
        return record

    def _add_belongings(self, record, row, place):
        for name, value in row.items():
            model_field = _field(type(record), name, place)
            if _is_parts(model_field):
                self._add_parts(record, model_field, value, place.inside(name))
            elif model_field.many_to_many:
                self.relations.append((record, model_field, value, place.inside(name)))

    def set_relations(self):
        """Last of all, so that any record may name any other."""
        for record, model_field, value, place in self.relations:
            keys = [self._found(model_field.related_model, key, place) for key in list_in(value, place)]
            getattr(record, model_field.name).set(keys)

    def _add_parts(self, record, model_field, rows, place):
        parent = "record" if model_field.concrete or not hasattr(model_field, "field") else model_field.field.name
        for position, row in enumerate(list_in(rows, place), start=1):
            inside = place.inside(str(position))
            part = self._built(model_field.related_model, row, inside, **{parent: record, "position": position})
            _save(part, inside)
            self._add_belongings(part, row, inside)

    def _built(self, model, row, place, **values):
        if not isinstance(row, dict):
            raise place.unfit(_("This must be an object."))
        record = model(**values)
        for name, value in row.items():
            model_field = _field(model, name, place)
            if not (_is_parts(model_field) or model_field.many_to_many):
                self._set(record, model_field, value, place.inside(name))
        try:
            record.full_clean(validate_constraints=False)
        except ValidationError as error:
            raise place.unfit_fields(error)
        return record

    def _set(self, record, model_field, value, place):
        name = model_field.name
        if model_field.is_relation:
            setattr(record, model_field.attname, self._found(model_field.related_model, value, place))
        elif not _is_translated(type(record), name):
            setattr(record, name, value)
        elif model_field.choices and isinstance(value, str):
            for language in LANGUAGES:
                setattr(record, f"{name}_{language}", value)
        else:
            for language, text in _texts(value, place).items():
                setattr(record, f"{name}_{language}", text)

    def _found(self, model, key, place):
        """The primary key of a record by its reference, or of a part by `reference/number`."""
        if not isinstance(key, str):
            raise place.unfit(_("This must be a reference."))
        pk = _part(model, key) if issubclass(model, Part) else self._known(model).get(key)
        if pk is None:
            raise place.unfit(_("There is no %(type)s “%(key)s”.") % {"type": model._meta.verbose_name, "key": key})
        return pk

    def _known(self, model):
        if model not in self.keys:
            self.keys[model] = dict(model._base_manager.values_list(key_of(model), "pk"))
        return self.keys[model]


def _save(record, place):
    """Let the database hold its rules: asking for each of them beforehand would take longer than all the rest."""
    try:
        with transaction.atomic():
            record.save()
    except IntegrityError as error:
        try:
            record.validate_constraints()
        except ValidationError as refusal:
            raise place.unfit_fields(refusal)
        raise place.unfit(str(error))


def _field(model, name, place):
    try:
        model_field = model._meta.get_field(name)
    except FieldDoesNotExist:
        raise place.inside(name).unfit(_("There is no such field."))
    is_reverse = model_field.auto_created and not model_field.concrete
    if not _is_parts(model_field) and (is_reverse or not model_field.editable):
        raise place.inside(name).unfit(_("This field cannot be given."))
    return model_field


def _is_parts(model_field):
    return bool(model_field.one_to_many) and issubclass(model_field.related_model, Part)


def _is_translated(model, name):
    return any(model_field.name == f"{name}_{FIRST_LANGUAGE}" for model_field in model._meta.concrete_fields)


def _texts(value, place):
    if not isinstance(value, dict) or not set(value) <= set(LANGUAGES):
        raise place.unfit(_("This must be a text per language."))
    return value


def _part(model, key):
    """A part's primary key by the reference of its parent and its own number."""
    reference, _slash, number = key.rpartition("/")
    names = {model_field.name for model_field in model._meta.concrete_fields}
    own = "number" if "number" in names else "position"
    if not number.isdecimal():
        return None
    wanted = {f"{model.parent_field}__reference": reference, own: int(number)}
    return model.objects.filter(**wanted).values_list("pk", flat=True).first()


def _languages(record):
    """The languages in which a record has its name; an untranslated name holds for all."""
    name = record.naming_field
    if not _is_translated(type(record), name):
        return LANGUAGES
    return [language for language in LANGUAGES if getattr(record, f"{name}_{language}")]
