"""What the tests of translators' files do and ask."""

from django.core.files.uploadedfile import SimpleUploadedFile
from lxml import etree

from ots_portal.translating.models import Task
from ots_portal.translating.xliff.exchange import NAMESPACE
from ots_portal.translating.xliff.importing import carry_out, report_of, take_in
from ots_portal.translating.xliff.writing import file_of
from tests.factories import make_user
from tests.translating.states import refreshed

IN_FILE = {"x": NAMESPACE}


def exported(*records, language="en"):
    """The file of these records, as the worklist gives it."""
    refreshed(*records)
    return file_of([Task.objects.of(record).get(language=language) for record in records])


def units(content):
    """The units of a file, {id: element}."""
    return {each.get("id"): each for each in etree.fromstring(content).iterfind(".//x:trans-unit", IN_FILE)}


def legible(element):
    """Words and tags of a source or target, as a person would write them down."""
    if element is None:
        return None
    inner = [element.text or ""]
    for child in element:
        name = f"{etree.QName(child).localname}{child.get('id')}"
        inner.append(f"<{name}>{legible(child)}</{name}>{child.tail or ''}")
    return "".join(inner)


def targets(content):
    return {key: legible(unit.find("x:target", IN_FILE)) for key, unit in units(content).items()}


def translated(content, texts):
    """The file with these targets, {id: XML of the target's inside}."""
    root = etree.fromstring(content)
    for unit in root.iterfind(".//x:trans-unit", IN_FILE):
        if unit.get("id") in texts:
            target = unit.find("x:target", IN_FILE)
            unit.replace(target, etree.fromstring(f'<target xmlns="{NAMESPACE}">{texts[unit.get("id")]}</target>'))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def uploaded(content, user=None, name="ceviri.en.xlf"):
    user = user or make_user(role="translator", languages=["en"])
    return take_in(SimpleUploadedFile(name, content), user)


def verdicts(imported):
    """What the report says of each text, {key in the file or label: verdict}."""
    return {line.text.key if line.text else line.label: str(line.verdict) for line in report(imported).lines}


def report(imported):
    return report_of(imported, imported.user)


def confirmed(imported):
    return carry_out(imported, imported.user, report(imported).seen)


def imported_from(content, user=None):
    return confirmed(uploaded(content, user))
