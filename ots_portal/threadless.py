"""What is answered where no thread is free or nothing could be read: without Django's middleware and the database."""

from functools import partial

from django.core.handlers.wsgi import WSGIRequest

from ots_portal import health, outages
from ots_portal.metrics.views import counted_metrics, has_token


def by_wsgi(view, environ, start_response):
    response = view(WSGIRequest(environ))
    start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
    return response


def instead(request):
    """Who watches the portal gets what is known without asking; who has no token, and all others, that it is away."""
    if request.path == "/health/":
        return health.stuck(request)
    if request.path == "/metrics" and has_token(request):
        return counted_metrics(request)
    return outages.unavailable(request)


at_once = {"/health/live/": partial(by_wsgi, health.live)}
unavailable = partial(by_wsgi, instead)
no_room = partial(by_wsgi, lambda request: outages.answer(request, 507, None))
