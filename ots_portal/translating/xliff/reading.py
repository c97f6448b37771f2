"""Reading XLIFF 1.2 from strangers: what is no such file is refused, in words, before anything is made of it."""

import html as html_module
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from lxml import etree

from ots_portal.publishing.forms import language_name
from ots_portal.translating.texts import SOURCES
from ots_portal.translating.xliff.exchange import MOST_RECORDS, NAMESPACE, SOURCE_MARK, TARGET_MARK, VERSION
from ots_portal.translating.xliff.inline import Piece, Shape, Tag

MOST_BYTES = 10 * 1024 * 1024
MOST_ELEMENTS = 300_000
DEEPEST = 100
LONGEST_VALUE = 2_000
CHUNK = 64 * 1024
ZIP = b"PK\x03\x04"
SHOWN = 60


class Refused(ValidationError):
    """The whole file is refused; the message says why."""


class Damaged(Exception):
    """The tags of one text are not those that it was given."""


class ReadText(NamedTuple):
    key: str
    source_mark: str
    target_mark: str
    targets: dict  # the key of a unit: its target, or None


class ReadRecord(NamedTuple):
    name: str
    texts: list


class ReadFile(NamedTuple):
    language: str
    records: list


def bytes_of(upload):
    """The content of an upload; one that is too large is not read to its end."""
    content = b""
    for chunk in upload.chunks(CHUNK):
        content += chunk
        if len(content) > MOST_BYTES:
            message = _("The file is larger than %(megabytes)d MB. Export fewer records at a time.")
            raise Refused(message % {"megabytes": MOST_BYTES // 1024 // 1024})
    return content


def read(content):
    return file_in(root_of(content))


# ---- XML -----------------------------------------------------------------------------------------------------
class _Guard:
    """Builds the tree while the file is read, and stops at the first sign of a trap."""

    def __init__(self):
        self.tree = etree.TreeBuilder()
        self.depth = self.elements = 0

    def doctype(self, *_names):
        raise Refused(
            _("The file has a document type (DOCTYPE). Files with one are refused, because it can hide traps.")
        )

    def start(self, name, attributes):
        self.depth += 1
        self.elements += 1
        if self.depth > DEEPEST or self.elements > MOST_ELEMENTS:
            raise Refused(_("The file has too many elements, or they are nested too deeply."))
        if any(len(value) > LONGEST_VALUE for value in attributes.values()):
            raise Refused(_("An attribute in the file is too long."))
        return self.tree.start(name, attributes)

    def end(self, name):
        self.depth -= 1
        return self.tree.end(name)

    def data(self, text):
        self.tree.data(text)

    def close(self):
        """Also called after a refusal, which an unfinished tree must not hide."""
        return None if self.depth or not self.elements else self.tree.close()


def root_of(content):
    if content.startswith(ZIP):
        raise Refused(_("This is a packed (zip) file. Unpack it and upload the XLIFF file that is in it."))
    parser = etree.XMLParser(target=_Guard(), resolve_entities=False, no_network=True, load_dtd=False)
    try:
        for start in range(0, len(content), CHUNK):
            parser.feed(content[start : start + CHUNK])
        return parser.close()
    except (etree.XMLSyntaxError, ValueError) as error:  # a ValueError for names that no namespace allows
        message = _("This is not well-formed XML in the encoding that it names (line %(line)d).")
        raise Refused(message % {"line": getattr(error, "lineno", None) or 1})


# ---- XLIFF ---------------------------------------------------------------------------------------------------
def file_in(root):
    name = etree.QName(root)
    version = root.get("version", "")
    if name.localname != "xliff" or (name.namespace != NAMESPACE and version == VERSION):
        raise Refused(_("This is XML, but not XLIFF 1.2."))
    if version != VERSION:
        raise Refused(_("This is XLIFF %(version)s; the portal reads XLIFF 1.2 only.") % {"version": version[:SHOWN]})
    files = root.findall(tag("file"))
    if len(files) > MOST_RECORDS:
        raise Refused(_("The file holds more than %(number)d records.") % {"number": MOST_RECORDS})
    records = [ReadRecord(file.get("original", ""), texts_in(file)) for file in files]
    refuse_repeated(each.name for each in records)
    if not any(each.texts for each in records):
        raise Refused(_("The file holds none of the portal's texts."))
    return ReadFile(language_of(files), records)


def language_of(files):
    pairs = {(plain_language(each, "source-language"), plain_language(each, "target-language")) for each in files}
    (source, language), *others = sorted(pairs)
    if others:
        raise Refused(_("The file holds more than one pair of languages."))
    if SOURCES.get(language) != source:
        known = ", ".join(f"{language_name(source)} → {language_name(target)}" for target, source in SOURCES.items())
        message = _("The file translates from “%(source)s” to “%(target)s”. The portal knows: %(known)s.")
        raise Refused(message % {"source": source[:SHOWN], "target": language[:SHOWN], "known": known})
    return language


def plain_language(file, name):
    """Programs make “en-GB” of “en”."""
    return file.get(name, "").lower().replace("_", "-").partition("-")[0]


def texts_in(file):
    groups = [each for each in file.iter(tag("group")) if each.find(tag("trans-unit")) is not None]
    refuse_repeated(each.get("id", "") for each in groups)
    refuse_repeated(each.get("id", "") for each in file.iter(tag("trans-unit")))
    return [text_in(each) for each in groups]


def text_in(group):
    contexts = group.findall(f"{tag('context-group')}/{tag('context')}")
    marks = {each.get("context-type"): (each.text or "").strip() for each in contexts}
    targets = {each.get("id", ""): each.find(tag("target")) for each in group.findall(tag("trans-unit"))}
    return ReadText(group.get("id", ""), marks.get(SOURCE_MARK, ""), marks.get(TARGET_MARK, ""), targets)


def refuse_repeated(names):
    seen = set()
    for name in names:
        if name in seen:
            raise Refused(_("“%(name)s” stands in the file twice.") % {"name": name[:SHOWN]})
        seen.add(name)


# ---- Words and tags ------------------------------------------------------------------------------------------
def piece_in(target, table, allowed, *, is_rich):
    """The words of a target with the tags of a table; Damaged, unless just these numbers are used, in any order."""
    used = []
    piece = items_in(target, table, used, is_rich)
    if sorted(used) not in allowed:
        refuse_tags(used, allowed[0])
    return piece


def items_in(element, table, used, is_rich) -> Piece:
    items = [words_of(element.text, is_rich)]
    for child in element:
        if child.tag == tag("mrk"):  # what a program marks for itself
            items += items_in(child, table, used, is_rich)
        else:
            items.append(tag_of(child, table, used, is_rich))
        items.append(words_of(child.tail, is_rich))
    return [item for item in items if item]


def words_of(text, is_rich):
    return html_module.escape(text or "", quote=False) if is_rich else text or ""


def tag_of(element, table, used, is_rich):
    number, holds = element.get("id", ""), {tag("g"): True, tag("x"): False}.get(element.tag)
    shape = shape_of(number, table)
    if shape is None or holds is not shape[1]:
        raise Damaged(_("The tag “%(tag)s” is not one of this text.") % {"tag": number[:SHOWN]})
    used.append(int(number))
    inner = items_in(element, table, used, is_rich)
    if inner and not holds:
        raise Damaged(_("The tag “%(tag)s” cannot hold words.") % {"tag": number})
    return Tag(shape[0], inner if holds else None)


def shape_of(number, table: list[Shape]):
    is_number = number.isascii() and number.isdecimal() and len(number) < len(str(LONGEST_VALUE)) + 2
    return table[int(number) - 1] if is_number and 0 < int(number) <= len(table) else None


def refuse_tags(used, wanted):
    missing = sorted(set(wanted) - set(used))
    if missing:
        numbers = ", ".join(map(str, missing))
        raise Damaged(_("These tags of the source are missing: %(tags)s.") % {"tags": numbers})
    repeated = next((each for each in used if used.count(each) > 1 or each not in wanted), "")
    raise Damaged(_("The tag “%(tag)s” stands there too often.") % {"tag": repeated})


def tag(name):
    return f"{{{NAMESPACE}}}{name}"
