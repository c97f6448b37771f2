"""How lists name a record and say where each of its languages stands."""

from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language

from ots_portal.languages import FIRST_LANGUAGE, column
from ots_portal.publishing.drafts import Pending
from ots_portal.publishing.publishable import State

SHAPES = {State.NEVER: "○", State.PUBLISHED: "●", State.WITHDRAWN: "⊘"}
STATE = '<span class="state state-{}"><span aria-hidden="true">{}</span> {}: {}{}</span>'
PENDING = ' <span class="pending pending-{}">{}</span>'


def draft_of(record):
    """The draft of a record whose drafts were prefetched."""
    return next(iter(record.drafts.all()), None)


def name_of(record, draft):
    """The live name; of a record that was never published, the name in its draft."""
    return record.name_in(get_language()) or drafted_name(record, draft) or record.reference


def drafted_name(record, draft):
    columns = [column(record.naming_field), column(record.naming_field, FIRST_LANGUAGE)]
    names = [draft.changes[name][1] for name in columns if name in draft.changes] if draft else []
    return next(filter(None, names), "")


def states_of(record, draft):
    rows = [(record.state_in(code), code, language) for code, language in settings.LANGUAGES]
    return format_html_join(
        "", STATE, [(state, SHAPES[state], name, state.label, pending_in(draft, code)) for state, code, name in rows]
    )


def pending_in(draft, code):
    """How far a draft has come in a language."""
    pending = draft.pending_in(code) if draft else Pending.NONE
    return "" if pending == Pending.NONE else format_html(PENDING, pending, pending.label)
