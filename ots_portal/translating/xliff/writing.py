"""Records as XLIFF 1.2: one file element each, a group for each text, a unit for each block of it."""

import html as html_module
import re

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext, override
from lxml import etree

from ots_portal.publishing.parts import field_at
from ots_portal.publishing.words import Reader
from ots_portal.translating.comparing import TextState
from ots_portal.translating.sheets import sheets_of
from ots_portal.translating.texts import SOURCES
from ots_portal.translating.xliff.exchange import (
    ADDRESS,
    NAMESPACE,
    SOURCE_MARK,
    TARGET_MARK,
    VERSION,
    exchanged,
    name_in_file,
)
from ots_portal.translating.xliff.inline import numbers_in, table_of

TOOL = "ots-portal"
KINDS = {
    "strong": "bold",
    "em": "italic",
    "a": "link",
}  # by the standard's own names; all others are named by their tag
HREF = re.compile(r'href="([^"]*)"')
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def file_of(tasks):
    """The bytes of a file with the texts of these tasks, which are all of one language; None without any."""
    language = tasks[0].language
    root = etree.Element(tag("xliff"), {"version": VERSION}, nsmap={None: NAMESPACE})
    texts = exchanged(sheets_for(tasks), language)
    for sheet, found in texts.items():
        if found:
            root.append(record_element(sheet, language, found))
    for element in root.iter(tag("file"), tag("group"), tag("trans-unit")):
        element.tail = "\n"
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") if len(root) else None


def sheets_for(tasks):
    """The sheets of the records, in the order of the tasks."""
    keys = {}
    for task in tasks:
        keys.setdefault(task.content_type_id, []).append(task.object_id)
    found = {}
    for content_type, pks in keys.items():
        model = ContentType.objects.get_for_id(content_type).model_class()
        found |= {(content_type, sheet.record.pk): sheet for sheet in sheets_of(model, pks)}
    rows = [(task.content_type_id, task.object_id) for task in tasks]
    return [found[row] for row in rows if row in found]


def record_element(sheet, language, texts):
    attributes = {
        "original": name_in_file(sheet.record),
        "source-language": SOURCES[language],
        "target-language": language,
        "datatype": "html",
        "product-name": "OTS Portal",
        "tool-id": TOOL,
    }
    element = etree.Element(tag("file"), attributes)
    header = etree.SubElement(element, tag("header"))
    etree.SubElement(header, tag("tool"), {"tool-id": TOOL, "tool-name": "OTS Portal"})
    add_note(header, str(sheet.record))
    body = etree.SubElement(element, tag("body"))
    reader, address = Reader(sheet.model, {}, (sheet.live, sheet.working)), address_of(sheet.record, language)
    for each in texts:
        add_text(body, each, reader.fact(each.key), address)
    return element


def address_of(record, language):
    """Where readers find the record, for good."""
    with override(SOURCES[language]):
        return settings.ORIGIN + reverse("citation", args=[record._meta.model_name, record.reference])


def add_text(body, each, label, address):
    datatype = "html" if each.place.is_rich else "plaintext"
    group = etree.SubElement(body, tag("group"), {"id": each.key, "datatype": datatype})
    context = etree.SubElement(group, tag("context-group"), {"purpose": "information"})
    values = {ADDRESS: address, SOURCE_MARK: each.source_mark, TARGET_MARK: each.target_mark}
    for name, value in values.items():
        etree.SubElement(context, tag("context"), {"context-type": name}).text = value
    units = each.units()
    for unit, state in zip(units, states_of(each, units), strict=True):
        add_unit(group, each, unit, label, state)


def states_of(each, units):
    """What a translator's program is told of each unit: of a stale text, only changed blocks need a translation."""
    if each.text.state != TextState.STALE:
        state = {TextState.MISSING: "new", TextState.UNOFFICIAL: "needs-translation"}.get(each.text.state, "translated")
        return [state] * len(units)
    changed = each.text.changed_blocks(each.old_source)
    if len(units) != len(each.text.source) or not changed:
        return ["needs-translation"] * len(units)
    states = ["needs-translation" if number in changed else "translated" for number in range(len(units))]
    return [state if unit.target else "new" for unit, state in zip(units, states, strict=True)]


def add_unit(group, each, unit, label, state):
    attributes = {"id": unit.key, SPACE: "preserve"} | limit_of(each)
    element = etree.SubElement(group, tag("trans-unit"), attributes)
    table = table_of(unit.source, unit.target or [])
    fill(etree.SubElement(element, tag("source")), each, unit.source, iter(numbers_in(unit.source, table)))
    target = etree.SubElement(element, tag("target"), {"state": state})
    if unit.target:
        fill(target, each, unit.target, iter(numbers_in(unit.target, table)))
    add_note(element, label)


def limit_of(each):
    """How long the text may become, where a column has an end; mark-up counts there, so rich text says nothing."""
    field = field_at(each.sheet.model, each.path)
    if each.place.is_rich or not isinstance(field, models.CharField) or not field.max_length:
        return {}
    return {"maxwidth": str(field.max_length), "size-unit": "char"}


def add_note(element, text):
    etree.SubElement(element, tag("note"), {"from": gettext("Portal of the Organization of Turkic States")}).text = text


def fill(element, each, piece, numbers):
    """Words and tags; a tag holds its words as <g>, what holds none is <x/>."""
    last = None
    for item in piece:
        if isinstance(item, str):
            words = html_module.unescape(item) if each.place.is_rich else item
            if last is None:
                element.text = (element.text or "") + words
            else:
                last.tail = (last.tail or "") + words
            continue
        last = etree.SubElement(element, tag("x" if item.children is None else "g"), about(item, next(numbers)))
        fill(last, each, item.children or [], numbers)


def about(item, number):
    leads_to = HREF.search(item.mark)
    shown = {"equiv-text": html_module.unescape(leads_to[1])} if leads_to else {}
    return {"id": str(number), "ctype": kind_of(item), "clone": "no"} | shown


def kind_of(item):
    if not item.name:
        return "x-character"
    names = {"br": "lb"} if item.children is None else KINDS
    return names.get(item.name, f"x-html-{item.name}")


def tag(name):
    return f"{{{NAMESPACE}}}{name}"
