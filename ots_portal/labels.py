"""Labels of translated fields: “Title (Turkish)”, their first letter in the language of the page, and ordinals."""

from babel import Locale
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


def ordinal_in_figures(number, language):
    """“8th” in English; “8.” in Turkish and most other languages."""
    if language != "en":
        return f"{number}."
    endings = {"one": "st", "two": "nd", "few": "rd"}
    return f"{number}{endings.get(Locale('en').ordinal_form(number), 'th')}"
