"""The interface strings: found in code and templates, kept in locale/, compiled for the running portal.

Babel does what Django leaves to the programs of GNU gettext, which a machine may not have.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation import activate, get_language
from django.utils.translation.reloader import translation_file_changed
from django.utils.translation.template import templatize

from ots_portal.environment import PROJECT

FOLDERS = ("ots_portal", "cooperation", "meetings", "vision", "templates")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HEADER = "# Interface strings of OTS Portal; `make messages` brings this file up to date."
PLURALS = {"tr": "nplurals=2; plural=(n > 1);"}
USUAL_PLURALS = "nplurals=2; plural=(n != 1);"
# Without it Babel tries to compile the first line of a template, and long ones exhaust the parser.
DECLARED = "# coding: utf-8"


def file_of(language: str) -> Path:
    return Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"


def sources() -> Iterator[Path]:
    for folder in FOLDERS:
        for file in sorted((PROJECT / folder).rglob("*")):
            if file.suffix in {".py", ".html", ".txt"} and "migrations" not in file.parts:
                yield file


def found() -> Catalog:
    """Every string in code and templates that is marked for translation, with the files it stands in."""
    catalogue = Catalog(charset="utf-8")
    for file in sources():
        for line, message, comments, context in extract("python", code_of(file), KEYWORDS, ["Translators:"]):
            place = [(str(file.relative_to(PROJECT)), None)]
            catalogue.add(message, None, place, auto_comments=comments, context=context, lineno=line)
    return catalogue


def code_of(file: Path) -> BytesIO:
    text = file.read_text(encoding="utf-8")
    if file.suffix != ".py":
        lines = [line.strip() for line in templatize(text, origin=str(file)).splitlines()]
        text = "\n".join([DECLARED, *lines])
    return BytesIO(text.encode())


def kept(language: str) -> Catalog:
    """The catalogue as it stands in locale/; empty when there is none yet."""
    if not file_of(language).exists():
        return Catalog(locale=language, charset="utf-8")
    with file_of(language).open("rb") as stream:
        return read_po(stream, locale=language)


def update(language: str) -> None:
    """Bring a catalogue in line with the code: new strings are added, vanished ones removed, nothing guessed."""
    catalogue = kept(language)
    catalogue.update(found(), no_fuzzy_matching=True, update_creation_date=False, keep_user_comments=True)
    catalogue.obsolete.clear()
    if language == "en":
        fill_from_msgids(catalogue)
    file_of(language).parent.mkdir(parents=True, exist_ok=True)
    file_of(language).write_bytes(as_po(catalogue))


def fill_from_msgids(catalogue: Catalog) -> None:
    """msgids are English sentences: an English string without a wording of its own is its msgid."""
    for message in catalogue:
        if message.id and not complete(message):
            message.string = tuple(message.id) if message.pluralizable else message.id


def as_po(catalogue: Catalog) -> bytes:
    catalogue.header_comment = HEADER
    stream = BytesIO()
    write_po(stream, catalogue, omit_header=True, sort_output=True, width=120)
    plurals = PLURALS.get(catalogue.locale_identifier, USUAL_PLURALS)
    header = f'{HEADER}\nmsgid ""\nmsgstr ""\n"Language: {catalogue.locale_identifier}\\n"\n'
    header += f'"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: {plurals}\\n"\n\n'
    return header.encode() + stream.getvalue()


def complete(message) -> bool:
    strings = message.string if isinstance(message.string, tuple | list) else [message.string]
    return all(strings)


def missing(language: str) -> list[str]:
    """The strings that a catalogue lacks or leaves untranslated."""
    catalogue = kept(language)
    return [
        str(message.id)
        for message in found()
        if message.id
        and not ((own := catalogue.get(message.id, message.context)) and complete(own) and "fuzzy" not in own.flags)
    ]


def superfluous(language: str) -> list[str]:
    """The strings that a catalogue holds and nothing uses."""
    used = found()
    return [str(message.id) for message in kept(language) if message.id and not used.get(message.id, message.context)]


def compile_all() -> None:
    """Write the .mo file of each language where it is older than its catalogue."""
    for language, _name in settings.LANGUAGES:
        source, target = file_of(language), file_of(language).with_suffix(".mo")
        if source.exists() and (not target.exists() or target.stat().st_mtime < source.stat().st_mtime):
            draft = target.with_suffix(".mo.new")
            with draft.open("wb") as stream:
                write_mo(stream, kept(language))
            draft.replace(target)
            forget_what_was_read(target)


def forget_what_was_read(file: Path) -> None:
    """Let this process read the file anew: it would serve the strings it knew, or none, as long as it lives."""
    language = get_language()
    translation_file_changed(None, file)
    activate(language)
