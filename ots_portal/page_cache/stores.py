"""Where pages are kept: in memory and in a folder of this machine, or with CACHE_URL in one place for all machines."""

import logging
import uuid
from datetime import datetime, time, timedelta
from functools import cache
from hashlib import sha256

from django.conf import settings
from django.core.cache import caches
from django.utils import timezone
from redis.exceptions import RedisError

from ots_portal.page_cache import folder, generation
from ots_portal.page_cache.generation import Generation
from ots_portal.page_cache.memory import Memory
from ots_portal.page_cache.pages import Page
from ots_portal.page_cache.shared_question import SharedQuestion

logger = logging.getLogger(__name__)

LONGEST = timedelta(minutes=10)  # the latest at which a change shows that was made past the portal, by psql
SHARED_SECONDS = 60 * 60 * 24  # how long a page is there to be shown while the database is away


class LocalPages(Memory):
    """In memory; what one process rendered others find in the folder."""

    def fetch(self, key: tuple) -> tuple[Generation | None, Page | None]:
        return generation.current(), self.at_hand(key)

    def recall(self, key: tuple) -> Page | None:
        """What another process, or this one before it forgot it, has left."""
        return folder.read(address(key))

    def keep(self, key: tuple, page: Page) -> None:
        if self.has_room_for(page):
            self.remember(key, page)
            folder.write(address(key), page)

    def now_public(self) -> Generation | None:
        return generation.current()

    async def now_public_at_once(self) -> Generation | None:
        return generation.current()

    def renew(self) -> None:
        generation.renew()

    def purged(self) -> str:
        return generation.noted("purged")

    def note_purged(self, stamp: str) -> None:
        generation.note("purged", stamp)


class SharedPages(Memory):
    """Generation and pages behind CACHE_URL, and pages in memory, too: what is public now is always asked for.

    While it does not answer, every page is made anew.
    """

    name = "page-generation"
    owed = "owed"  # noted on this machine's disk: a generation that could not begin while the cache was away

    def __init__(self, most_bytes: int, url: str):
        super().__init__(most_bytes)
        shared = caches["default"]
        self.question = SharedQuestion(url, shared.make_key(self.name), settings.CACHES["default"].get("OPTIONS", {}))

    def fetch(self, key: tuple) -> tuple[Generation | None, Page | None]:
        page = self.at_hand(key)
        try:
            found = caches["default"].get_many([self.name] if page else [self.name, address(key)])
            if self.name not in found or generation.noted(self.owed):
                self.renew()
                return None, None
            if page and not is_fresh(page, stamp_of(found[self.name])):
                found[address(key)] = caches["default"].get(address(key))
        except RedisError as error:
            logger.warning("The cache does not answer: %s", error)
            return None, None
        if there := found.get(address(key)):
            self.remember(key, there)
        return found[self.name], there or page

    def now_public(self) -> Generation | None:
        try:
            return caches["default"].get(self.name)
        except RedisError as error:
            logger.warning("The cache does not answer: %s", error)
            return None

    async def now_public_at_once(self) -> Generation | None:
        """None also where a thread has to see to it."""
        try:
            return None if generation.noted(self.owed) else await self.question.answer()
        except RedisError:
            return None

    def recall(self, key: tuple) -> Page | None:
        return self.at_hand(key)

    def keep(self, key: tuple, page: Page) -> None:
        self.remember(key, page)
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
def pages_in(most_bytes: int, url: str) -> LocalPages | SharedPages:
    return SharedPages(most_bytes, url) if url else LocalPages(most_bytes)


def pages() -> LocalPages | SharedPages | None:
    """None where nothing is kept."""
    if not settings.PAGE_CACHE_MEGABYTES:
        return None
    return pages_in(settings.PAGE_CACHE_MEGABYTES * 1024 * 1024, settings.CACHE_URL)


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
