"""Every string that a person sees stands in every catalogue."""

import re

import pytest
from django.conf import settings

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


def as_texts(value):
    return value if isinstance(value, tuple | list) else [value]


def placeholders(text):
    return re.findall(r"%\(\w+\)[a-z]|%[sd]", text)
