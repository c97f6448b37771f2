"""What the libraries may say on our pages stands in Turkish too, in their catalogues or in ours."""

import json
import re
from pathlib import Path

import django
import pytest
from babel.messages.extract import extract
from django.utils.translation import override
from django.utils.translation.trans_real import translation

from ots_portal import catalogues

PACKAGES = Path(django.__file__).parent.parent
# Left out: what only developers, consoles, and pages that the portal does not have, say.
FOLDERS = {
    "django/contrib/admin": ("locale", "migrations", "management"),
    "django/contrib/auth": ("locale", "migrations", "management"),
    "django/contrib/contenttypes": ("locale", "migrations", "management"),
    "django/contrib/postgres": ("locale", "migrations"),
    "django/core": ("management", "checks"),
    "django/db/models": (),
    "django/forms": (),
    "django/utils": (),
    "django/views": (),
    "django_filters": ("locale", "rest_framework"),
    "allauth/account": ("locale", "migrations", "management"),
    "allauth/mfa": ("locale", "migrations"),
    "allauth/templates/account": (),
    "allauth/templates/mfa": (),
    "modeltranslation": ("locale", "management", "tests"),
}
EDITOR = "django_prose_editor/static/django_prose_editor/editor.js.map"
# Babel takes gettext(message["added"]["name"]) in the log of Django's admin, which our log replaces, for a string.
NO_STRINGS = {"addedname", "changedname", "deletedname"}


def files_in(folder):
    left_out = {*FOLDERS[folder], "tests"}
    for file in sorted((PACKAGES / folder).rglob("*")):
        if file.suffix in {".py", ".html", ".txt"} and not left_out & set(file.relative_to(PACKAGES / folder).parts):
            yield file


def strings_in(file):
    for _line, message, _comments, context in extract("python", catalogues.code_of(file), catalogues.KEYWORDS, []):
        first = message[0] if isinstance(message, tuple) else message
        yield f"{context}\x04{first}" if context else first


def known_in_turkish():
    keys = {key for part in translation("tr")._catalog._catalogs for key in part}
    return {key[0] if isinstance(key, tuple) else key for key in keys}


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_string_of_a_library_lacks_its_turkish(folder):
    files = list(files_in(folder))

    with override("tr"):
        known = known_in_turkish()
    missing = {text for file in files for text in strings_in(file) if text and text not in known}

    assert files
    assert missing - NO_STRINGS == set()


def test_no_string_of_the_rich_text_editor_lacks_its_turkish():
    scripts = json.loads((PACKAGES / EDITOR).read_text(encoding="utf-8"))["sourcesContent"]
    strings = {text for script in scripts for _quote, text in re.findall(r'gettext\(\s*(["\'`])(.+?)\1', script or "")}

    with override("tr"):
        missing = strings - known_in_turkish()

    assert len(strings) > 30
    assert missing == set()


def test_our_msgids_are_english_sentences():
    """Turkish letters stand only in names, and in what is quoted."""
    quoted_or_name = re.compile(r"“[^”]*”|Türk\w*|İstanbul|Türkçe")
    turkish = [
        message.id
        for message in catalogues.kept("tr")
        if re.search("[çğıöşüÇĞİÖŞÜ]", quoted_or_name.sub("", str(message.id)))
    ]

    assert turkish == []
