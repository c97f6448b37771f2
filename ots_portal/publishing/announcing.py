"""Sending the signals of publishing: most of them once the transaction is through."""

from functools import partial

from django.db import transaction

from ots_portal.accounts.roles import Governed
from ots_portal.languages import LANGUAGES
from ots_portal.publishing import signals
from ots_portal.publishing.recording import enter

SEEN = {signals.content_published, signals.content_withdrawn}


def announce(signal, record, languages, user, *, live=None, **more):
    enter(signal, record, languages, user, **more)
    signals.moving.send(sender=type(record), record=record, is_seen=signal in SEEN, live=live)
    send = partial(signal.send_robust, sender=type(record), record=record, languages=languages, user=user, **more)
    transaction.on_commit(send)


def tell(desk, act, languages, user, note=""):
    announce(signals.draft_moved, desk.record, languages, user, live=desk.live, act=str(act), note=note)


def announce_typed(desk, before, after, user):
    signals.typed.send(sender=desk.model, record=desk.record, before=before, after=after, user=user)


def tell_of_plain_rows(sender, instance, **_more):
    """Plain tables have no draft: what is saved or deleted is live at once, in every language."""
    if getattr(sender, "governed", None) is Governed.WHOLE:
        announce(signals.content_published, instance, LANGUAGES, None, paths=[])
