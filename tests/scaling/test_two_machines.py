"""Timers that go off on two machines at once do everything once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from ots_portal.publishing import promises, signals, workflow
from ots_portal.publishing.drafts import Promise, Revision
from ots_portal.publishing.promises import publish_due
from tests.factories import make_meeting
from tests.publishing.drafting_acts import draft, published


def scheduled(**words):
    meeting = make_meeting(title_tr="Eski")
    draft(meeting, words)
    workflow.schedule(meeting, ["tr"], timezone.now() + timedelta(hours=1), None)
    return meeting


def later():
    return timezone.now() + timedelta(hours=2)


@pytest.mark.django_db(transaction=True)
def test_what_is_due_is_published_once():
    meeting, start = scheduled(title_tr="Yeni"), Barrier(2)

    def machine(_number):
        start.wait()
        try:
            return publish_due(later())
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as machines:
        outcomes = list(machines.map(machine, range(2)))

    assert sorted(len(kept) for kept, _failed in outcomes) == [0, 1]
    assert [failed for _kept, failed in outcomes] == [[], []]
    assert (published(meeting, "title_tr"), Revision.objects.count()) == (("Yeni",), 1)


@pytest.mark.django_db
def test_what_cannot_be_published_is_told_once():
    scheduled(title_tr="Yeni")
    told, bundles = [], [bundle for _machine in range(2) for bundle in promises.due(later())]
    signals.promise_broken.connect(receiver := lambda **facts: told.append(facts["failure"]))

    for bundle in bundles:
        promises.tell_failure(bundle, ValidationError("Olmaz."))

    signals.promise_broken.disconnect(receiver)
    assert (told, Promise.objects.get().failure) == (["Olmaz."], "Olmaz.")
