"""The languages of the portal, and the columns of what is translated."""

from django.conf import settings
from django.utils.translation import get_language

FIRST_LANGUAGE = settings.LANGUAGE_CODE
LANGUAGES = [code for code, _name in settings.LANGUAGES]
OTHER_LANGUAGES = [code for code in LANGUAGES if code != FIRST_LANGUAGE]


def current_language():
    """The active one; the first where none is, as on a console."""
    return get_language() or FIRST_LANGUAGE


def column(name, language=None):
    """The name of a translated field's column, by default in the active language."""
    return f"{name}_{language or current_language()}"
