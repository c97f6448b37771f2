"""The families of numbers as Prometheus reads them: what was counted, and what the database says now."""

from collections import defaultdict

from django.apps import apps
from django.db.models import Count
from prometheus_client import generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily

from ots_portal import health
from ots_portal.accounts.models import AuditEntry
from ots_portal.backup.verifying import last_verified
from ots_portal.metrics.counting import BOUNDS, FAMILIES, TIMES, totals
from ots_portal.publishing.drafts import Draft, Pending
from ots_portal.publishing.publishable import Publishable


class Numbers:
    """All of them; while the database is away those that were counted, and which checks fail."""

    def collect(self):
        yield from counted()
        checks = health.results()
        yield passing(checks)
        if checks["database"] == "ok":
            yield from asked()


class NumbersWhileStuck:
    """Those that were counted, as no thread is there to ask for others."""

    def collect(self):
        yield from counted()
        yield passing(health.STUCK)


def as_text(numbers) -> bytes:
    return generate_latest(numbers)


# ---- Counted -------------------------------------------------------------------------------------------------
def counted():
    by_family = defaultdict(dict)
    for (family, *labels), number in totals().items():
        by_family[family][tuple(labels)] = number
    for family, (told, labels) in FAMILIES.items():
        numbers = by_family[family] or ({} if labels else {(): 0})
        yield filled(CounterMetricFamily(family, told, labels=labels), numbers)
    yield times(by_family[TIMES])


def times(numbers):
    family = HistogramMetricFamily(TIMES, "Seconds that Django took for an answer.", labels=["view"])
    for view in sorted({view for view, _bound in numbers}):
        family.add_metric([view], buckets_of(numbers, view), numbers.get((view, "sum"), 0))
    return family


def buckets_of(numbers, view):
    """[(bound, how many took no longer)]"""
    buckets, so_far = [], 0
    for bound in BOUNDS:
        so_far += numbers.get((view, bound), 0)
        buckets.append((bound, so_far))
    return buckets


# ---- Asked of the database -----------------------------------------------------------------------------------
def asked():
    yield gauge("portal_records_published", "Records that readers see.", "type", records())
    yield gauge("portal_drafts", "Drafts by what waits in them.", "state", drafts())
    yield gauge("portal_publications_overdue", "Scheduled publications that are late.", "", {"": late()})
    if made_at := last_verified():
        told = "When the last verified backup was made."
        yield gauge("portal_backup_verified_timestamp_seconds", told, "", {"": made_at.timestamp()})
    acts = AuditEntry.objects.order_by().values_list("event").annotate(Count("pk"))
    family = CounterMetricFamily("portal_acts", "Entries of the log of acts, of all machines.", labels=["event"])
    yield filled(family, {(event,): number for event, number in acts})


def records():
    types = [model for model in apps.get_models() if issubclass(model, Publishable)]
    return {model._meta.model_name: model.objects.readable().count() for model in types}


def drafts():
    return {state.value: Draft.objects.in_state(state).count() for state in Pending if state != Pending.NONE}


def late():
    return health.overdue_promises().count()


def passing(checks):
    passed = {name: float(result == "ok") for name, result in checks.items()}
    return gauge("portal_check", "1 where a check of /health/ passes.", "check", passed)


def gauge(name, told, label, numbers):
    family = GaugeMetricFamily(name, told, labels=[label] if label else [])
    return filled(family, {(value,) if label else (): number for value, number in numbers.items()})


def filled(family, numbers):
    for labels, number in sorted(numbers.items()):
        family.add_metric(labels, number)
    return family
