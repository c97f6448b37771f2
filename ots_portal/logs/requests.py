"""One line for each request that Django answers, and its place among the numbers, without anything by which its reader could be known."""

import logging
import re
from time import perf_counter
from uuid import uuid4

from django.urls import Resolver404, resolve

from ots_portal.logs.lines import request_id
from ots_portal.metrics.counting import count_request

logger = logging.getLogger(__name__)
WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{8,64}")
SECRETS = {"token", "key"}  # parts of an address that open something
HIDDEN = "…"


def log_requests(get_response):
    """The outermost middleware: names the request in each line that is logged meanwhile, and in its own answer."""

    def middleware(request):
        started = perf_counter()
        own_id = id_of(request)
        asked = request_id.set(own_id)
        try:
            response = get_response(request)
            if "public" not in response.get("Cache-Control", ""):  # what is kept would carry it to other readers
                response["X-Request-ID"] = own_id
            spent = perf_counter() - started
            count_request(view_of(request), request.method, response.status_code, spent)
            log(request, response.status_code, spent)
        finally:
            request_id.reset(asked)
        return response

    return middleware


def id_of(request):
    """The one that the web server before us gave, if it is one."""
    given = request.headers.get("X-Request-ID", "")
    return given if WELL_FORMED.fullmatch(given) else uuid4().hex


def log(request, status, seconds):
    path = without_secrets(request)
    facts = {"method": request.method, "path": path, "status": status, "milliseconds": round(seconds * 1000, 1)}
    if known := getattr(getattr(request, "_cached_user", None), "pk", None):  # others' sessions are not touched
        facts["user_id"] = known
    logger.info("%s %s %s", request.method, path, status, extra={"facts": facts})


def without_secrets(request):
    """The path, which has no query; links that let somebody in are not to be had from a log."""
    path = request.path
    for name, value in arguments_of(request).items():
        if name in SECRETS:
            path = path.replace(str(value), HIDDEN)
    return path


def view_of(request):
    """Its name; what is kept and what does not exist has none."""
    return (request.resolver_match and request.resolver_match.view_name) or "-"


def arguments_of(request):
    try:
        return (request.resolver_match or resolve(request.path_info)).kwargs
    except Resolver404:
        return {}
