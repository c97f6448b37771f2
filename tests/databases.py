"""Databases beside the tests' own one."""

from contextlib import contextmanager

from django.contrib.contenttypes.models import ContentType
from django.db import connection


@contextmanager
def another_database(name, *, template="template0"):
    """The portal's database is this one for a while: empty, or a copy of another."""
    own = f"{connection.settings_dict['NAME']}_{name}"
    with made(own, template), using(own):
        yield own


@contextmanager
def made(name, template):
    connection.close()
    run_aside(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    run_aside(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{template}'")  # other threads
    run_aside(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')  # writes no log of the copy
    try:
        yield
    finally:
        run_aside(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def using(name):
    usual = connection.settings_dict["NAME"]
    turn_to(name)
    try:
        yield
    finally:
        turn_to(usual)


def turn_to(name):
    connection.close()
    connection.settings_dict["NAME"] = name
    ContentType.objects.clear_cache()  # their keys are others after each emptying of the tables


def run_aside(statement):
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)
