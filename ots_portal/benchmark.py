"""What `make bench` measures: pages of the portal beside a bare response of the same server, in the same run."""

import http.client
import selectors
import socket
from collections.abc import Callable, Iterable
from statistics import median
from time import perf_counter
from typing import NamedTuple

from django.conf import settings

from ots_portal.asgi import application as portal
from ots_portal.front import Front, send_whole
from ots_portal.page_cache import writes

BARE_PATH, BARE_LOOP_PATH = "/bare", "/bare-loop"
BARE_HEADERS = [("Content-Type", "text/plain"), ("Content-Length", "2")]
WARM_UP = 5
READERS = 16
MOST_BYTES = 1 << 18


class Scenario(NamedTuple):
    """One line of the table. A reader asks past what is kept, with a parameter that no page knows.

    `is_first`: just after a publication, when nothing at all is known.
    """

    name: str
    path: str
    is_kept: bool = False
    cookie: str = ""
    is_first: bool = False

    @property
    def headers(self):
        return {"Accept-Encoding": "gzip"} | ({"Cookie": self.cookie} if self.cookie else {})

    def path_at(self, turn):
        return (
            self.path if self.is_kept or self.cookie else f"{self.path}{'&' if '?' in self.path else '?'}bench={turn}"
        )


def bare_wsgi(environ, start_response):
    start_response("200 OK", BARE_HEADERS)
    return [b"ok"]


bare = Front(bare_wsgi, bare_wsgi, bare_wsgi, settings.WEB_THREADS, at_once={})


async def application(scope, receive, send):
    """The portal; beside it the least that a WSGI application in its place, and that this server itself can answer."""
    path = scope.get("path")
    if path == BARE_PATH:
        await bare(scope, receive, send)
    elif path == BARE_LOOP_PATH:
        await send_whole(send, 200, BARE_HEADERS, b"ok", {"REQUEST_METHOD": "GET"})
    else:
        await portal(scope, receive, send)


def median_times(port: int, scenarios: Iterable[Scenario], rounds: int) -> list[float]:
    """Median seconds of one answer; the pages take turns, so that a slow moment hits all alike."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    times = [(scenario, []) for scenario in scenarios]
    for turn in range(rounds + WARM_UP):
        for scenario, own in times:
            seconds = one_answer(connection, scenario, turn)
            if turn >= WARM_UP:
                own.append(seconds)
    connection.close()
    return [median(own) for _scenario, own in times]


def one_answer(connection: http.client.HTTPConnection, scenario: Scenario, turn: int) -> float:
    if scenario.is_first:
        writes.renew()
    begin = perf_counter()
    connection.request("GET", scenario.path_at(turn), headers=scenario.headers)
    response = connection.getresponse()
    response.read()
    seconds = perf_counter() - begin
    if response.status != http.client.OK:
        raise RuntimeError(f"{scenario.path} answered {response.status} {response.getheader('Location') or ''}")
    return seconds


class Download(NamedTuple):
    """A large file: seconds until it begins and until it ends, megabytes as sent, and the most memory of a worker."""

    path: str
    begins: float
    ends: float
    megabytes: float
    memory: float


def download(port: int, path: str, workers: Callable[[], list[int]]) -> Download:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    begin, size, memory = perf_counter(), 0, 0.0
    connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
    response = connection.getresponse()
    begins = perf_counter() - begin
    while part := response.read(MOST_BYTES):
        size += len(part)
        memory = max([memory, *memory_of(workers())])
    connection.close()
    return Download(path, begins, perf_counter() - begin, size / 1024**2, memory)


def rate(port: int, path: str, seconds: float) -> float:
    """Answers in a second to readers who ask again as soon as they have one."""
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: gzip\r\n\r\n".encode()
    selector, answered = selectors.DefaultSelector(), 0
    for _reader in range(READERS):
        reader = socket.create_connection(("127.0.0.1", port))
        reader.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        selector.register(reader, selectors.EVENT_READ, bytearray())
        reader.sendall(request)
    begin = perf_counter()
    while perf_counter() - begin < seconds:
        for key, _events in selector.select(1):
            key.data.extend(key.fileobj.recv(MOST_BYTES))
            if is_whole(key.data):
                key.data.clear()
                answered += 1
                key.fileobj.sendall(request)
    lasted = perf_counter() - begin
    for key in list(selector.get_map().values()):
        key.fileobj.close()
    return answered / lasted


def is_whole(data: bytearray) -> bool:
    """Is this an answer with all of its body?"""
    end = data.find(b"\r\n\r\n")
    if end < 0:
        return False
    length = data.lower().find(b"content-length:", 0, end)
    return len(data) >= end + 4 + int(data[length + 15 : data.find(b"\r\n", length)])


def memory_of(pids: Iterable[int]) -> list[float]:
    """Megabytes that each process has for itself, and its share of what it has with others."""
    found = []
    for pid in pids:
        with open(f"/proc/{pid}/smaps_rollup") as rollup:
            kilobytes = next(int(line.split()[1]) for line in rollup if line.startswith("Pss:"))
        found.append(kilobytes / 1024)
    return found
