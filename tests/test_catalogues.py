"""Every string that a person sees stands in every catalogue."""

import re

import pytest
from django.conf import settings
from django.utils.translation import get_language, gettext, override

from ots_portal import catalogues

LANGUAGES = [code for code, _name in settings.LANGUAGES]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_string_is_missing(language):
    assert catalogues.missing(language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_string_is_superfluous(language):
    assert catalogues.superfluous(language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_the_placeholders(language):
    wrong = [
        message.id
        for message in catalogues.kept(language)
        if message.id
        and "%" in str(message.id)
        and {placeholder for text in as_texts(message.id) for placeholder in placeholders(text)}
        != {placeholder for text in as_texts(message.string) for placeholder in placeholders(text)}
    ]

    assert wrong == []


def test_strings_compiled_just_now_are_shown_at_once(settings, tmp_path):
    settings.LOCALE_PATHS = [tmp_path]
    catalogues.file_of("tr").parent.mkdir(parents=True)
    catalogues.file_of("tr").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8"\n\nmsgid "Sky"\nmsgstr "Gök"\n'
    )

    with override("tr"):
        before = gettext("Sky")
        catalogues.compile_all()
        after = gettext("Sky"), get_language()

    assert before == "Sky"
    assert after == ("Gök", "tr")


def as_texts(value):
    return value if isinstance(value, tuple | list) else [value]


def placeholders(text):
    return re.findall(r"%\(\w+\)[a-z]|%[sd]", text)
