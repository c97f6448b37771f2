"""Which languages a save has changed: the first one carries what all share, another only its own columns."""

from ots_portal.publishing.publishable import FIRST_LANGUAGE, LANGUAGES

# Readers never see these, or see them only when the record is withdrawn.
UNSEEN = {"owner", "internal_note", *(f"notice_{code}" for code in LANGUAGES)}


def lanes_of_save(form, formsets):
    """The languages in which a saved form and its saved formsets changed something."""
    lanes = lanes_of_names(form._meta.model, form.changed_data)
    for formset in formsets:
        for _part, names in formset.changed_objects:
            lanes |= lanes_of_names(formset.model, names)
        for part in formset.new_objects:
            lanes |= {FIRST_LANGUAGE} | lanes_of_names(formset.model, filled_names(part))
        if formset.deleted_objects:
            lanes.add(FIRST_LANGUAGE)
    return lanes


def lanes_of_names(model, names):
    fields = {field.name: field for field in model._meta.get_fields()}
    return {
        getattr(fields[name], "language", FIRST_LANGUAGE) for name in names if name in fields and name not in UNSEEN
    }


def filled_names(part):
    return [field.name for field in part._meta.fields if getattr(field, "language", None) and getattr(part, field.name)]
