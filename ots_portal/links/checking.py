"""Looking at addresses: those of ours in the database, those of others by asking, several hosts at a time."""

from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from queue import SimpleQueue

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ots_portal.links.kinds import Kind
from ots_portal.links.models import Address, Problem, Result
from ots_portal.links.outcomes import Outcome
from ots_portal.links.targets import problem_of

BATCH = 500
FOUND = ["result", "problem", "status", "moved_to", "checked_at", "since", "failed_on", "retry_at"]
FOUND += ["fine_because", "fine_by", "fine_at"]
HOSTS_AT_A_TIME = 4
PROBES = 3
FRESH = timedelta(hours=20)  # a night's run may begin a little earlier than the last one
SETTLED = timedelta(days=6)
SETTLED_RESULTS = {Result.WORKS, Result.MOVED}


@dataclass
class Report:
    """What a run did; `is_offline`: nobody at all answered, so nothing was kept."""

    results: Counter = field(default_factory=Counter)
    left: int = 0
    is_offline: bool = False

    @property
    def number(self):
        return sum(self.results.values())


# ---- Ours ----------------------------------------------------------------------------------------------------
def look_at_ours(addresses):
    """Follow links within the portal; no network is needed, so one look is certain."""
    if keys := [address.pk for address in addresses if address.kind == Kind.OURS]:
        look_at_rows(keys)


@transaction.atomic
def look_at_rows(keys):
    rows = Address.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    for row in rows:
        row.note(Outcome(problem_of(row.url)), timezone.now())
    Address.objects.bulk_update(rows, FOUND, batch_size=BATCH)


# ---- Others --------------------------------------------------------------------------------------------------
def due(now):
    """Addresses of others to be asked about now, longest unchecked first; what works is asked about once a week."""
    settled = Q(result__in=SETTLED_RESULTS, checked_at__gt=now - SETTLED)
    fresh = Q(checked_at__gt=now - FRESH)
    return Address.objects.used().open_at(now).exclude(settled).exclude(fresh).longest_unchecked()


def check(addresses, visitor, *, progress=lambda done, total: None):
    """Ask about addresses of others and keep what was found; nothing where the network seems to be away."""
    report, waiting, is_online = Report(), [], False
    for done, (address, outcome) in enumerate(visits(addresses, visitor), 1):
        progress(done, len(addresses))
        if outcome is None:
            report.left += 1
            continue
        is_online = is_online or outcome.is_answer
        waiting.append((address, outcome))
        if is_online:
            keep_all(waiting, report)
    if waiting and answers_somewhere(visitor, addresses):
        keep_all(waiting, report)
    report.is_offline = bool(waiting)
    return report


def visits(addresses, visitor):
    """(address, outcome) as they come in; None for what was left out."""
    by_host, found = defaultdict(list), SimpleQueue()
    for address in addresses:
        by_host[address.host].append(address)
    with ThreadPoolExecutor(HOSTS_AT_A_TIME) as threads:
        tasks = [threads.submit(visit_host, each, visitor, found.put) for each in by_host.values()]
        for _each in addresses:
            yield found.get()
        for task in tasks:
            task.result()


def visit_host(addresses, visitor, put):
    """One after the other; whatever happens, every address is answered for."""
    rest = list(addresses)
    try:
        while rest:
            outcome = visitor.visit(rest[0].url)
            put((rest.pop(0), outcome))
            if outcome is None or outcome.problem == Problem.WAIT:
                break
    finally:
        for address in rest:
            put((address, None))


def answers_somewhere(visitor, but):
    """Whether the network is there: one of a few addresses that worked answers now."""
    hosts = {each.host for each in but}
    known = Address.objects.elsewhere().filter(result__in=SETTLED_RESULTS).exclude(host__in=hosts)
    probes = known.order_by("-checked_at")[:PROBES]
    return any(outcome and outcome.is_answer for outcome in (visitor.visit(each.url) for each in probes))


# ---- Keeping -------------------------------------------------------------------------------------------------
def keep_all(waiting, report):
    while waiting:
        report.results[keep(*waiting.pop(0)).result] += 1


@transaction.atomic
def keep(address, outcome, at=None):
    """The address as it stands after an outcome."""
    row = Address.objects.select_for_update().get(pk=address.pk)
    row.note(outcome, at or timezone.now())
    row.save(update_fields=FOUND)
    return row


def forget_unused():
    """Addresses that nothing has used for long enough that no draft brings them back by being discarded."""
    Address.objects.exclude(pk__in=Address.objects.used()).filter(
        Q(checked_at__lt=timezone.now() - SETTLED) | Q(checked_at=None)
    ).delete()
