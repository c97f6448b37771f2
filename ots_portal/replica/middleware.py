"""Readers' pages are read from the replica, as long as it is up to date; all else, and all else then, from the primary."""

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import Error, connections

from ots_portal.middleware import RefuseWritingToPages
from ots_portal.replica.replay import leave_alone, may_be_asked
from ots_portal.replica.routing import REPLICA, as_of

NO_PAGES = {"health", "live", "own_admin", "shared_preview"}


class ReadFromReplica:
    """Below PublicPages, which knows who asks as nobody in particular, and what is public."""

    def __init__(self, get_response):
        if not settings.REPLICA_URL:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request):
        before = as_of.set(None)
        try:
            return self.get_response(request)
        finally:
            as_of.reset(before)

    def process_view(self, request, view, arguments, named):
        now_public = getattr(request, "now_public", None)
        if now_public and is_page_of_readers(request.resolver_match) and may_be_asked(now_public):
            as_of.set(now_public)

    def process_exception(self, request, error):
        """What the replica did not answer the primary is asked: reading twice does no harm."""
        if as_of.get() is None or not isinstance(error, Error):
            return None
        as_of.set(None)
        if not connections[REPLICA].is_usable():
            leave_alone(error)
        match = request.resolver_match
        return match.func(request, *match.args, **match.kwargs)


def is_page_of_readers(match):
    return not RefuseWritingToPages.takes_forms(match) and match.url_name not in NO_PAGES
