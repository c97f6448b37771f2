"""The pages asked for last, in the memory of one process, within so many bytes."""

from collections import OrderedDict
from threading import Lock

from ots_portal.page_cache.pages import Page

LARGEST_SHARE = 8  # no page takes more than this part of the room


class Memory:
    def __init__(self, most_bytes: int):
        self.most_bytes, self.size = most_bytes, 0
        self.pages: OrderedDict[tuple, Page] = OrderedDict()
        self.lock = Lock()

    def at_hand(self, key: tuple) -> Page | None:
        page = self.pages.get(key)
        if page is not None:
            with self.lock:
                if key in self.pages:
                    self.pages.move_to_end(key)
        return page

    def has_room_for(self, page: Page) -> bool:
        return page.size <= self.most_bytes // LARGEST_SHARE

    def remember(self, key: tuple, page: Page) -> None:
        if not self.has_room_for(page):
            return
        with self.lock:
            self.drop(key)
            self.pages[key] = page
            self.size += page.size
            while self.size > self.most_bytes:
                self.drop(next(iter(self.pages)))

    def drop(self, key: tuple) -> None:
        if page := self.pages.pop(key, None):
            self.size -= page.size
