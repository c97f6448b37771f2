"""Asking what is behind an address, politely: by HEAD if that is enough, one request at a time for each host."""

import ssl
import time
from collections import defaultdict
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from http.client import HTTPException
from threading import Lock
from urllib.parse import urljoin

import requests
from django.conf import settings
from urllib3.exceptions import HTTPError

from ots_portal.links.connecting import CheckedAdapter, Unreachable, is_public
from ots_portal.links.kinds import LONGEST, host_of
from ots_portal.links.models import Problem
from ots_portal.links.outcomes import Outcome

MOST_REDIRECTS = 5
FOR_GOOD = {HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT}
LEADING_ON = {*FOR_GOOD, HTTPStatus.FOUND, HTTPStatus.SEE_OTHER, HTTPStatus.TEMPORARY_REDIRECT}
GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
REFUSED_BY_PROXY = "Tunnel connection failed: 403"  # as http.client words it
FAILURES = range(500, 600)
LEAST_PATIENCE, MOST_PATIENCE = timedelta(hours=1), timedelta(days=14)


class Turns:
    """Each host has one request at a time, and a pause before the next."""

    def __init__(self, pause):
        self.pause, self.lock = pause, Lock()
        self.locks, self.free_at = defaultdict(Lock), defaultdict(float)

    @contextmanager
    def turn(self, host):
        with self.lock:
            own = self.locks[host]
        with own:
            time.sleep(max(0.0, self.free_at[host] - time.monotonic()))
            try:
                yield
            finally:
                self.free_at[host] = time.monotonic() + self.pause


class OutOfTime(Exception):
    """The time for all of it is over; nothing was found out."""


class _Session(requests.Session):
    def get_redirect_target(self, resp):
        """None: requests would read the whole body of an answer that leads on, even where it need not follow."""


class Visitor:
    """`until` (of time.monotonic) is the moment after which no further request begins."""

    def __init__(self, *, until=float("inf"), seconds=10.0, pause=1.0, is_allowed=is_public):
        self.until, self.seconds, self.is_allowed, self.turns = until, seconds, is_allowed, Turns(pause)

    def visit(self, address):
        """The outcome; None when there was no time left."""
        adapter = CheckedAdapter(self.is_allowed, self.seconds)
        with _Session() as session:
            session.auth = as_nobody  # proxy and certificates are those of the environment; .netrc is not for others
            session.headers = {"User-Agent": f"OTS Portal link check (+{settings.ORIGIN})", "Accept": "*/*"}
            session.mount("http://", adapter)
            session.mount("https://", adapter)
            try:
                return self.follow(session, adapter, address)
            except Unreachable as error:
                return Outcome(error.problem)
            except OutOfTime:
                return None

    def follow(self, session, adapter, address):
        target, moved_to, is_for_good = address, "", True
        for _hop in range(MOST_REDIRECTS + 1):
            answer = self.ask(session, adapter, target)
            if answer.status_code not in LEADING_ON or not answer.headers.get("Location"):
                return outcome_of(answer, moved_to)
            target = place(target, answer.headers["Location"])
            is_for_good = is_for_good and answer.status_code in FOR_GOOD
            moved_to = target if is_for_good else moved_to
        return Outcome(Problem.REDIRECTS, answer.status_code)

    def ask(self, session, adapter, address):
        """The head of an answer; where HEAD is refused, that of a GET whose body nobody reads."""
        try:
            answer = self.send(session, adapter, "HEAD", address)
            if answer.status_code < HTTPStatus.BAD_REQUEST or patience(answer):
                return answer
        except Unreachable as error:
            if error.problem != Problem.NO_ANSWER:
                raise
        return self.send(session, adapter, "GET", address)

    def send(self, session, adapter, method, address):
        with self.turns.turn(host_of(address)), adapter.cut_off(self.seconds):
            if time.monotonic() > self.until:
                raise OutOfTime
            try:
                options = {"allow_redirects": False, "stream": True, "timeout": self.seconds}
                answer = session.request(method, address, **options)
                answer.close()
            except (OSError, ValueError, HTTPException, HTTPError) as error:
                raise Unreachable(Problem.TIMEOUT if adapter.is_late else problem_of(error)) from error
            if adapter.is_late:  # an answer that was cut off may look like a whole one
                raise Unreachable(Problem.TIMEOUT)
            return answer


def as_nobody(request):
    return request


def problem_of(error):
    """What an exception of requests, or of what it is built on, means."""
    if isinstance(error, ValueError):  # of requests these are about the address
        return Problem.INVALID
    if isinstance(error, requests.Timeout):
        return Problem.TIMEOUT
    if isinstance(error, requests.exceptions.SSLError) and is_about_certificate(error):
        return Problem.CERTIFICATE
    if isinstance(error, requests.exceptions.ProxyError) and REFUSED_BY_PROXY in str(error):
        return Problem.BARRED
    return Problem.NO_ANSWER


def is_about_certificate(error):
    while error is not None:
        if isinstance(error, ssl.CertificateError):
            return True
        reason = getattr(error, "reason", None)
        error = next((each for each in (reason, *error.args) if isinstance(each, BaseException)), None)
    return False


def place(address, location):
    """Where an answer leads on to."""
    try:
        target = urljoin(address, location.encode("latin-1").decode("utf-8", "replace"))
    except ValueError:
        raise Unreachable(Problem.INVALID) from None
    if not host_of(target) or len(target.encode()) > LONGEST:
        raise Unreachable(Problem.INVALID)
    return target.partition("#")[0]


def outcome_of(answer, moved_to):
    status, wait = answer.status_code, patience(answer)
    if wait:
        return Outcome(Problem.WAIT, status, retry_after=wait)
    if status in GONE or status in FAILURES:
        return Outcome(Problem.STATUS, status)
    if status >= HTTPStatus.BAD_REQUEST:
        return Outcome(Problem.BARRED, status)
    return Outcome(Problem.NONE, status, moved_to)


def patience(answer):
    """How long a server asks to be left alone; None where it does not."""
    asked = answer.headers.get("Retry-After", "").strip()
    is_asking = answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE and asked
    if answer.status_code != HTTPStatus.TOO_MANY_REQUESTS and not is_asking:
        return None
    return min(max(in_time(asked), LEAST_PATIENCE), MOST_PATIENCE)


def in_time(asked):
    """The time that seconds or a date stand for; none for what is neither."""
    if asked.isascii() and asked.isdecimal():
        return timedelta(seconds=min(int(asked[:9]), MOST_PATIENCE.total_seconds()))
    try:
        moment = parsedate_to_datetime(asked)
    except (ValueError, OverflowError):
        return timedelta()
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - datetime.now(UTC)
