"""Numbers of several processes: each has its own sheet, and together they are right."""

import os

import pytest

from ots_portal.metrics import counting


@pytest.fixture
def shared(monkeypatch):
    """Sheets for two workers; afterwards this process has its own again."""
    monkeypatch.setattr(counting, "sheets", counting.sheets)
    monkeypatch.setattr(counting, "own", counting.own)
    counting.share(2)


def in_another_process(place, *amounts):
    if pid := os.fork():
        assert os.waitpid(pid, 0)[1] == 0
        return
    counting.take(place)
    for amount in amounts:
        counting.add("portal_kept_pages", "hit", amount=amount)
    os._exit(0)


def test_what_workers_count_is_added_up(shared):
    in_another_process(0, 1, 2)
    in_another_process(1, 4)

    assert counting.totals() == {("portal_kept_pages", "hit"): 7}


def test_a_worker_in_the_place_of_a_dead_one_counts_on(shared):
    in_another_process(0, 1)
    in_another_process(0, 1)

    assert counting.totals() == {("portal_kept_pages", "hit"): 2}


def test_a_worker_for_whom_there_is_no_sheet_disturbs_nobody(shared):
    assert counting.free_place({0}) == 1
    assert counting.free_place({0, 1}) is None

    in_another_process(0, 1)
    in_another_process(None, 5)

    assert counting.totals() == {("portal_kept_pages", "hit"): 1}


def test_a_full_sheet_keeps_the_numbers_that_it_has(shared):
    counting.take(0)
    counting.add("portal_kept_pages", "hit")

    for number in range(counting.MOST_NUMBERS):
        counting.add("portal_requests", f"view-{number}")
    counting.add("portal_requests", "x" * counting.LENGTH)
    counting.add("portal_kept_pages", "hit")

    totals = counting.totals()
    assert totals["portal_kept_pages", "hit"] == 2
    assert len(totals) < counting.MOST_NUMBERS


def test_names_that_anybody_may_choose_are_few(shared):
    counting.take(0)

    for method in ("GET", "POST", "PROPFIND", "X" * 1000, "ŞEY"):
        counting.count_request("home", method, 200, 0.02)

    requests = {name: number for name, number in counting.totals().items() if name[0] == "portal_requests"}
    assert requests == {
        ("portal_requests", "home", "GET", "200"): 1,
        ("portal_requests", "home", "POST", "200"): 1,
        ("portal_requests", "home", "other", "200"): 3,
    }
