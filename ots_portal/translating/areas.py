"""The areas to which records belong, as the domain announces them: the worklist counts its progress in them."""

from collections import defaultdict

from django.utils.translation import get_language

_paths = {}
_area_models = []


def register(model, path, *, is_area=False):
    """Announce how a lookup leads from records of a model to the references of their areas."""
    _paths[model] = path
    if is_area and model not in _area_models:
        _area_models.append(model)


def areas_of(model, keys):
    """The references of the areas of each record, {key: references}, in one query."""
    found = defaultdict(list)
    if model in _paths:
        rows = model._base_manager.filter(pk__in=keys).order_by().values_list("pk", _paths[model]).distinct()
        for key, reference in rows:
            found[key] += [reference] if reference else []
    return found


def names():
    """The names of all areas in the active language, {reference: name}."""
    return {each.reference: each.name_in(get_language()) for model in _area_models for each in model.objects.all()}
