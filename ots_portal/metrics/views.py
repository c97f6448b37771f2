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
    if not constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {settings.METRICS_TOKEN}"):
        raise PermissionDenied
    return HttpResponse(exposition.as_text(), content_type=CONTENT_TYPE_PLAIN_0_0_4)
