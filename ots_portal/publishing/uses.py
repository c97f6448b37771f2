"""Where a record is used: the records that refer to it, themselves or with one of their parts."""

from collections import defaultdict

from django.utils.translation import get_language

from ots_portal.accounts.roles import Act, may
from ots_portal.labels import capitalized
from ots_portal.publishing.publishable import Part
from ots_portal.publishing.record_pages import RecordPages
from ots_portal.turkish import sort_key


def uses_of(record):
    """{model: records}, in one query for each way to refer to a record of this type."""
    found = defaultdict(dict)
    for relation in record._meta.related_objects:
        if relation.related_model._meta.auto_created or is_own_part(relation):
            continue
        for row in referring(relation, record):
            user = row.parent if isinstance(row, Part) else row
            found[type(user)][user.pk] = user
    return {model: sorted(rows.values(), key=by_name) for model, rows in found.items()}


def by_name(row):
    return sort_key(str(row), get_language())


def is_own_part(relation):
    model = relation.related_model
    return issubclass(model, Part) and model.parent_field == relation.field.name


def referring(relation, record):
    model = relation.related_model
    rows = model._base_manager.filter(**{relation.field.name: record.pk})
    return rows.select_related(model.parent_field) if issubclass(model, Part) else rows


class UsePages(RecordPages):
    """A ModelAdmin mixin: the page that says where a record is used, to read before it is withdrawn."""

    def get_urls(self):
        return self.paths([("uses", "uses", self.uses_view)]) + super().get_urls()

    def uses_view(self, request, key):
        record = self.seen(request, key)
        groups = [self.group(request.user, model, rows) for model, rows in uses_of(record).items()]
        return self.page(
            request, "uses", record, str(record), groups=sorted(groups, key=lambda each: by_name(each["name"]))
        )

    def group(self, user, model, rows):
        """Records of one type by name, or only their number for who may not see this type."""
        form = (
            f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
            if model in self.admin_site._registry
            else ""
        )
        shown = rows if may(user, Act.VIEW, model) else []
        return {"name": capitalized(model._meta.verbose_name_plural), "number": len(rows), "rows": shown, "form": form}
