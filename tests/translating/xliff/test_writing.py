"""What stands in a file for translators."""

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import etree
from translate.storage.xliff import xlifffile

from meetings.models import Outcome
from ots_portal.publishing import workflow
from ots_portal.translating.models import Task
from ots_portal.translating.xliff.writing import file_of
from tests.factories import make_area, make_meeting, make_topic
from tests.publishing.drafting_acts import draft
from tests.translating.states import refreshed
from tests.translating.xliff.files import IN_FILE, exported, legible, targets, units

pytestmark = pytest.mark.django_db

STRICT = etree.RelaxNG(etree.parse(Path(__file__).with_name("strict.rng")))
RICH = '<p>Bir <strong>iki</strong>, <a href="/r/area/x/">üç</a><br>dört &amp; m<sup>2</sup></p>\n<ul><li>beş</li></ul>'
RICH_EN = '<p>One <strong>two</strong>, <a href="/r/area/x/">three</a><br>four &amp; m<sup>2</sup></p>\n<ul><li>five</li></ul>'


def area(**values):
    return make_area(**({"name_tr": "Ulaştırma", "name_en": "Transport", "reference": "ulastirma"} | values))


def sources(content):
    return {key: legible(unit.find("x:source", IN_FILE)) for key, unit in units(content).items()}


def states(content):
    return {key: unit.find("x:target", IN_FILE).get("state") for key, unit in units(content).items()}


def test_a_record_is_a_file_with_its_languages_its_name_and_its_permanent_address(client):
    content = exported(area())

    [file] = etree.fromstring(content).findall("x:file", IN_FILE)
    address = file.findtext(".//x:context[@context-type='x-address']", namespaces=IN_FILE)

    assert (file.get("original"), file.get("source-language"), file.get("target-language")) == (
        "cooperation.area/ulastirma",
        "tr",
        "en",
    )
    assert file.findtext("x:header/x:note", namespaces=IN_FILE) == "Ulaştırma"
    assert client.get(address).url == "/tr/isbirligi-alanlari/ulastirma/"


def test_plain_text_is_one_unit_and_rich_text_one_for_each_block_with_its_tags_numbered():
    content = exported(area(lead_tr="Bir\niki", lead_en="One\ntwo", body_tr=RICH, body_en=RICH_EN))

    assert sources(content) == {
        "name": "Ulaştırma",
        "lead": "Bir\niki",
        "body.1": "Bir <g1>iki</g1>, <g2>üç</g2><x3></x3>dört & m<g4>2</g4>",
        "body.2": "beş",
    }
    assert targets(content) == {
        "name": "Transport",
        "lead": "One\ntwo",
        "body.1": "One <g1>two</g1>, <g2>three</g2><x3></x3>four & m<g4>2</g4>",
        "body.2": "five",
    }


def test_each_unit_says_which_field_it_is_and_how_long_it_may_become():
    content = exported(area(lead_tr="Bir", lead_en="One", body_tr=RICH, body_en=RICH_EN))

    found = {
        key: (unit.findtext("x:note", namespaces=IN_FILE), unit.get("maxwidth")) for key, unit in units(content).items()
    }

    assert found == {
        "name": ("Ad", "200"),
        "lead": ("Kısa tanıtım", None),
        "body.1": ("Metin", None),
        "body.2": ("Metin", None),
    }


def test_the_text_of_a_part_is_named_by_its_row():
    meeting = make_meeting(title_tr="Toplantı", title_en="Meeting")
    outcome = Outcome.objects.create(meeting=meeting, kind="decision", text_tr="Karar", text_en="Decision")

    content = exported(meeting)

    assert sources(content) == {"title": "Toplantı", f"outcomes/{outcome.pk}/text": "Karar"}


def test_the_state_says_what_is_new_out_of_date_and_in_step_block_by_block():
    record = area(lead_tr="Bir", lead_en=None, body_tr="<p>bir</p><p>iki</p>", body_en="<p>one</p><p>two</p>")
    draft(record, {"body_tr": "<p>bir</p><p>başka</p>"})
    workflow.publish(record, ["tr"], None)

    assert states(exported(record)) == {
        "name": "translated",
        "lead": "new",
        "body.1": "translated",
        "body.2": "needs-translation",
    }


def test_a_block_that_came_or_went_leaves_the_others_beside_their_translations():
    record = area(body_tr="<p>bir</p><p>iki</p><p>üç</p>", body_en="<p>one</p><p>two</p><p>three</p>")
    draft(record, {"body_tr": "<p>bir</p><ul><li>yeni</li><li>başka</li></ul><p>üç</p>"})
    workflow.publish(record, ["tr"], None)

    content = exported(record)

    assert targets(content) == {"name": "Transport", "body.1": "one", "body.2": "", "body.3": "", "body.4": "three"}
    assert [states(content)[f"body.{number}"] for number in (1, 2, 3, 4)] == ["translated", "new", "new", "translated"]


def test_a_translation_in_other_blocks_than_its_source_stands_whole_beside_it():
    content = exported(area(body_tr="<p>bir</p><p>iki</p>", body_en="<p>one and two</p>"))

    assert sources(content)["body"] == "<g1>bir</g1><g2>iki</g2>"
    assert targets(content)["body"] == "<g1>one and two</g1>"


def test_a_tag_that_only_the_translation_has_is_numbered_after_those_of_the_source():
    content = exported(
        area(body_tr="<p>bir <em>iki</em></p>", body_en="<p>one <strong>two</strong> <em>three</em></p>")
    )

    assert (sources(content)["body.1"], targets(content)["body.1"]) == (
        "bir <g1>iki</g1>",
        "one <g2>two</g2> <g1>three</g1>",
    )


def test_the_source_is_what_was_submitted_and_the_translation_what_is_drafted():
    record = area()
    draft(record, {"name_tr": "Ulaştırma ve lojistik"})
    workflow.submit(record, "tr", None)
    draft(record, {"name_en": "Transport and so on"})

    content = exported(record)

    assert (sources(content), targets(content)) == ({"name": "Ulaştırma ve lojistik"}, {"name": "Transport and so on"})


def test_characters_that_xml_cannot_hold_do_not_break_a_file():
    content = exported(area(lead_tr="Bir\x0biki", lead_en="One\x0btwo"))

    assert sources(content)["lead"] == "Bir<x1></x1>iki"


def test_several_records_stand_in_one_file_in_the_order_of_the_list():
    first, second = area(), area(reference="saglik", name_tr="Sağlık", name_en="Health")
    refreshed(first, second)

    content = file_of(list(Task.objects.filter(language="en").order_by("-pk")))

    names = [each.get("original") for each in etree.fromstring(content).findall("x:file", IN_FILE)]
    assert names == ["cooperation.area/saglik", "cooperation.area/ulastirma"]


@pytest.mark.usefixtures("starter_content")
def test_every_file_is_strict_xliff_and_its_units_are_unique():
    """The grammar beside this test says what we write; it was held against the official schema, which is not ours."""
    content = file_of(list(Task.objects.there().filter(language="en").order_by("pk")))

    document = etree.fromstring(content)
    STRICT.assertValid(etree.ElementTree(document))
    for file in document.findall("x:file", IN_FILE):
        for kind in ("group", "trans-unit"):
            keys = [each.get("id") for each in file.iterfind(f".//x:{kind}", IN_FILE)]
            assert len(set(keys)) == len(keys)


def test_another_program_reads_the_units_with_sources_and_targets_as_they_stand():
    content = exported(area(lead_tr="Bir", lead_en=None, body_tr=RICH, body_en=RICH_EN))

    store = xlifffile.parsestring(content)
    found = [(unit.source, unit.target, unit.getnotes()) for unit in store.units]

    assert (store.getsourcelanguage(), store.gettargetlanguage()) == ("tr", "en")
    assert found == [
        ("Ulaştırma", "Transport", "Ad"),
        ("Bir", "", "Kısa tanıtım"),
        ("Bir iki, üçdört & m2", "One two, threefour & m2", "Metin"),
        ("beş", "five", "Metin"),
    ]


def test_three_records_of_each_type_need_as_many_queries_as_one():
    def add():
        refreshed(make_topic(), make_meeting())

    def queries():
        with CaptureQueriesContext(connection) as captured:
            file_of(list(Task.objects.filter(language="en").order_by("pk")))
        return len(captured)

    add()
    queries()
    once = queries()
    add()
    add()

    assert queries() == once
