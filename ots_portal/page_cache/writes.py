"""Listening to what is written: whatever the way, a committed change of what readers may see begins a generation."""

import re

from django.db import transaction

from ots_portal.page_cache import purging
from ots_portal.page_cache.stores import pages

WRITTEN = re.compile(
    r"\b(?:INSERT\s+INTO|UPDATE(?!\s+SET\b)|DELETE\s+FROM|TRUNCATE(?:\s+TABLE)?|COPY|ALTER\s+TABLE|DROP\s+TABLE)\s+"
    r'(?:ONLY\s+|IF\s+EXISTS\s+)*"?(\w+)"?',
    re.IGNORECASE,
)
# Tables that no kept page reads, among them the index of the search, which each act with a record writes anew.
# A table that is not named here counts as public.
UNSEEN = re.compile(
    r"django_(?:session|admin_log|migrations)|auth_\w+|account_\w+|mfa_\w+|socialaccount_\w+|usersessions_\w+|accounts_\w+"
    r"|shared_cache|translating_\w+|links_\w+|publishing_(?:draft|draftlane|draftlane_authors|promise|comment|sharedpreview|twopersonrule|dailymail)|search_(?:entry|name|word|filetext|missedquery)"
)


def listen(connection, **_more) -> None:
    """A receiver of Django's connection_created."""
    if renew_after_writing not in connection.execute_wrappers:
        connection.execute_wrappers.append(renew_after_writing)


def renew_after_writing(execute, sql, params, many, context):
    result = execute(sql, params, many, context)
    if is_of_public_content(str(sql)):
        transaction.on_commit(renew, using=context["connection"].alias, robust=True)
    return result


def is_of_public_content(sql: str) -> bool:
    if sql.startswith("SELECT"):
        return False
    return any(not UNSEEN.fullmatch(table) for table in WRITTEN.findall(sql))


def renew() -> None:
    """Begin a generation: no page that was kept before is fresh, nor what a CDN has of it."""
    if kept := pages():
        kept.renew()
        purging.begin()
