"""What the columns of a new language need before anybody writes in it; `migrate` sees to it."""

from ots_portal import turkish
from ots_portal.languages import FIRST_LANGUAGE, OTHER_LANGUAGES
from ots_portal.publishing.record_types import publishable_models
from ots_portal.schema import migrations_are_applied

BATCH = 500


def fill_sort_keys(sender, plan=(), **_more):
    """A listener: records stand in a language's alphabetical order from its first day, by the name shown in it."""
    if plan and migrations_are_applied():
        for model in publishable_models():
            for language in OTHER_LANGUAGES:
                fill(model, f"sort_key_{language}", language)


def fill(model, key, language):
    records = model._base_manager.filter(**{key: ""}).exclude(**{f"sort_key_{FIRST_LANGUAGE}": ""})
    for record in records:
        setattr(record, key, turkish.sort_key(record.name_in(language), language))
    model._base_manager.bulk_update(records, [key], batch_size=BATCH)
