"""The machine that loads starter content, its command, and what holds for all starter files."""

import json
import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from cooperation.models import Area, Country, OrganisationName, State
from meetings.models import Meeting, Series
from ots_portal.publishing import starter
from ots_portal.publishing.publishable import Publishable
from ots_portal.publishing.states import mark_withdrawn
from tests.starter_texts import all_rows, texts_per_language

pytestmark = pytest.mark.django_db

# One language may have an abbreviation, or another wording, that the others lack.
OF_ONE_LANGUAGE = {"abbreviation", "also", "forbidden"}
AREA = {"reference": "energy", "name": {"tr": "Enerji", "en": "Energy"}}


@pytest.fixture
def starter_file(tmp_path):
    def write(model, rows):
        path = tmp_path / f"{model._meta.model_name}.json"
        path.write_text(rows if isinstance(rows, str) else json.dumps(rows), encoding="utf-8")
        return starter.StarterFile(model._meta.app_label, model.__name__, path)

    return write


# ---- Loading -------------------------------------------------------------------------------------------------
def test_record_is_published_in_the_languages_it_has(starter_file):
    starter.load([starter_file(Area, [AREA, {"reference": "water", "name": {"tr": "Su"}}])])

    energy, water = Area.objects.order_by("reference")
    assert (energy.name_tr, energy.name_en, energy.published_languages) == ("Enerji", "Energy", ["tr", "en"])
    assert (water.name_tr, water.name_en, water.published_languages) == ("Su", None, ["tr"])


def test_second_load_writes_nothing(starter_file):
    file = starter_file(Area, [AREA | {"links": [{"label": {"tr": "Sayfa", "en": "Page"}, "result": "missing"}]}])
    starter.load([file])

    with CaptureQueriesContext(connection) as queries:
        (loaded,) = starter.load([file])

    assert (loaded.added, loaded.kept) == ([], 1)
    assert {query["sql"].split()[0] for query in queries} == {"SELECT", "SAVEPOINT", "RELEASE"}


def test_missing_record_is_added_beside_those_that_exist(starter_file):
    starter.load([starter_file(Area, [AREA])])

    (loaded,) = starter.load([starter_file(Area, [AREA, AREA | {"reference": "water"}])])

    assert ([record.reference for record in loaded.added], loaded.kept) == (["water"], 1)


def test_edited_and_withdrawn_records_and_deleted_parts_stay_so(starter_file):
    file = starter_file(Area, [AREA | {"links": [{"label": {"tr": "Sayfa", "en": "Page"}, "result": "missing"}]}])
    starter.load([file])
    area = Area.objects.get()
    area.name_tr = "Enerji işbirliği"
    area.links.all().delete()
    mark_withdrawn(area, "tr", at=timezone.now())
    area.save()

    starter.load([file])

    area = Area.objects.get()
    assert (area.name_tr, area.is_readable, area.links.count()) == ("Enerji işbirliği", False, 0)


def test_table_without_references_is_filled_only_when_empty(starter_file):
    OrganisationName.objects.create(name_tr="Türk Konseyi", name_en="Turkic Council")

    (loaded,) = starter.load([starter_file(OrganisationName, [{"name": {"tr": "Türk Keneşi"}}])])

    assert (loaded.added, [str(name) for name in OrganisationName.objects.all()]) == ([], ["Türk Konseyi"])


def test_part_may_name_a_later_record_of_its_file_and_a_part_of_another(starter_file):
    summit = {"series": "summit", "status": "held", "precision": "none", "title": {"tr": "Zirve", "en": "Summit"}}
    decision = {"kind": "decision", "text": {"tr": "Karar", "en": "Decision"}}
    files = [
        starter_file(Country, [{"code": "tm", "name": {"tr": "Türkmenistan", "en": "Turkmenistan"}}]),
        starter_file(
            State,
            [{"reference": "tm", "name": {"tr": "T", "en": "T"}, "country": "tm", "memberships": [{"kind": "guest"}]}],
        ),
        starter_file(Series, [{"reference": "summit", "name": {"tr": "Z", "en": "S"}, "reference_prefix": "summit"}]),
        starter_file(
            Meeting,
            [
                summit | {"reference": "a", "outcomes": [decision | {"fulfilled_by": "b", "membership": "tm/1"}]},
                summit | {"reference": "b"},
            ],
        ),
    ]

    starter.load(files)

    outcome = Meeting.objects.get(reference="a").outcomes.get()
    assert (outcome.fulfilled_by.reference, outcome.membership.state.reference) == ("b", "tm")


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ("[", ""),
        ("{}", ""),
        ([AREA, AREA], ""),
        ([{"name": {"tr": "Su"}}], ""),
        (["energy"], ""),
        ([AREA | {"colour": "red"}], "energy: colour: "),
        ([AREA | {"published_at": "2020-01-01"}], "energy: published_at: "),
        ([AREA | {"search_text": "x"}], "energy: search_text: "),
        ([AREA | {"meetings": ["cfm-eo-1"]}], "energy: meetings: "),
        ([AREA | {"name": {}}], "energy: name: "),
        ([AREA | {"name": "Energy"}], "energy: name: "),
        ([AREA | {"name": {"de": "Energie"}}], "energy: name: "),
        ([AREA | {"position": "first"}], "energy: position: "),
        ([AREA | {"content_updated": "January"}], "energy: content_updated: "),
        ([AREA | {"slug": {"tr": "dizi"}}], "energy: slug_tr: "),
        ([AREA | {"slug": {"tr": "a"}}, AREA | {"reference": "b", "slug": {"tr": "a"}}], "b: "),
        ([AREA | {"links": {}}], "energy: links: "),
        ([AREA | {"links": ["page"]}], "energy: links/1: "),
        ([AREA | {"links": [{"label": {"tr": "a"}, "kind": "song"}]}], "energy: links/1/kind: "),
    ],
)
def test_damaged_file_is_refused_with_file_record_and_field(starter_file, rows, place):
    good = starter_file(Country, [{"code": "tr", "name": {"tr": "Türkiye", "en": "Türkiye"}}])
    damaged = starter_file(Area, rows)

    with pytest.raises(starter.UnfitStarter) as refusal:
        starter.load([good, damaged])

    assert str(refusal.value).startswith(f"{damaged.path}: {place}")
    assert (Country.objects.count(), Area.objects.count()) == (0, 0)


@pytest.mark.parametrize("values", [{"country": "zz"}, {"country": ["tr"]}, {"country": None}])
def test_relation_to_nothing_is_refused(starter_file, values):
    damaged = starter_file(State, [{"reference": "zz", "name": {"tr": "Z", "en": "Z"}} | values])

    with pytest.raises(starter.UnfitStarter) as refusal:
        starter.load([damaged])

    assert str(refusal.value).startswith(f"{damaged.path}: zz: country: ")


# ---- The command ---------------------------------------------------------------------------------------------
def test_command_loads_everything_and_then_finds_nothing_missing():
    first, second = StringIO(), StringIO()

    call_command("load_starter", stderr=first)
    call_command("load_starter", stderr=second)

    lines, again = first.getvalue().splitlines(), second.getvalue().splitlines()
    models = [file.model for file in starter.registered()]
    assert len(lines) == len(again) == len(models) + 1
    assert [re.findall(r"[0-9]+", line)[-2:] for line in lines[:-1]] == [[str(m.objects.count()), "0"] for m in models]
    assert [re.findall(r"[0-9]+", line)[-2:] for line in again[:-1]] == [["0", str(m.objects.count())] for m in models]
    assert str(sum(model.objects.count() for model in models)) in lines[-1]


def test_command_leaves_a_portal_that_holds_a_record_alone(starter_file):
    starter.load([starter_file(Area, [AREA])])
    told = StringIO()

    call_command("load_starter", if_empty=True, stderr=told, stdout=told)

    assert (told.getvalue(), Country.objects.count()) == ("", 0)


def test_command_tells_a_damaged_file(starter_file, monkeypatch):
    damaged = starter_file(Area, "[")
    monkeypatch.setattr(starter, "_registered", [damaged])

    with pytest.raises(CommandError, match=re.escape(str(damaged.path))):
        call_command("load_starter", stderr=StringIO())


# ---- The content ---------------------------------------------------------------------------------------------
def test_every_record_is_readable_and_published_in_both_languages(starter_content):
    unpublished = [
        record
        for loaded in starter_content
        for record in loaded.added
        if isinstance(record, Publishable) and record.published_languages != ["tr", "en"]
    ]

    assert unpublished == []


def test_every_text_of_the_starter_is_there_in_both_languages():
    lonely = [
        (file, name, texts)
        for file, rows in all_rows().items()
        for name, texts in texts_per_language(rows)
        if name not in OF_ONE_LANGUAGE and not (texts.get("tr") and texts.get("en"))
    ]

    assert lonely == []


def test_every_shown_record_has_a_source(starter_content):
    unsourced = [
        record.reference
        for loaded in starter_content
        for record in loaded.added
        if isinstance(record, Publishable) and loaded.file.model_name != "Page" and not record.source_notes.exists()
    ]

    assert unsourced == []


def test_every_fact_that_a_source_or_variant_names_is_a_field(starter_content):
    unknown = {
        (record.reference, part.path)
        for loaded in starter_content
        for record in loaded.added
        if isinstance(record, Publishable)
        for part in [*record.source_notes.all(), *record.variants.all()]
        if part.path and part.path not in {field.name for field in record._meta.get_fields()}
    }

    assert unknown == set()


@pytest.mark.parametrize(
    ("language", "line"), [("en", r"^Meetings: \d+ added"), ("tr", r"^Toplantılar: \d+ kayıt eklendi")]
)
def test_the_command_speaks_the_language_of_the_console(starter_content, language, line):
    console = StringIO()

    with translation.override(language):
        call_command("load_starter", stderr=console)

    assert re.search(line, console.getvalue(), re.MULTILINE)
