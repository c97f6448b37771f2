"""A CDN keeps public pages, too, and is told to forget them when a generation begins, or a day."""

import logging
import time
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import requests
from django.conf import settings

from ots_portal.page_cache.stores import LONGEST, RedisError, pages, since_when, stamp_of

TAG = "ots-portal"  # on every page: there is one generation for all of them
MAX_AGE = f"max-age={LONGEST.seconds}, stale-if-error=86400"
FOR_CDN = {"CDN-Cache-Control": MAX_AGE, "Surrogate-Control": MAX_AGE, "Cache-Tag": TAG, "Surrogate-Key": TAG}
TOGETHER_SECONDS = 0.2
PATIENCE_SECONDS = 10
LATEST_SECONDS = 120  # until when nobody need worry that the CDN has not been told
logger = logging.getLogger(__name__)


@cache
def errands() -> ThreadPoolExecutor:
    """One at a time, beside what the process does; a command ends when its errands are done."""
    return ThreadPoolExecutor(1, "purging")


def begin() -> None:
    if settings.PURGE_URL:
        errands().submit(purge_soon)


def purge_soon() -> None:
    """A publication writes many rows, and begins a generation with each."""
    time.sleep(TOGETHER_SECONDS)
    purge()


def purge() -> None:
    """Once for each generation and day; where it fails, the next call has it to do."""
    try:
        if stamp := untold():
            ask()
            pages().note_purged(stamp)
    except (OSError, RedisError) as error:
        logger.error("The CDN could not be told to forget pages; publish_due tries again: %s", error)


def untold() -> str:
    """What is public now, if the CDN may still have what was public before."""
    kept = pages()
    stamp = stamp_of(kept.now_public()) if settings.PURGE_URL and kept else ""
    return stamp if stamp and kept.purged() != stamp else ""


def ask() -> None:
    name, _colon, value = settings.PURGE_HEADER.partition(":")
    headers = {name: value.strip()} if name else {}
    answer = requests.post(settings.PURGE_URL, json={"tags": [TAG]}, headers=headers, timeout=PATIENCE_SECONDS)
    answer.raise_for_status()


def is_told() -> bool:
    """Or it will be in a moment."""
    return not untold() or time.time() - since_when(pages().now_public()) < LATEST_SECONDS


def may_be_kept(now_public) -> bool:
    """Not what was rendered while something was published: it may reach the CDN after that was told to forget."""
    return bool(settings.PURGE_URL and now_public and pages().now_public() == now_public)
