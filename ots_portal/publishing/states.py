"""The publication dates of a record per language; workflow.py decides, this sets."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from ots_portal.publishing.publishable import FIRST_LANGUAGE, LANGUAGES, OTHER_LANGUAGES, State


def mark_published(record, language, *, at=None):
    """Show a record in a language from now on, or mark a new publication of what is already shown. Not saved."""
    at = at or timezone.now()
    if language != FIRST_LANGUAGE and not record.is_readable:
        raise ValidationError(_("Publish the first language before another one."))
    if not getattr(record, f"published_at_{language}"):
        setattr(record, f"published_at_{language}", at)
    setattr(record, f"changed_at_{language}", at)
    setattr(record, f"withdrawn_at_{language}", None)


def mark_withdrawn(record, language, *, at=None):
    """Take a published record away from readers; the first language takes all others with it. Not saved."""
    at = at or timezone.now()
    for code in LANGUAGES if language == FIRST_LANGUAGE else [language]:
        if record.is_published_in(code):
            setattr(record, f"withdrawn_at_{code}", at)


def set_states(record, states, *, changed=(), at=None):
    """Bring a record to the wanted state per language, {language: State}; `changed` names lanes with new content.

    Not saved. The first language goes first when publishing. A record that was published never goes back to
    "not published": readers were told it exists, so it is withdrawn.
    """
    for language in [FIRST_LANGUAGE, *OTHER_LANGUAGES]:
        wanted, current = states.get(language), record.state_in(language)
        if wanted == State.PUBLISHED and (current != State.PUBLISHED or language in changed):
            mark_published(record, language, at=at)
        elif wanted == State.WITHDRAWN and current == State.PUBLISHED:
            mark_withdrawn(record, language, at=at)
