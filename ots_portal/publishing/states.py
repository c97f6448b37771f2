"""The publication dates of a record per language; workflow.py decides, this sets."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from ots_portal.languages import FIRST_LANGUAGE, LANGUAGES


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
    """Take a record away from readers, the first language with all others; return the languages taken. Not saved."""
    at = at or timezone.now()
    languages = LANGUAGES if language == FIRST_LANGUAGE else [language]
    taken = [code for code in languages if record.is_published_in(code)]
    for code in taken:
        setattr(record, f"withdrawn_at_{code}", at)
    return taken
