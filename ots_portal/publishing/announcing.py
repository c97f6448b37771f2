"""Sending the signals of publishing once the transaction is through."""

from functools import partial

from django.db import transaction

from ots_portal.publishing import signals


def announce(signal, record, languages, user, **more):
    send = partial(signal.send_robust, sender=type(record), record=record, languages=languages, user=user, **more)
    transaction.on_commit(send)


def tell(desk, act, languages, user, note=""):
    announce(signals.draft_moved, desk.record, languages, user, act=str(act), note=note)
