"""Where a record is used: what refers to it, itself or with one of its parts, and what would by its draft."""

from collections import defaultdict

from django.utils.translation import get_language

from ots_portal.accounts.roles import Act, may
from ots_portal.labels import capitalized
from ots_portal.publishing.drafts import Draft
from ots_portal.publishing.naming import names
from ots_portal.publishing.publishable import Part, Publishable
from ots_portal.publishing.record_pages import RecordPages
from ots_portal.turkish import sort_key


# ---- Live rows -----------------------------------------------------------------------------------------------
def relations_to(model):
    """Every foreign key and many-to-many field that leads to a model."""
    relations = model._meta.get_fields(include_hidden=True)
    found = [each for each in relations if each.auto_created and not each.concrete]
    return [each for each in found if not each.related_model._meta.auto_created]


def is_own_part(relation):
    model = relation.related_model
    return issubclass(model, Part) and model.parent_field == relation.field.name


def used_by(record):
    """The keys of the records that refer to it, {model: keys}, in one query for each way to refer."""
    found = defaultdict(set)
    for relation in relations_to(type(record)):
        if not is_own_part(relation):
            model, keys = users_by(relation, record)
            found[model] |= keys
    return {model: keys for model, keys in found.items() if keys}


def users_by(relation, record):
    """The model and keys of the records that refer to a record in one way; parts refer for their record."""
    model, column = relation.related_model, "pk"
    rows = model._base_manager.filter(**{relation.field.name: record.pk})
    if issubclass(model, Part):
        parent = model._meta.get_field(model.parent_field)
        model, column = parent.related_model, parent.attname
    return model, set(rows.values_list(column, flat=True))


# ---- Drafts --------------------------------------------------------------------------------------------------
def drafts_naming(record, *, sides=(1,)):
    """Drafts of other records that name this one in what they, or what is promised of them, will make live."""
    for draft in Draft.objects.select_related("content_type").prefetch_related("promises"):
        model = draft.content_type.model_class()
        is_own = model is type(record) and draft.object_id == record.pk
        changes = [draft.changes, *(promise.changes for promise in draft.promises.all())]
        if model and not is_own and any(is_named(model, each, record, sides) for each in changes):
            yield draft


def is_named(model, changes, record, sides):
    return any(names(model, path, pair[side], record) for path, pair in changes.items() for side in sides)


def drafted_by(record, live):
    """The keys of further records that will refer to it once their drafts are published, {model: keys}."""
    found = defaultdict(set)
    for draft in drafts_naming(record):
        model = draft.content_type.model_class()
        found[model] |= {draft.object_id} - live.get(model, set())
    return {model: keys for model, keys in found.items() if keys}


# ---- Both ----------------------------------------------------------------------------------------------------
def number_of_uses(record):
    live = used_by(record)
    return sum(len(keys) for found in (live, drafted_by(record, live)) for keys in found.values())


def by_name(row):
    return sort_key(str(row), get_language())


def grouped(site, user, found):
    """{model: keys} by the names of types, with the records of those that the user may see, else their number."""
    groups = [group_of(site, user, model, keys) for model, keys in found.items()]
    return sorted(groups, key=lambda each: by_name(each["name"]))


def group_of(site, user, model, keys):
    options = model._meta
    rows = model._base_manager.filter(pk__in=keys) if may(user, Act.VIEW, model) else []
    return {
        "name": capitalized(options.verbose_name_plural),
        "number": len(keys),
        "rows": sorted(rows, key=by_name),
        "form": f"admin:{options.app_label}_{options.model_name}_change" if model in site._registry else "",
    }


class UsePages(RecordPages):
    """A ModelAdmin mixin: the page that says where a record is used, to read before it is withdrawn."""

    def get_urls(self):
        return self.paths([("uses", "uses", self.uses_view)]) + super().get_urls()

    def render_change_form(self, request, context, *args, **kwargs):
        record = context.get("original")
        if isinstance(record, Publishable) and record.published_languages:
            context["use_count"] = number_of_uses(record)
        return super().render_change_form(request, context, *args, **kwargs)

    def uses_view(self, request, key):
        record = self.seen(request, key)
        return self.page(request, "uses", record, str(record), **self.uses(request, record))

    def uses(self, request, record):
        live = used_by(record)
        drafted = drafted_by(record, live)
        shown = {"groups": live, "drafted_groups": drafted}
        return {name: grouped(self.admin_site, request.user, found) for name, found in shown.items()}
