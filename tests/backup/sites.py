"""Whole sites to back up and restore: databases of their own beside the tests' one, and their pages."""

import re
from contextlib import contextmanager
from xml.etree import ElementTree

from django.db import connection
from django.test import Client

URLS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@contextmanager
def another_database(name, *, template="template0"):
    """The portal's database is this one for a while: empty, or a copy of another."""
    usual = connection.settings_dict["NAME"]
    own = f"{usual}_{name}"
    connection.close()
    run_aside(f'DROP DATABASE IF EXISTS "{own}" WITH (FORCE)')
    run_aside(
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{template}'"
    )  # of other threads
    run_aside(f'CREATE DATABASE "{own}" TEMPLATE "{template}"')
    connection.settings_dict["NAME"] = own
    try:
        yield own
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual
        run_aside(f'DROP DATABASE "{own}" WITH (FORCE)')


def run_aside(statement):
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)


def public_pages(every):
    """Of all pages that the sitemap leads to one of so many, {address: bytes}."""
    client = Client()
    sections = addresses(client.get("/sitemap.xml"), "sitemap")
    found = [address for section in sections for address in addresses(client.get(section), "url")]
    return {address: client.get(address).content for address in found[::every]}


def addresses(response, kind):
    tree = ElementTree.fromstring(response.content)
    found = (each.text for each in tree.iterfind(f"{URLS}{kind}/{URLS}loc"))
    return [re.sub(r"^https?://[^/]+", "", each) for each in found]
