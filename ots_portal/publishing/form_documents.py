"""The document that a sent form means: what it was rendered from, with what was touched in it."""

from ots_portal.publishing.changes import tidy
from ots_portal.publishing.documents import as_key, dump_row, rows_in
from ots_portal.publishing.parts import kinds_of


def document_of(shown, form, formsets):
    is_new = form.instance.pk is None
    document = shown | values_of(form, form.fields if is_new else form.changed_data)
    for formset in formsets:
        take_rows(document, formset, kind_of(formset))
    return tidy(document)


def values_of(form, names):
    """The values of these fields as documents hold them."""
    row = dump_row(form.instance)
    relations = {field.name for field in form.instance._meta.many_to_many}
    related = {name: keys_of(form.cleaned_data[name]) for name in names if name in relations}
    return related | {name: row[name] for name in names if name in row}


def keys_of(records):
    return sorted(as_key(record.pk) for record in records)


def kind_of(formset):
    return next(kind for kind in kinds_of(type(formset.instance)) if kind.model is formset.model)


def take_rows(document, formset, kind):
    removed = formset.deleted_forms
    for form in removed:
        document[f"{kind.name}/{form.instance.pk}"] = None
    for form in [form for form in formset.forms if form not in removed and form.has_changed()]:
        place, is_new = f"{kind.name}/{form.instance.pk}", form.instance._state.adding
        if is_new and not form.instance.position:
            form.instance.position = last_position(document, kind) + 1
        values = dump_row(form.instance) if is_new else {}
        values |= values_of(form, form.fields if is_new else form.changed_data)
        document[place] = True
        document.update({f"{place}/{name}": value for name, value in values.items()})


def last_position(document, kind):
    rows = rows_in(document)[kind.name].values()
    return max((row.get("position") or 0 for row in rows), default=0)
