"""Where pages are kept: in memory and in a folder of this machine, or with CACHE_URL in one place for all machines."""

import logging
import uuid
from collections import OrderedDict
from datetime import datetime, time, timedelta
from functools import cache
from hashlib import sha256
from threading import Lock

from django.conf import settings
from django.core.cache import caches
from django.utils import timezone

from ots_portal.page_cache import folder, generation
from ots_portal.page_cache.generation import Generation
from ots_portal.page_cache.pages import Page

try:
    from redis.exceptions import RedisError
except ImportError:  # needed only with CACHE_URL
    RedisError = OSError

logger = logging.getLogger(__name__)

LONGEST = timedelta(minutes=10)  # the latest at which a change shows that was made past the portal, by psql
SHARED_SECONDS = 60 * 60 * 24  # how long a page is there to be shown while the database is away
LARGEST_SHARE = 8  # no page takes more than this part of the room


class LocalPages:
    """The pages asked for last, within so many bytes; what one process rendered others find in the folder."""

    is_instant = True

    def __init__(self, most_bytes: int):
        self.most_bytes, self.size = most_bytes, 0
        self.pages: OrderedDict[tuple, Page] = OrderedDict()
        self.lock = Lock()

    def fetch(self, key: tuple) -> tuple[Generation | None, Page | None]:
        page = self.pages.get(key)
        if page is not None:
            with self.lock:
                if key in self.pages:
                    self.pages.move_to_end(key)
        return generation.current(), page

    def recall(self, key: tuple) -> Page | None:
        """What another process, or this one before it forgot it, has left."""
        return folder.read(address(key))

    def keep(self, key: tuple, page: Page) -> None:
        if page.size <= self.most_bytes // LARGEST_SHARE:
            self.remember(key, page)
            folder.write(address(key), page)

    def remember(self, key: tuple, page: Page) -> None:
        with self.lock:
            self.drop(key)
            self.pages[key] = page
            self.size += page.size
            while self.size > self.most_bytes:
                self.drop(next(iter(self.pages)))

    def drop(self, key: tuple) -> None:
        if page := self.pages.pop(key, None):
            self.size -= page.size

    def now_public(self) -> Generation | None:
        return generation.current()

    def renew(self) -> None:
        generation.renew()

    def purged(self) -> str:
        return generation.noted("purged")

    def note_purged(self, stamp: str) -> None:
        generation.note("purged", stamp)


class SharedPages:
    """Generation and pages behind CACHE_URL; while that does not answer, every page is made anew."""

    is_instant = False
    name = "page-generation"
    owed = "owed"  # noted on this machine's disk: a generation that could not begin while the cache was away

    def fetch(self, key: tuple) -> tuple[Generation | None, Page | None]:
        try:
            found = caches["default"].get_many([self.name, address(key)])
            if self.name not in found or generation.noted(self.owed):
                self.renew()
                return None, None
        except RedisError as error:
            logger.warning("The cache does not answer: %s", error)
            return None, None
        return found.get(self.name), found.get(address(key))

    def now_public(self) -> Generation | None:
        try:
            return caches["default"].get(self.name)
        except RedisError as error:
            logger.warning("The cache does not answer: %s", error)
            return None

    def recall(self, key: tuple) -> None:
        return None

    def remember(self, key: tuple, page: Page) -> None:
        """Nothing is kept here."""

    def keep(self, key: tuple, page: Page) -> None:
        try:
            caches["default"].set(address(key), page, SHARED_SECONDS)
        except RedisError as error:
            logger.warning("The cache does not answer: %s", error)

    def renew(self) -> None:
        generation.note(self.owed, "yes")
        caches["default"].set(self.name, Generation(uuid.uuid4().hex, timezone.now().timestamp()), None)
        generation.forget(self.owed)

    def purged(self) -> str:
        return caches["default"].get("page-purged", "")

    def note_purged(self, stamp: str) -> None:
        caches["default"].set("page-purged", stamp, None)


def address(key: tuple) -> str:
    return f"page-{sha256(repr(key).encode()).hexdigest()}"


@cache
def local_pages(most_bytes: int) -> LocalPages:
    return LocalPages(most_bytes)


def pages() -> LocalPages | SharedPages | None:
    """None where nothing is kept."""
    if not settings.PAGE_CACHE_MEGABYTES:
        return None
    return SharedPages() if settings.CACHE_URL else local_pages(settings.PAGE_CACHE_MEGABYTES * 1024 * 1024)


def stamp_of(now_public: Generation | None) -> str:
    """What names a page's content: all that is public, and the day; "" where nothing can be kept."""
    return f"{now_public.name} {timezone.localdate()}" if now_public else ""


def since_when(now_public: Generation) -> float:
    """When what is public changed last: pages know the day."""
    start_of_day = timezone.make_aware(datetime.combine(timezone.localdate(), time.min)).timestamp()
    return max(now_public.since or 0, start_of_day)


def is_fresh(page: Page | None, stamp: str) -> bool:
    """Public pages know the day, never the hour."""
    return page is not None and page.stamp == stamp and timezone.now() - page.rendered < LONGEST
