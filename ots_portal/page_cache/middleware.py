"""Public pages: kept, compressed, told apart by ETag and date; what is meant for one person passes through untouched."""

from http import HTTPStatus

from django.http import HttpResponse
from django.utils.cache import patch_cache_control, patch_vary_headers

from ots_portal.metrics.counting import add
from ots_portal.page_cache.pages import SHORTEST, compressed, page_of
from ots_portal.page_cache.purging import FOR_CDN, may_be_kept
from ots_portal.page_cache.questions import drop_tracking, question_of
from ots_portal.page_cache.stores import is_fresh, pages, since_when, stamp_of
from ots_portal.page_cache.streaming import FOR_EVERYBODY

VARIES_BY = {"accept-encoding", "accept-language"}  # what the question holds


class PublicPages:
    """Outside all other middleware but the one of HEAD: it sees an answer as it will be sent."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if (question := asked_by(request)) is None:
            return for_one_person(self.get_response(request))
        kept = pages()
        now_public, page = looked_up(kept, question.key)  # before the page is rendered
        stamp = stamp_of(now_public)
        if is_fresh(page, stamp):
            kept.remember(question.key, page)
            add("portal_kept_pages", "found")
            return as_response(page.answer(question))
        request.now_public = now_public
        response = self.get_response(request)
        if response.status_code == HTTPStatus.SERVICE_UNAVAILABLE and page:
            add("portal_kept_pages", "stale")
            return as_response(page.out_of_date().answer(question))
        if not is_for_everybody(request, response):
            return compressed_response(response, question)
        add("portal_kept_pages", "miss")
        is_kept = bool(kept and stamp and is_understood(request, question))
        page = new_page(response, stamp, now_public, FOR_CDN if is_kept and may_be_kept(now_public) else {})
        if is_kept:
            kept.keep(question.key, page)
        return as_response(page.answer(question))


def asked_by(request):
    drop_tracking(request.META)
    return question_of(request.META)


def looked_up(kept, key):
    if kept is None:
        return None, None
    now_public, page = kept.fetch(key)
    return now_public, page if is_fresh(page, stamp_of(now_public)) else kept.recall(key) or page


def new_page(response, stamp, now_public, more):
    for name, value in ({"Cache-Control": FOR_EVERYBODY} | more).items():
        response[name] = value
    patch_vary_headers(response, ["Accept-Encoding", "Cookie"])
    return page_of(response.items(), response.content, stamp=stamp, since=now_public and since_when(now_public))


def as_response(answer):
    return HttpResponse(answer.body, status=answer.status, headers=dict(answer.headers))


def is_for_everybody(request, response):
    """A whole page that says nothing of who asked: no session was looked at, no cookie given, no number drawn."""
    varies_by = {name.strip().lower() for name in response.get("Vary", "").split(",") if name.strip()}
    return (
        response.status_code == HTTPStatus.OK
        and not response.streaming
        and not response.cookies
        and not response.has_header("Cache-Control")
        and varies_by <= VARIES_BY
        and "nonce-" not in response.get("Content-Security-Policy", "")
    )


def is_understood(request, question):
    """Is the query one that the view knows, as it would write it itself? Others would fill the cache with one page."""
    return question.query == getattr(request, "known_query", "")


def for_one_person(response):
    if not response.streaming:
        patch_vary_headers(response, ["Accept-Encoding"])
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_cache=True)
    return response


def compressed_response(response, question):
    """Where a cookie or its token counts, the length of a compressed answer would tell."""
    if response.streaming:
        return response
    patch_vary_headers(response, ["Accept-Encoding"])
    if question.coding and not response.cookies and len(response.content) >= SHORTEST:
        response.content = compressed(response.content, question.coding)
        response["Content-Encoding"] = question.coding
        response["Content-Length"] = str(len(response.content))
    return response
