"""Labels of translated fields: “Title (Turkish)”, and their first letter in the language of the page."""

from django.conf import settings
from django.utils.translation import get_language

from ots_portal import turkish


def with_language(name, language):
    """For MODELTRANSLATION_BUILD_LOCALIZED_VERBOSE_NAME, which calls it each time a label is printed."""
    return f"{name} ({dict(settings.LANGUAGES)[language]})"


def capitalized(text):
    """The text with a capital first letter: in Turkish and Azerbaijani “i” becomes “İ”."""
    text = str(text)
    return turkish.capitalize(text) if get_language() in turkish.DOTTED else text[:1].upper() + text[1:]
