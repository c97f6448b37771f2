"""Imports and foreign keys go left only (docs/architecture.md)."""

import ast
from pathlib import Path

import pytest
from django.apps import apps

from ots_portal.publishing.publishable import Publishable

PROJECT = Path(__file__).resolve().parent.parent
LAYERS = [
    {
        "ots_portal",
        "ots_portal.addresses",
        "ots_portal.environment",
        "ots_portal.front",
        "ots_portal.local_database",
        "ots_portal.local_database_supervisor",
        "ots_portal.partial_dates",
        "ots_portal.postgresql",
        "ots_portal.richtext",
        "ots_portal.secret_key",
        "ots_portal.servers",
        "ots_portal.search.stemming",
        "ots_portal.turkish",
        "ots_portal.formats",
        "ots_portal.apps",
        "ots_portal.catalogues",
        "ots_portal.change_lists",
        "ots_portal.labels",
        "ots_portal.languages",
        "ots_portal.logs",
        "ots_portal.metrics.checks",
        "ots_portal.metrics.counting",
        "ots_portal.middleware",
        "ots_portal.page_cache",
        "ots_portal.progress",
        "ots_portal.replica",
        "ots_portal.schema",
        "ots_portal.spreadsheets",
        "ots_portal.static_files",
        "ots_portal.web_server",
        "ots_portal.wsgi",
    },
    {"ots_portal.accounts"},
    {"ots_portal.backup"},
    {"ots_portal.library"},
    {"ots_portal.publishing"},
    {"ots_portal.links"},
    {"ots_portal.terms"},
    {"ots_portal.translating"},
    {"ots_portal.listing"},
    {"ots_portal.search"},
    {"ots_portal.pages", "ots_portal.templatetags"},
    {"cooperation"},
    {"meetings"},
    {"vision"},
    {
        "ots_portal.admin",
        "ots_portal.admin_search",
        "ots_portal.asgi",
        "ots_portal.benchmark",
        "ots_portal.context_processors",
        "ots_portal.health",
        "ots_portal.management",
        "ots_portal.metrics",
        "ots_portal.navigation",
        "ots_portal.outages",
        "ots_portal.threadless",
        "ots_portal.reporting",
        "ots_portal.settings",
        "ots_portal.sitemaps",
        "ots_portal.urls",
        "ots_portal.views",
    },
]
ROOTS = {"ots_portal", "cooperation", "meetings", "vision"}


def layer_of(module):
    parts = module.split(".")
    for length in range(len(parts), 0, -1):
        name = ".".join(parts[:length])
        for number, names in enumerate(LAYERS):
            if name in names and (name != "ots_portal" or module == name):
                return number
    raise AssertionError(f"{module} has no layer: add it to tests/test_layers.py")


def module_of(file):
    parts = file.relative_to(PROJECT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported_modules(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            base = node.module or ""
            is_folder = base in ROOTS | {"ots_portal"} or (PROJECT / Path(*base.split("."))).is_dir()
            yield from (f"{base}.{alias.name}" if is_folder else base for alias in node.names)


def source_files():
    return [
        file
        for root in sorted(ROOTS)
        for file in sorted((PROJECT / root).rglob("*.py"))
        if "migrations" not in file.parts
    ]


@pytest.mark.parametrize("file", source_files(), ids=lambda file: str(file.relative_to(PROJECT)))
def test_imports_go_left_only(file):
    own = layer_of(module_of(file))

    imported = {
        name
        for name in imported_modules(ast.parse(file.read_text()))
        if name.split(".")[0] in ROOTS and name not in ROOTS
    }

    assert {name for name in imported if layer_of(name) > own} == set()


def test_foreign_keys_go_left_only():
    ours = [model for model in apps.get_models() if model.__module__.split(".")[0] in ROOTS]

    wrong = {
        f"{model._meta.label}.{field.name}"
        for model in ours
        for field in [*model._meta.fields, *model._meta.many_to_many]
        if field.related_model in ours and layer_of(field.related_model.__module__) > layer_of(model.__module__)
    }

    assert wrong == set()


def test_every_publishable_keeps_the_constraints_of_all():
    expected = {constraint.name.removeprefix("%(class)s_") for constraint in Publishable.Meta.constraints}

    for model in apps.get_models():
        if issubclass(model, Publishable):
            prefix = f"{model._meta.model_name}_"
            names = {constraint.name.removeprefix(prefix) for constraint in model._meta.constraints}
            assert expected <= names, model._meta.label
