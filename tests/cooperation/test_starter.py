"""What the starter holds of areas, institutions, people, documents, states and names."""

from collections import Counter

import pytest
from django.contrib.contenttypes.models import ContentType

from cooperation.models import (
    Area,
    City,
    Country,
    Document,
    DocumentFile,
    Institution,
    Membership,
    OrganisationName,
    Person,
    State,
    Statistic,
    Topic,
)
from ots_portal.publishing.models import Link, SourceNote, Variant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter_content")]


def notes_of(model):
    return SourceNote.objects.filter(content_type=ContentType.objects.get_for_model(model))


def test_every_record_is_there():
    models = [Country, City, Area, Topic, Institution, Person, Document, State, OrganisationName]

    assert [model.objects.count() for model in models] == [9, 11, 11, 26, 61, 13, 17, 7, 4]


def test_areas_stand_in_the_order_of_the_source_with_their_topics():
    assert {area.reference: area.topics.count() for area in Area.objects.all()} == {
        "political": 11,
        "economic": 2,
        "customs": 2,
        "transport": 1,
        "tourism": 0,
        "education-culture": 0,
        "media": 0,
        "youth-sports": 2,
        "diaspora": 4,
        "health": 4,
        "international": 0,
    }
    assert [area.slug_tr for area in Area.objects.all()[:3]] == [
        "siyasi-isbirligi",
        "ekonomik-isbirligi",
        "gumruk-isbirligi",
    ]


def test_five_previous_addresses_are_kept():
    kept = [
        *Area.objects.exclude(legacy_path="").values_list("reference", "legacy_path"),
        *Topic.objects.exclude(legacy_path="").values_list("reference", "legacy_path"),
    ]

    assert dict(kept) == {
        "political": "siyasi-isbirligi_1",
        "education-culture": "egitim-ve-bilim_4",
        "diaspora": "diaspora_5",
        "cfm": "disisleri-bakanlari-konseyi_1",
        "diaspora-ministers": "bakanlartemas-grubu-toplantilari_37",
    }


def test_content_is_dated_where_the_source_page_is():
    dated = [*Area.objects.filter(content_updated__isnull=False), *Topic.objects.filter(content_updated__isnull=False)]

    assert {record.reference: str(record.content_updated) for record in dated} == {
        "political": "2022-01-05",
        "cfm": "2021-11-07",
        "diaspora-ministers": "2021-01-28",
    }


def test_institutions_by_kind():
    assert Counter(Institution.objects.values_list("kind", flat=True)) == {
        "organ": 5,
        "related": 7,
        "research": 7,
        "university": 6,
        "national": 10,
        "media": 1,
        "partner": 25,
    }


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("türkünib", "turkunib"),
        ("OSCE", "osce"),
        ("AGİT", "osce"),
        ("etkileşim ve güven arttırıcı", "cica"),
        ("SAM Türkiye", "sam-tr"),
        ("Stratejik ve Uluslararası Araştırmalar", "isrs"),
        ("energy-charter", "energy-charter"),
    ],
)
def test_institution_is_found_by_abbreviation_and_other_name(text, reference):
    assert [found.reference for found in Institution.objects.containing(text)] == [reference]


def test_both_centres_called_sam_are_found():
    assert {found.reference for found in Institution.objects.containing("SAM")} >= {"sam-tr", "sam-az"}


def test_person_is_found_by_a_spelling():
    assert Person.objects.containing("Duisen Kaseinov").get().reference == "dusen-kaseinov"
    assert {person.reference for person in Person.objects.exclude(description_tr=None)} == {
        "mahir-humbatov",
        "kazim-sari",
    }


def test_names_of_the_organisation():
    names = [
        (n.name_tr, n.name_en, n.short_form_tr, n.short_form_en, str(n.valid_from), str(n.valid_until))
        for n in OrganisationName.objects.all()
    ]

    assert names == [
        (
            "Türk Dili Konuşan Ülkeler İşbirliği Konseyi",
            "Cooperation Council of Turkic Speaking States",
            "TDİK",
            "CCTS",
            "2009",
            "2021",
        ),
        ("Türk Konseyi", "Turkic Council", None, None, "None", "2021"),
        ("Türk Keneşi", "Turkic Council", None, None, "None", "2021"),
        ("Türk Devletleri Teşkilatı", "Organization of Turkic States", "TDT", "OTS", "2021", "None"),
    ]


def test_only_stated_memberships_are_claimed():
    memberships = [(m.state.reference, m.kind, str(m.start), m.end) for m in Membership.objects.all()]

    assert memberships == [("tm", "observer", "2021-11-12", None), ("tm", "guest", "None", None)]


def test_documents_by_kind_and_precision():
    documents = Document.objects.all()

    assert Counter(document.kind for document in documents) == {
        "publication": 4,
        "mou": 3,
        "declaration": 3,
        "strategy": 2,
        "treaty": 1,
        "protocol": 1,
        "statement": 1,
        "plan": 1,
        "report": 1,
    }
    assert Counter(document.date.precision if document.date else "none" for document in documents) == {
        "day": 10,
        "none": 3,
        "year": 3,
        "month": 1,
    }


def test_protocol_of_2013_is_known_and_its_file_missing():
    protocol = Document.objects.get(reference="doc-mfa-protocol-2013")
    file = DocumentFile.objects.get()

    assert (file.document, file.language, file.is_missing) == (protocol, "tr", True)
    assert file.original_path == "/assets/vendor/kcfinder/upload/files/Isbirligi%20Protokolu%20TR(1).pdf"
    assert protocol.outcomes.get().meeting.reference == "summit-3"


def test_report_of_2017_has_authors_and_a_language():
    report = Document.objects.get(reference="doc-report-2017")

    assert ([person.reference for person in report.authors.all()], report.languages, str(report.date)) == (
        ["kazim-sari", "mahir-humbatov"],
        ["en"],
        "2017-11",
    )


def test_updated_strategy_replaces_the_first():
    strategy = Document.objects.get(reference="doc-diaspora-strategy-2018")

    assert strategy.supersedes.reference == "doc-diaspora-strategy-2013"


def test_numbers_bear_the_date_they_hold_for():
    numbers = [(s.key, s.value, s.topic.reference, str(s.as_of), s.is_as_of_inferred) for s in Statistic.objects.all()]

    assert sorted(numbers) == [
        ("junior-diplomats", 138, "junior-diplomats", "2022-11", True),
        ("junior-diplomats-women", 65, "junior-diplomats", "2022-11", True),
    ]


def test_section_without_address_is_named():
    link = Link.objects.get(address="")

    assert (link.record.reference, link.result, link.is_shown) == ("international", "missing", False)


def test_sources_and_other_values():
    models = [Area, Topic, Institution, Person, Document, State]

    assert [notes_of(model).count() for model in models] == [37, 90, 79, 14, 24, 20]
    assert sorted((v.record.reference, v.path) for v in Variant.objects.all()) == [
        ("cfm-eo-1", "start"),
        ("cica", "name"),
        ("doc-cfm-statement-afghanistan", "title"),
        ("eco", "abbreviation"),
        ("health-coordination", "name"),
        ("health-sci", "name"),
        ("rc-8", "participations"),
        ("security", "periodicity"),
        ("vision-2040", "pillars"),
        ("who", "abbreviation"),
    ]
