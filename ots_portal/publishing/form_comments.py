"""The open comments of a record, each at its field in the form."""

from typing import NamedTuple

from django.contrib.admin.utils import flatten, flatten_fieldsets
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from ots_portal.labels import capitalized
from ots_portal.publishing.comments import Comment
from ots_portal.publishing.parts import field_at, kinds_of, split


class Thread(NamedTuple):
    """A comment with what was said to it, and the field that it is about."""

    comment: Comment
    replies: list
    label: str
    language: str
    anchor: str
    is_gone: bool


def threads_of(rows, places):
    return [
        Thread(
            comment=row,
            replies=list(row.replies.all()),
            label=places.label(row.path),
            language=places.language(row.path),
            anchor=places.anchor(row.path),
            is_gone=bool(row.path) and not places.has(row.path),
        )
        for row in rows.select_related("resolved_by").prefetch_related("replies")
    ]


class Place(NamedTuple):
    """A field or row of the form: its open comments, and where one writes a new one."""

    threads: list
    address: str
    words: str = ""


class FormComments:
    """What has no place in the form is about the whole record."""

    def __init__(self, places, address, context):
        self.model, self.address = places.model, address
        self.kinds = {kind.model: kind.name for kind in kinds_of(places.model)}
        self.threads = threads_of(Comment.objects.of(places.desk.record).open(), places)
        shown, self.by_path = set(self.paths(context)), {}
        for thread in self.threads:
            path = thread.comment.path if thread.comment.path in shown else ""
            self.by_path.setdefault(path, []).append(thread)
        self.unfold(context["inline_admin_formsets"])

    def paths(self, context):
        """The paths of all fields and rows in a form of the admin."""
        yield from names_in(context["adminform"])
        for formset in context["inline_admin_formsets"]:
            rows = filter(None, map(self.path_of, formset.formset.forms))
            yield from (path for row in rows for path in (row, *(f"{row}/{name}" for name in names_in(formset))))

    def path_of(self, form, name=""):
        """The path of a field, or of the row of a form; of a row that is only about to be added, nothing."""
        if isinstance(form.instance, self.model):
            return name
        is_new = form.instance._state.adding
        return "" if is_new else "/".join(filter(None, (self.kinds[type(form.instance)], str(form.instance.pk), name)))

    def unfold(self, formsets):
        """Kinds of parts with comments are not folded away."""
        commented = {split(path)[0] for path in self.by_path if split(path)[1]}
        for formset in formsets:
            if self.kinds[formset.formset.model] in commented:
                formset.classes = formset.classes.replace("collapse", "")

    def has_any(self, form, rows):
        """Whether a field in these rows of a fieldset is commented."""
        return any(self.path_of(form, name) in self.by_path for name in names_of(flatten(rows)))

    def at(self, form, label, name=""):
        path = self.path_of(form, name)
        if not field_at(self.model, path):
            return None
        words = _("Comment on: %(label)s") % {"label": capitalized(label)}
        return Place(self.by_path.get(path, []), f"{self.address}?{urlencode({'path': path})}", words)

    @property
    def on_whole_record(self):
        return self.by_path.get("", [])


def names_in(fieldsets):
    return names_of(flatten_fieldsets(fieldsets.fieldsets))


def names_of(fields):
    """The names of fields, also of those that are only shown."""
    return [getattr(field, "__name__", field) for field in fields]
