"""The words of the starter files, for tests on content: which there are, in which language, and what they rest on."""

import json
import os
import re

import pytest

from ots_portal import turkish
from ots_portal.environment import PROJECT
from ots_portal.publishing import starter

SHARED = PROJECT.parent / "shared"
RUN = 8
# What a reader reads as our sentences; everything else is a fact, a name or a place in a source.
PROSE = {"lead", "summary", "body", "text", "note", "version_note", "status_line", "description"}
INLINE = re.compile(r"</?(?:a|em|strong|sup|sub)\b[^>]*>")
LINK = re.compile(r'href="/r/([a-z]+)/([^/"]+)/"')


def shared_file(name):
    """A file of the facts and source texts beside the project; a checkout of its own may lack it, our CI may not."""
    path = SHARED / name
    if not path.exists():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"{path} does not lie beside the project.")
    return path


def all_rows():
    return {file.path.stem: json.loads(file.path.read_text(encoding="utf-8")) for file in starter.registered()}


def rows_by_kind():
    """The rows of every file that readers read, by the name of their type in citations."""
    files = [file for file in starter.registered() if file.app != "terms"]
    return {file.model_name.lower(): json.loads(file.path.read_text(encoding="utf-8")) for file in files}


def texts_of(value, name=""):
    """Every (field, text) in a JSON value; a text per language bears its field's name."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from texts_of(each, name if key in {"tr", "en"} else key)
    elif isinstance(value, list):
        for each in value:
            yield from texts_of(each, name)
    elif isinstance(value, str):
        yield name, value


def texts_per_language(value, name=""):
    """Every (field, {"tr": …, "en": …}) in a JSON value."""
    if isinstance(value, dict) and value and set(value) <= {"tr", "en"}:
        yield name, value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from texts_per_language(each, key)
    elif isinstance(value, list):
        for each in value:
            yield from texts_per_language(each, name)


def prose_of(row):
    return [texts for name, texts in texts_per_language(row) if name in PROSE]


def prose():
    """Every (kind, reference, {"tr": …, "en": …}) that readers read."""
    return [
        (kind, row.get("reference", ""), texts)
        for kind, rows in rows_by_kind().items()
        for row in rows
        for texts in prose_of(row)
    ]


def plain(html):
    """Without mark-up: what stands within a line joins its neighbours, what begins a line does not."""
    return " ".join(re.sub(r"<[^>]+>", " ", INLINE.sub("", html)).split())


def words_of(text):
    return re.findall(r"\w+", plain(text))


def runs(text):
    words = re.findall(r"\w+", turkish.fold(plain(text)))
    return {" ".join(words[start : start + RUN]) for start in range(len(words) - RUN + 1)}


def suspicious(pattern, language):
    """Where a pattern occurs in the prose of a language: (kind, reference, what)."""
    return [
        (kind, reference, found[0])
        for kind, reference, texts in prose()
        for found in re.finditer(pattern, plain(texts[language]), re.IGNORECASE)
    ]
