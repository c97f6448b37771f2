from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from ots_portal.metrics import exposition


@never_cache
def metrics(request):
    """A wrong token is refused, not hidden: who sets up Prometheus must see that, and our addresses are no secret."""
    if not settings.METRICS_TOKEN:
        raise Http404
    if not has_token(request):
        raise PermissionDenied
    return told(exposition.Numbers())


@never_cache
def counted_metrics(request):
    """Without a thread and the database, for whoever has the token."""
    return told(exposition.NumbersWhileStuck())


def has_token(request):
    given, wanted = request.headers.get("Authorization", ""), f"Bearer {settings.METRICS_TOKEN}"
    return bool(settings.METRICS_TOKEN) and constant_time_compare(given, wanted)


def told(numbers):
    return HttpResponse(exposition.as_text(numbers), content_type=CONTENT_TYPE_PLAIN_0_0_4)
