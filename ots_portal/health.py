"""Whether the portal can serve: for load balancers and monitoring."""

import shutil
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from ots_portal.backup.verifying import is_fresh, last_verified
from ots_portal.library.scanning import scanner_answers
from ots_portal.page_cache import purging
from ots_portal.page_cache.stores import RedisError, pages
from ots_portal.publishing.drafts import Promise
from ots_portal.replica import replay
from ots_portal.schema import migrations_are_applied

STUCK = {"threads": "failing"}
ENOUGH_BYTES = 1_000_000_000
LATEST_PROMISE = timedelta(minutes=5)


@never_cache
def live(request):
    """200 as long as the process answers, whatever else is out of order."""
    return HttpResponse("ok", content_type="text/plain")


@never_cache
def health(request):
    """503 when the portal cannot serve; "warning" where somebody must look soon; the answer names each check."""
    return told(results())


@never_cache
def stuck(request):
    """While no thread answers in time: all of them wait, perhaps for a database that hangs."""
    return told(STUCK)


def told(checks):
    is_serving = "failing" not in checks.values()
    status = "warning" if "warning" in checks.values() else "ok"
    return JsonResponse(
        {"status": status if is_serving else "failing", "checks": checks}, status=200 if is_serving else 503
    )


def results():
    """{check: how it ended}; what is to be watched only where the portal serves."""
    checks = {"threads": "ok"}  # one of them is asking
    checks |= {name: "ok" if passes(check) else "failing" for name, check in NEEDED.items()}
    if "failing" not in checks.values():
        checks |= {name: "ok" if passes(check) else "warning" for name, check in WATCHED.items()}
    return checks


def passes(check):
    try:
        return check()
    except (DatabaseError, OSError, RedisError):
        return False


# ---- Needed to serve -----------------------------------------------------------------------------------------
def database_answers():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def cache_keeps():
    """Sign-in limits are counted in it."""
    cache.set("health", "kept", 60)
    return cache.get("health") == "kept"


# ---- To be watched -------------------------------------------------------------------------------------------
def has_room(folder):
    return shutil.disk_usage(folder).free >= ENOUGH_BYTES


def files_answer():
    return default_storage.answers()


def overdue_promises():
    return Promise.objects.filter(failure="", at__lt=timezone.now() - LATEST_PROMISE)


def replica_is_up_to_date():
    """Where there is one."""
    now_public = pages() and pages().now_public()
    return not settings.REPLICA_URL or bool(now_public and replay.has(now_public))


def schedule_is_kept():
    return not overdue_promises().exists()


def backup_is_fresh():
    return is_fresh(last_verified())


NEEDED = {"database": database_answers, "migrations": migrations_are_applied, "cache": cache_keeps}
WATCHED = {
    "disk": partial(has_room, settings.VAR),
    "files": files_answer,
    "replica": replica_is_up_to_date,
    "purge": purging.is_told,
    "schedule": schedule_is_kept,
    "backup": backup_is_fresh,
    "scanner": scanner_answers,
}
