"""Middleware that guards every request, whatever view it reaches."""

from django.http import HttpResponseNotAllowed, QueryDict
from django.utils.deprecation import MiddlewareMixin


def drop_body_of_head(get_response):
    """Answer HEAD with the headers of GET and no body; gunicorn warns of each body it has to drop."""

    def middleware(request):
        response = get_response(request)
        if request.method == "HEAD" and not response.streaming:
            length = len(response.content)
            response.content = b""
            response["Content-Length"] = str(length)
        return response

    return middleware


def drop_control_characters(get_response):
    """Drop NUL and other control characters from query strings: no text, name or reference of ours holds one."""

    def middleware(request):
        if any(not char.isprintable() for pair in request.GET.lists() for text in (pair[0], *pair[1]) for char in text):
            request.GET = without_control_characters(request.GET)
            request.META["QUERY_STRING"] = request.GET.urlencode()
        return get_response(request)

    return middleware


def without_control_characters(parameters):
    cleaned = QueryDict(mutable=True)
    for name, values in parameters.lists():
        cleaned.setlist(printable(name), [printable(value) for value in values])
    cleaned._mutable = False
    return cleaned


class RefuseWritingToPages(MiddlewareMixin):
    """Answer 405 where a public page is sent a form: it takes none, so the question of its token does not arise."""

    READING = ("GET", "HEAD", "OPTIONS")
    OF_ACCOUNTS = ("account_", "mfa_", "session_", "openid_connect_", "socialaccount_")

    def process_view(self, request, view, arguments, named):
        if request.method in self.READING or self.takes_forms(request.resolver_match):
            return None
        return HttpResponseNotAllowed(self.READING[:2])

    @classmethod
    def takes_forms(cls, match):
        return "admin" in match.namespaces or (match.url_name or "").startswith(cls.OF_ACCOUNTS)


def printable(text):
    return "".join(char for char in text if char.isprintable())
