"""Bringing the live rows of a record and its parts to a document, or saying path by path why that cannot be."""

from collections import defaultdict

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from ots_portal.languages import FIRST_LANGUAGE
from ots_portal.publishing.changes import diff, row_of
from ots_portal.publishing.documents import build_parts, dump, fill, related_keys, relations_of
from ots_portal.publishing.parts import base_names, field_at, fields_of, kinds_of, split

MOST_NAMED = 5


@transaction.atomic
def write(record, document, live=None):
    """Make the live rows as the document says, touching only what differs; ValidationError {path: messages}.

    `record` is freshly read (and locked, where others may write); `live` is its document, if known.
    """
    _Writing(record, document, dump(record) if live is None else live).write()


def check(record, document, live=None):
    """ValidationError where write() would give one; nothing stays written."""
    with transaction.atomic():
        write(record, document, live)
        transaction.set_rollback(True)


def foresee(record, document, live):
    """ValidationError where write() would give one, as far as it is known without writing."""
    _Writing(record, document, live).refuse()


def broken_rules(row, passed_over=frozenset()):
    """Constraints of the database that a row breaks, {field or "": errors}: at its field where it is about one."""
    broken = defaultdict(list)
    for rule in row._meta.constraints:
        try:
            rule.validate(type(row), row, exclude=passed_over)
        except ValidationError as error:
            names = getattr(rule, "fields", ())
            broken[names[0] if len(names) == 1 else ""].append(error)
    return broken


class _Writing:
    def __init__(self, record, document, live):
        self.record, self.model = record, type(record)
        self.document, self.live = document, live
        self.changes = diff(live, document)
        self.touched = {row_of(path) or path for path in self.changes if "/" in path}
        self.own = {path for path in self.changes if "/" not in path}
        self.errors = defaultdict(list)

    def write(self):
        if self.changes:
            self.refuse()
            with translation.override(FIRST_LANGUAGE):
                self.store()

    def refuse(self):
        fill(self.record, {path: self.document.get(path) for path in self.own if field_at(self.model, path)})
        self.rows = {kind: list(self.touched_rows(kind, rows)) for kind, rows in self.parts().items()}
        self.check_targets()
        with translation.override(FIRST_LANGUAGE):  # modeltranslation's base columns then mean the first language
            self.check_record()
            self.check_parts()
        self.check_removals()
        if self.errors:
            raise ValidationError(dict(self.errors))

    def parts(self):
        """The rows that the document adds or changes, in memory."""
        touched = {path: value for path, value in self.document.items() if (row_of(path) or path) in self.touched}
        return build_parts(self.record, touched)

    def touched_rows(self, kind, rows):
        for row in rows:
            row._state.adding = not self.live.get(f"{kind.name}/{row.pk}")
            yield row

    # ---- what speaks against it
    def check_targets(self):
        """Whatever a changed path names must still exist."""
        paths_by_model = defaultdict(lambda: defaultdict(list))
        for path, (_was, wanted) in self.changes.items():
            field = field_at(self.model, path)
            if getattr(field, "is_relation", False) and wanted:
                for key in wanted if isinstance(wanted, list) else [wanted]:
                    paths_by_model[field.related_model][str(key)].append(path)
        for model, paths in paths_by_model.items():
            there = {str(key) for key in model._base_manager.filter(pk__in=list(paths)).values_list("pk", flat=True)}
            for path in {path for key in paths.keys() - there for path in paths[key]}:
                self.errors[path].append(_("What is chosen here no longer exists. Choose something else."))

    def check_record(self):
        passed_over = {path for path in self.errors if "/" not in path}
        try:
            self.record.full_clean(exclude=passed_over, validate_constraints=False)
        except ValidationError as error:
            self.add_errors(error, self.model)
        self.add_broken_rules(self.record, passed_over)

    def check_parts(self):
        for kind, rows in self.rows.items():
            passed_over = {kind.model.parent_field, "content_type", *(each.name for each in relations_of(kind.model))}
            for row in rows:
                self.check_part(kind, row, passed_over)

    def check_part(self, kind, row, passed_over):
        """Without asking the database: it holds its rules itself, and targets are asked for together."""
        for act in (lambda: row.clean_fields(exclude=passed_over), row.clean):
            try:
                act()
            except ValidationError as error:
                self.add_errors(error, kind.model, f"{kind.name}/{row.pk}")

    def check_removals(self):
        for kind in kinds_of(self.model):
            keys = self.removed(kind)
            for relation in kind.model._meta.related_objects if keys else []:
                self.check_referring(kind, keys, relation)

    def check_referring(self, kind, keys, relation):
        others = defaultdict(list)
        column = getattr(relation.field, "attname", relation.field.name)
        for other in relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": keys}):
            others[getattr(other, column)].append(f"{other._meta.verbose_name} “{other}”")
        for key, names in others.items():
            message = _("This row cannot be removed: others refer to it (%(others)s).")
            self.errors[f"{kind.name}/{key}"].append(message % {"others": ", ".join(sorted(names)[:MOST_NAMED])})

    def add_errors(self, error, model, row=""):
        """Errors are not put into words here: whoever asked reads another language perhaps."""
        for name, errors in getattr(error, "error_dict", {"__all__": [error]}).items():
            column = f"{name}_{FIRST_LANGUAGE}" if name in base_names(model) else name
            own = row if name == "__all__" else "/".join(filter(None, [row, column]))
            self.errors[own or "__all__"] += errors

    def add_broken_rules(self, row, passed_over=frozenset(), place=""):
        for name, errors in broken_rules(row, passed_over).items():
            self.errors["/".join(filter(None, [place, name])) or "__all__"] += errors

    def removed(self, kind):
        """The keys of this kind's rows that the document no longer has."""
        gone = [split(path) for path, (was, wanted) in self.changes.items() if path.count("/") == 1 and not wanted]
        return [row for name, row, _field_name in gone if name == kind.name]

    # ---- storing
    def store(self):
        try:
            with transaction.atomic():
                self.store_record()
                for kind in kinds_of(self.model):
                    self.store_parts(kind)
        except IntegrityError as error:
            self.tell_refusal(error)

    def store_record(self):
        if self.own - {field.name for field in self.model._meta.many_to_many}:
            self.record.save()
        for field in self.model._meta.many_to_many:
            if field.name in self.own:
                getattr(self.record, field.name).set(self.document.get(field.name) or [])

    def store_parts(self, kind):
        if keys := self.removed(kind):
            kind.model._base_manager.filter(pk__in=keys).delete()
        rows = self.rows[kind]
        new, old = [row for row in rows if row._state.adding], [row for row in rows if not row._state.adding]
        kind.model._base_manager.bulk_create(new)
        if old:
            columns = [*(field.name for field in fields_of(kind.model)), *base_names(kind.model)]
            kind.model._base_manager.bulk_create(
                old, update_conflicts=True, unique_fields=["id"], update_fields=columns
            )
        for field in kind.model._meta.many_to_many if rows else []:
            self.store_relations(kind, field, rows)

    def store_relations(self, kind, field, rows):
        """Relations of all rows at once; those that are there already stay."""
        through = field.remote_field.through._base_manager
        source, target = field.m2m_column_name(), field.m2m_reverse_name()
        there = related_keys(field, [row.pk for row in rows])
        links = []
        for row in rows:
            wanted = self.document.get(f"{kind.name}/{row.pk}/{field.name}") or []
            links += [{source: row.pk, target: key} for key in wanted if key not in there[row.pk]]
            if gone := [key for key in there[row.pk] if key not in wanted]:
                through.filter(**{source: row.pk, f"{target}__in": gone}).delete()
        through.bulk_create([field.remote_field.through(**link) for link in links])

    def tell_refusal(self, error):
        """Say by name which rule of the database the record or a part breaks."""
        self.add_broken_rules(self.record)
        for kind, rows in self.rows.items():
            for row in rows:
                self.add_broken_rules(row, place=f"{kind.name}/{row.pk}")
        raise ValidationError(dict(self.errors) or {"__all__": [str(error)]})
