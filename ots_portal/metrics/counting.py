"""What the web server's processes count, in memory that they share: no file, nothing to clean, no waiting.

Each worker writes in a sheet of its own; a worker that takes a dead one's place goes on with its sheet.
"""

import json
from bisect import bisect_left
from collections import Counter
from mmap import mmap
from threading import Lock

MOST_NUMBERS = 8_192
LENGTH = 64 * MOST_NUMBERS  # of a sheet, in bytes; memory is taken only where something is written
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # the upper bounds of the histogram
BOUNDS = (*map(str, SECONDS), "+Inf")
METHODS = {"GET", "HEAD", "POST"}
# Families of numbers: (what they are, the labels of each number).
FAMILIES = {
    "portal_requests": ("Requests that Django answered.", ("view", "method", "status")),
    "portal_kept_pages": ("Public pages: kept (hit), left by another worker (found), new (miss), stale.", ("outcome",)),
    "portal_unavailable": ("Answers that something was away or full.", ("status",)),
    "portal_database_failures": ("Requests during which the database did not answer.", ()),
}
TIMES = "portal_request_seconds"
HIT, PLACE_OF_HIT = ("portal_kept_pages", "hit"), 1

Name = tuple[str, ...]  # of a number: its family and its labels


class Sheet:
    """The first number says how many bytes of names there are; each other one belongs to a name, in their order."""

    def __init__(self, memory: memoryview):
        self.memory = memory
        self.numbers = memory[: 8 * MOST_NUMBERS].cast("d")
        self.names = memory[8 * MOST_NUMBERS :]
        self.lock = Lock()
        self.places = {name: place for place, name in enumerate(self.read_names(), 1)}
        if not self.places:
            self.enter(HIT)

    def read_names(self) -> list[Name]:
        lines = bytes(self.names[: int(self.numbers[0])]).splitlines()
        return [tuple(json.loads(line)) for line in lines]

    def add(self, name: Name, amount: float) -> None:
        with self.lock:
            if place := self.places.get(name) or self.enter(name):
                self.numbers[place] += amount

    def enter(self, name: Name) -> int | None:
        """Nothing where the sheet is full: some number is missing, but nobody fails."""
        line, used, place = json.dumps(name).encode() + b"\n", int(self.numbers[0]), len(self.places) + 1
        if place == MOST_NUMBERS or used + len(line) > len(self.names):
            return None
        self.names[used : used + len(line)] = line
        self.numbers[0] = used + len(line)
        self.places[name] = place
        return place

    def read(self) -> dict[Name, float]:
        numbers = {name: self.numbers[place] for place, name in enumerate(self.read_names(), 1)}
        return {name: number for name, number in numbers.items() if number}


def sheets_in(memory) -> list[Sheet]:
    whole = memoryview(memory)
    return [Sheet(whole[start : start + LENGTH]) for start in range(0, len(whole), LENGTH)]


sheets = sheets_in(bytearray(LENGTH))  # of a process that shares with nobody
own = sheets[0]


# ---- Workers -------------------------------------------------------------------------------------------------
def share(number: int) -> None:
    """Before the workers begin: a sheet for each of them, and for those that take over while others finish."""
    global sheets  # noqa: PLW0603 - this is the process's memory
    sheets = sheets_in(mmap(-1, number * LENGTH))


def free_place(taken: set[int]) -> int | None:
    return next((place for place in range(len(sheets)) if place not in taken), None)


def take(place: int | None) -> None:
    """In a new worker; where no sheet is free it counts in vain."""
    global own  # noqa: PLW0603
    own = Sheet(memoryview(bytearray(LENGTH))) if place is None else Sheet(sheets[place].memory)


# ---- Counting ------------------------------------------------------------------------------------------------
def add(*name: str, amount: float = 1) -> None:
    own.add(name, amount)


def count_hit() -> None:
    """Of this there are most, and only the web server's loop counts it: no lock is needed."""
    own.numbers[PLACE_OF_HIT] += 1


def count_request(view: str, method: str, status: int, seconds: float) -> None:
    """Whatever else is sent, there are few methods; views and statuses are few by themselves."""
    add("portal_requests", view, method if method in METHODS else "other", str(status))
    add(TIMES, view, BOUNDS[bisect_left(SECONDS, seconds)])
    add(TIMES, view, "sum", amount=seconds)


def totals() -> dict[Name, float]:
    """The numbers of all workers together."""
    found: Counter[Name] = Counter()
    for sheet in sheets:
        found.update(sheet.read())
    return found
