"""What the web server's loop does with few threads; by its own protocol, without a server."""

import asyncio
from threading import Event, Lock

from ots_portal.front import Front

THREADS = 4
LONGEST = 5  # seconds: where a test fails it ends nevertheless


async def ask(front, path, begun=None):
    """(status, body) of a page; it says when its head has come."""
    sent = []

    async def send(message):
        sent.append(message)
        if begun and len(sent) == 1:
            begun.release()

    scope = {"type": "http", "method": "GET", "scheme": "http", "http_version": "1.1", "headers": []}
    await front(scope | {"raw_path": path.encode(), "query_string": b""}, None, send)
    return sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:])


# ---- Downloads -----------------------------------------------------------------------------------------------
class Download:
    """An answer in one part, which is only there once it is released."""

    streaming = True
    lock, making, most = Lock(), 0, 0

    def __init__(self, is_released):
        self.is_released = is_released

    def __iter__(self):
        with Download.lock:
            Download.making += 1
            Download.most = max(Download.most, Download.making)
        self.is_released.wait(LONGEST)
        with Download.lock:
            Download.making -= 1
        yield b"a part"

    def close(self):
        """As Django's have it."""


def test_downloads_leave_half_of_the_threads_to_pages():
    are_released = Event()

    def portal(environ, start_response):
        start_response("200 OK", [])
        if environ["PATH_INFO"].startswith("/download/"):
            return Download(are_released)
        are_released.set()  # all of them wait for this page, which waits for a thread
        return [b"a page"]

    async def everybody():
        front, begun = Front(portal, None, None, THREADS), asyncio.Semaphore(0)
        downloads = [asyncio.create_task(ask(front, f"/download/{number}/", begun)) for number in range(THREADS)]
        for _each in downloads:
            await begun.acquire()
        return await ask(front, "/page/"), await asyncio.gather(*downloads)

    page, downloads = asyncio.run(everybody())

    assert Download.most <= THREADS // 2
    assert (page, downloads) == ((200, b"a page"), [(200, b"a part")] * THREADS)
