"""Between the web server and Django: what is kept is answered at once, all else by a few threads.

Reading what is sent and sending what is answered hold no thread, however slow the other side is; and while every
thread waits for a database that does not answer, what is kept is still there.
"""

import asyncio
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http import HTTPStatus
from io import BytesIO
from tempfile import SpooledTemporaryFile
from time import monotonic
from urllib.parse import unquote_to_bytes

from ots_portal.page_cache.answering import kept_answer, out_of_date_answer
from ots_portal.page_cache.questions import READING, drop_tracking, question_of

IN_MEMORY = 1024 * 1024
LARGEST_BODY = 64 * 1024 * 1024  # above the largest file that may be uploaded
PATIENCE = 5  # seconds without any answer after which all threads count as stuck
WATCHING = ("/health/", "/metrics")  # who asks there waits no longer than that


class Front:
    """An ASGI application around a WSGI one.

    `unavailable` answers, without the database, what cannot be answered; `no_room` what could not be read to its end;
    `at_once` are applications by their paths that need neither a thread nor the database.
    """

    def __init__(self, application, unavailable, no_room, threads, *, at_once, patience=PATIENCE):
        self.application, self.unavailable, self.no_room = application, unavailable, no_room
        self.size, self.at_once, self.patience = threads, at_once, patience
        self.streaming = asyncio.Semaphore(max(1, threads // 2))
        self.threads = self.spare = None
        self.asked = {}  # what is being answered, by address
        self.running, self.moved = 0, monotonic()

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            await send({"type": "websocket.close"})
            return
        environ = environ_of(scope)
        drop_tracking(environ)
        if environ["PATH_INFO"] in self.at_once and environ["REQUEST_METHOD"] in READING:
            application = self.at_once[environ["PATH_INFO"]]
            await self.send(send, run(application, environ | {"wsgi.input": BytesIO()}), environ)
            return
        if answer := await kept_answer(environ) or await self.answer_to_another(environ):
            await send_whole(send, answer.status, answer.headers, answer.body, environ)
            return
        with SpooledTemporaryFile(IN_MEMORY) as body:
            try:
                status = await read_body(scope, receive, body)
            except OSError:  # a large body is kept on the disk
                await self.refuse(self.no_room, environ | {"wsgi.input": BytesIO()}, send)
                return
            if status == HTTPStatus.OK:
                environ |= {"wsgi.input": body, "CONTENT_LENGTH": str(body.tell())}
                body.seek(0)
                await self.answer(environ, send)
            else:
                await send_whole(send, status, [("Connection", "close")], b"", environ)

    async def answer_to_another(self, environ):
        """What somebody else is waiting for already is rendered once, and then kept for all of them."""
        if work := self.asked.get(address_of(environ)):
            await asyncio.wait([work])
            return await kept_answer(environ)
        return None

    async def answer(self, environ, send):
        """By one of the threads, or while all of them are stuck from what is kept, else by saying so."""
        if self.is_stuck:
            await self.do_without(environ, send)
            return
        self.running += 1
        if self.running == self.size:
            self.moved = monotonic()
        work = asyncio.get_running_loop().run_in_executor(self.pool(), run, self.application, environ)
        if address := address_of(environ):
            self.asked[address] = work
        work.add_done_callback(partial(self.note_done, address))
        done, _pending = await asyncio.wait([work], timeout=self.patience)
        while not done and not self.is_stuck and not environ["PATH_INFO"].startswith(WATCHING):
            done, _pending = await asyncio.wait([work], timeout=self.patience)
        if done:
            await self.send(send, await work, environ)
        else:
            await self.do_without(environ, send)

    @property
    def is_stuck(self):
        """Have all threads been busy for a while, without a single answer?"""
        return self.running >= self.size and monotonic() - self.moved > self.patience

    def note_done(self, address, work):
        if self.asked.get(address) is work:
            del self.asked[address]
        self.running, self.moved = self.running - 1, monotonic()
        if not work.cancelled():
            work.exception()  # so that nobody complains that it was never asked for

    async def do_without(self, environ, send):
        if answer := out_of_date_answer(environ):
            await send_whole(send, answer.status, answer.headers, answer.body, environ)
            return
        environ["wsgi.input"].seek(0)
        await self.refuse(self.unavailable, environ, send)

    async def refuse(self, application, environ, send):
        self.pool()
        work = asyncio.get_running_loop().run_in_executor(self.spare, run, application, environ)
        await self.send(send, await work, environ)

    def pool(self):
        """Made after the server has forked: threads do not survive that."""
        if self.threads is None:
            self.threads = ThreadPoolExecutor(self.size, "django")
            self.spare = ThreadPoolExecutor(1, "spare")
        return self.threads

    async def send(self, send, response, environ):
        status, headers, body = response
        if isinstance(body, bytes):
            await send_whole(send, status, headers, body, environ)
            return
        await self.send_stream(send, status, headers, body)

    async def send_stream(self, send, status, headers, response):
        """A part at a time, each made by whichever thread is free; parts never take more than half of the threads."""
        in_thread = partial(asyncio.get_running_loop().run_in_executor, self.pool())
        try:
            await send(start(status, headers))
            parts = iter(response)
            while part := await self.next_part(in_thread, parts):
                await send({"type": "http.response.body", "body": part, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
        finally:
            await in_thread(response.close)

    async def next_part(self, in_thread, parts):
        async with self.streaming:
            return await in_thread(next, parts, b"")


def run(application, environ):
    """In a thread: status, headers, and the body in one, or where it is streamed what gives it in parts."""
    started = {}

    def start_response(status, headers, exc_info=None):
        started.update(status=int(status.split(" ", 1)[0]), headers=headers)

    response = application(environ, start_response)
    if getattr(response, "streaming", False):
        return started["status"], started["headers"], response
    try:
        body = b"".join(response)
    finally:
        if hasattr(response, "close"):
            response.close()
    return started["status"], started["headers"], body


def address_of(environ):
    """What more than one reader may ask for in the same moment; None where somebody may be known, or sends something."""
    question = question_of(environ)
    return question and question.key


def environ_of(scope):
    """The environment of a WSGI application, without its input."""
    host, port = scope.get("server") or ("localhost", 80)
    environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port or 0),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": scope["client"][0] if scope.get("client") else "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        key = header_key(name)
        text = value.decode("latin-1")
        environ[key] = f"{environ[key]}{'; ' if key == 'HTTP_COOKIE' else ','}{text}" if key in environ else text
    return environ


def header_key(name):
    key = name.decode("latin-1").upper().replace("-", "_")
    return key if key in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{key}"


async def read_body(scope, receive, body):
    """All that is sent; returns the status of a refusal. The web server ends a wait for parts that do not come."""
    if not any(name in {b"content-length", b"transfer-encoding"} for name, _value in scope["headers"]):
        return HTTPStatus.OK
    while True:
        part = await receive()
        if part["type"] == "http.disconnect":
            return HTTPStatus.REQUEST_TIMEOUT
        if body.tell() + len(part.get("body", b"")) > LARGEST_BODY:
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        body.write(part.get("body", b""))
        if not part.get("more_body"):
            return HTTPStatus.OK


async def send_whole(send, status, headers, body, environ):
    await send(start(status, headers))
    await send({"type": "http.response.body", "body": b"" if environ["REQUEST_METHOD"] == "HEAD" else body})


def start(status, headers):
    encoded = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    return {"type": "http.response.start", "status": int(status), "headers": encoded}
