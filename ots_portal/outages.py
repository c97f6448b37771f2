"""While database, shared cache or files are away or the disk is full: an answer in the reader's language; nothing is lost."""

import errno
import sys
from io import BytesIO
from time import monotonic

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language_from_request, override

from ots_portal import views
from ots_portal.context_processors import portal
from ots_portal.library.storage import FilesAway
from ots_portal.metrics.counting import add
from ots_portal.navigation import standard_menus
from ots_portal.page_cache.stores import RedisError

REST_SECONDS = 1  # how long a database that did not answer is left alone
RETRY_AFTER = "5"
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
SECRETS = ("password", "password1", "password2")
# What PostgreSQL says when it stops, is starting, or has no room; without a code it was not reached at all.
AWAY = ("08", "57P01", "57P02", "57P03", "53300")


class SpareTheDatabase:
    """Answer at once what would only wait for a database that has just not answered."""

    until = 0.0

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if monotonic() < SpareTheDatabase.until and not may_do_without(request):
            return unavailable(request)
        return self.get_response(request)


def may_do_without(request):
    """Health and metrics say what is away, and readers may have their pages from a replica."""
    is_of_readers = settings.REPLICA_URL and getattr(request, "now_public", None)
    return request.path.startswith(("/health", "/metrics")) or bool(is_of_readers)


def server_error(request):
    """The handler of exceptions that nobody expected."""
    error = sys.exc_info()[1]
    if is_full(error):
        return no_room(request)
    if isinstance(error, FilesAway):
        return unavailable(request, without="files")
    if isinstance(error, RedisError):
        return unavailable(request, without="cache")
    if not is_away(error):
        return views.server_error(request)
    add("portal_database_failures")
    SpareTheDatabase.until = monotonic() + REST_SECONDS
    return unavailable(request)


def is_full(error):
    return isinstance(error, OSError) and error.errno in FULL


def is_away(error):
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    code = getattr(error.__cause__, "sqlstate", None)
    return code is None or code.startswith(AWAY)


def unavailable(request, without="database"):
    response = answer(request, 503, kept(request), without=without)
    response["Retry-After"] = RETRY_AFTER
    return response


def page_of_the_web_server(language):
    """What the web server before the portal shows while the portal itself does not answer."""
    asked = {"REQUEST_METHOD": "GET", "PATH_INFO": f"/{language}/", "wsgi.input": BytesIO()}
    return unavailable(WSGIRequest(asked), without="portal").content


def no_room(request):
    return answer(request, 507, kept(request))


def answer(request, status, kept, **more):
    """In the language of the address; what was sent stands on the page, to be sent again."""
    request.has_failed = True
    add("portal_unavailable", str(status))
    with override(get_language_from_request(request, check_path=True)):
        context = portal(request) | {"request": request, "menus": standard_menus(request.path), "kept": kept}
        page = render_to_string(f"{status}.html", context | more)
    return HttpResponse(page, status=status, headers={"Cache-Control": "no-store"})


def kept(request):
    """All that was typed, but nothing that signs in; None where nothing was sent."""
    if request.method != "POST":
        return None
    lists = request.POST.lists()
    return [(name, value) for name, values in lists for value in values if not name.endswith(SECRETS)]
