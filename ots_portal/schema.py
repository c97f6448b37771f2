"""Which migrations this version of the portal has, and which its database has."""

from functools import cache

from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


@cache
def known_migrations() -> frozenset[str]:
    return frozenset(f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations)


def applied_migrations() -> frozenset[str]:
    """Of the apps that are installed: what another app left behind says nothing of this version."""
    labels = {each.label for each in apps.get_app_configs()}
    applied = MigrationRecorder(connection).applied_migrations()
    return frozenset(f"{app}.{name}" for app, name in applied if app in labels)


def migrations_are_applied() -> bool:
    return known_migrations() <= applied_migrations()


def brings(app, plan):
    """Whether what was just migrated (as post_migrate tells) brings something new of an app."""
    return any(each.app_label == app.label and not is_undone for each, is_undone in plan)
