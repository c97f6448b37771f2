"""What records say, as those who describe them for the search need it: in the active language or in all."""

from django.utils.translation import get_language

from ots_portal import richtext
from ots_portal.languages import FIRST_LANGUAGE, LANGUAGES
from ots_portal.publishing.reading import Words, words


def said(record, *fields):
    """The texts of a record's fields as readers of the active language get them, without empty ones."""
    found = (words(record, name) for name in fields)
    return [each for each in found if each.text]


def texts_of(record, *fields, more=()):
    """One text of several, without mark-up, in the language of the first of them."""
    texts = [*said(record, *fields), *more]
    return Words("\n".join(richtext.as_text(each.text) for each in texts), texts[0].language if texts else "")


def in_all_languages(record, field):
    """The text of a field in each language in which it is published."""
    return list(dict.fromkeys(found for code in LANGUAGES if (found := words(record, field, code)).text))


def other_names(record, field):
    """The name in the languages other than the one that is shown, as far as published."""
    shown = words(record, field)
    return [each for each in in_all_languages(record, field) if each.language != shown.language]


def lines(text):
    """Names of which no language is known, one a line."""
    return [Words(line.strip(), FIRST_LANGUAGE) for line in (text or "").splitlines() if line.strip()]


def in_words(text):
    return Words(str(text), get_language())


def in_all_dates(date):
    return [Words(date.in_words(code), code) for code in LANGUAGES] if date else []
