"""What the log of acts learns of publishing: one entry for each language, in the transaction of the act."""

from ots_portal.accounts.audit import Event, record
from ots_portal.publishing import signals
from ots_portal.publishing.drafts import Pending

MOST_PATHS = 50
EVENTS = {
    "save": Event.WRITE,
    "discard": Event.DISCARD,
    "schedule": Event.SCHEDULE,
    "cancel": Event.CANCEL,
    Pending.IN_REVIEW: Event.SUBMIT,
    Pending.SENT_BACK: Event.SEND_BACK,
    Pending.APPROVED: Event.APPROVE,
}


def enter(signal, about, languages, user, *, act="", note="", paths=(), is_emergency=False, **_more):
    """The revision keeps the words; the log says who did what, when, with which note, and where it changed something.

    Rows of plain tables are logged by the form that saves them, which knows the person.
    """
    if signal is signals.content_published and not hasattr(about, "drafts"):
        return
    after = {name: value for name, value in (("note", note), ("paths", list(paths)[:MOST_PATHS])) if value}
    for language in languages:
        event = event_of(signal, act, is_emergency)
        record(user, event, about, lane=language, after=after or None, name="" if user else "manage.py")


def event_of(signal, act, is_emergency):
    if signal is signals.content_withdrawn:
        return Event.WITHDRAW
    if signal is signals.content_published:
        return Event.EMERGENCY if is_emergency else Event.PUBLISH
    return EVENTS[act]
