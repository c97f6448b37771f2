import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cooperation.models import DocumentFile, Membership, OrganisationName, Statistic
from meetings.models import CountClaim, Outcome, Participation
from ots_portal.library.models import File
from ots_portal.partial_dates import PartialDate
from ots_portal.publishing.models import Link, SourceNote, Variant
from tests import factories

pytestmark = pytest.mark.django_db


def text_of(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def listed(text, kind):
    return re.findall(rf'data-type="{kind}" data-reference="([^"]+)"', text)


def plain(text):
    """The page as one reads it."""
    text = re.sub(r"</(?:dt|dd|li|p|div|span|h[1-6])>", " ", text)
    return " ".join(re.sub(r"<[^>]+>", "", text).split())


# ---- Areas and topics


def test_areas_stand_in_the_editors_order(client):
    for position, reference in ((3, "c"), (1, "a"), (2, "b")):
        factories.make_area(reference=reference, position=position)

    assert listed(text_of(client, "/tr/isbirligi-alanlari/"), "area") == ["a", "b", "c"]


def test_an_area_shows_its_topics_latest_meetings_documents_and_sections(client):
    area = factories.make_area()
    factories.make_topic(reference="second", area=area, position=2)
    factories.make_topic(reference="first", area=area, position=1)
    for day in range(1, 8):
        factories.make_meeting(reference=f"m{day}", start=date(2022, 1, day)).areas.add(area)
    factories.make_meeting(reference="planned", status="planned", start=date(2022, 2, 1)).areas.add(area)
    factories.make_document(reference="document").areas.add(area)
    factories.make_section().areas.add(area)

    text = text_of(client, area.get_absolute_url())

    assert listed(text, "topic") == ["first", "second"]
    assert listed(text, "meeting") == ["m7", "m6", "m5", "m4", "m3"]
    assert listed(text, "document") == ["document"]
    assert listed(text, "section") == ["2.4"]
    assert f'href="{reverse("meetings:meeting_list")}?area={area.reference}"' in text


def test_a_topic_compares_what_is_recorded_with_what_is_reported(client):
    topic = factories.make_topic()
    series = factories.make_series(topic=topic, name_en="Health group")
    for status in ("held", "held", "planned"):
        factories.make_meeting(series=series, status=status)
    factories.make_meeting(series=series, languages=())
    CountClaim.objects.create(series=series, count=8, as_of=PartialDate(2022, 11))
    CountClaim.objects.create(
        series=series, count=4, is_more_than=True, as_of=PartialDate(2021), is_as_of_inferred=True
    )

    text = plain(text_of(client, english(client, topic)))

    assert "2 recorded of 8 reported, as of November 2022" in text
    assert "2 recorded of more than 4 reported, as of 2021 (date inferred)" in text


def english(client, record):
    response = client.get(f"/r/{record._meta.model_name}/{record.reference}/", headers={"accept-language": "en"})
    return response["Location"]


def test_a_topic_shows_meetings_of_its_series_and_those_that_name_it_once(client):
    topic = factories.make_topic()
    series = factories.make_series(topic=topic)
    of_series = factories.make_meeting(reference="of-series", series=series, start=date(2022, 1, 3))
    of_series.topics.add(topic)
    factories.make_meeting(reference="also", start=date(2022, 1, 2)).also_in.add(series)
    factories.make_meeting(reference="named", start=date(2022, 1, 1)).topics.add(topic)
    factories.make_meeting(reference="other")

    assert listed(text_of(client, topic.get_absolute_url()), "meeting") == ["of-series", "also", "named"]


def test_a_number_is_never_shown_without_its_date(client):
    topic = factories.make_topic()
    Statistic.objects.create(
        topic=topic,
        key="a",
        value=25,
        is_more_than=True,
        label_en="elections",
        label_tr="seçim",
        as_of=PartialDate(2022, 11),
    )

    text = text_of(client, english(client, topic))

    figure = re.search(r'<div class="figure-number">(.*?)</div>', text, re.S)[1]
    assert plain(figure) == "elections more than 25+ as of November 2022"


# ---- Documents


def test_documents_stand_newest_first_and_say_when_the_file_is_missing(client):
    factories.make_document(reference="undated")
    old = factories.make_document(reference="old", date=PartialDate(2013))
    factories.make_document(reference="new", date=PartialDate(2021, 11, 12))
    DocumentFile.objects.create(document=old, language="tr")

    text = text_of(client, "/en/documents/")

    assert listed(text, "document") == ["new", "old", "undated"]
    assert text.count("File missing") == 1
    assert '<time datetime="2021-11-12">12 November 2021</time>' in text


def test_a_document_offers_its_files_and_names_the_missing_one(client):
    document = factories.make_document()
    file = File.objects.create(content=SimpleUploadedFile("a.pdf", b"%PDF-1.4\n%%EOF\n"))
    DocumentFile.objects.create(document=document, language="tr", file=file)
    DocumentFile.objects.create(document=document, language="en", original_path="upload/Protocol EN(1).pdf")

    text = text_of(client, english(client, document))

    assert f'href="{file.get_absolute_url()}"' in text
    assert "Save the Turkish text" in plain(text)
    assert "The file of this document is missing (English)" in plain(text)
    assert "<code>upload/Protocol EN(1).pdf</code>" in text


def test_a_document_tells_where_it_was_adopted_and_what_it_replaces(client):
    old = factories.make_document(title_en="First strategy")
    document = factories.make_document(supersedes=old, title_as_published="Strateji")
    meeting = factories.make_meeting(title_en="Third Summit", start=date(2013, 8, 16))
    Outcome.objects.create(
        meeting=meeting, kind="document-signed", text_tr="İmzalandı", text_en="Signed", document=document
    )
    document.parties.add(factories.make_institution(name_en="Ministry"))
    document.authors.add(factories.make_person(name="Ayşe Yılmaz"))

    text = plain(text_of(client, english(client, document)))
    old_text = plain(text_of(client, english(client, old)))

    assert "Third Summit, 16 August 2013" in text
    assert "Title as published Strateji" in text
    assert "Replaces First strategy" in text
    assert "Parties Ministry" in text
    assert "Authors Ayşe Yılmaz" in text
    assert f"Replaced by {document.title_en}" in old_text


# ---- Institutions, people, states


def test_institutions_stand_by_kind_and_then_in_turkish_order(client):
    for reference, kind, name in (
        ("z", "partner", "Zeytin"),
        ("c-cedilla", "organ", "Çalışma Grubu"),
        ("d", "organ", "Divan"),
        ("c", "organ", "Cemiyet"),
    ):
        factories.make_institution(reference=reference, kind=kind, name_tr=name)

    assert listed(text_of(client, "/tr/kurumlar/"), "institution") == ["c", "c-cedilla", "d", "z"]


def test_an_institution_shows_its_family_roles_topics_and_documents(client):
    parent = factories.make_institution(name_en="Secretariat")
    successor = factories.make_institution(name_en="New Academy")
    institution = factories.make_institution(parent_institution=parent, successor=successor)
    factories.make_institution(reference="child", parent_institution=institution)
    factories.make_institution(name_en="Old Institute", successor=institution)
    meeting = factories.make_meeting(reference="meeting")
    Participation.objects.create(meeting=meeting, institution=institution, role="co-organiser")
    factories.make_topic(reference="topic").institutions.add(institution)
    factories.make_document(reference="document").parties.add(institution)

    text = text_of(client, english(client, institution))

    assert "Belongs to Secretariat" in plain(text)
    assert "Succeeded by New Academy" in plain(text)
    assert "Successor of Old Institute" in plain(text)
    assert listed(text, "institution") == ["child"]
    assert (listed(text, "meeting"), listed(text, "topic"), listed(text, "document")) == (
        ["meeting"],
        ["topic"],
        ["document"],
    )
    assert "Co-organiser" in text


def test_a_person_keeps_the_office_of_each_meeting(client):
    person = factories.make_person(name="Mevlüt Demir")
    for reference, year, office in (("early", 2013, "Deputy minister"), ("late", 2018, "Minister")):
        meeting = factories.make_meeting(reference=reference, start=date(year, 1, 1))
        Participation.objects.create(meeting=meeting, person=person, office_tr=office, office_en=office)

    text = text_of(client, english(client, person))

    assert listed(text, "meeting") == ["late", "early"]
    assert plain(text).index("Minister") < plain(text).index("Deputy minister")


def test_a_state_tells_its_membership_and_the_meeting_that_decided_it(client):
    state = factories.make_state(name_en="Land")
    membership = Membership.objects.create(state=state, kind="observer", start=PartialDate(2021, 11))
    meeting = factories.make_meeting(title_en="Eighth Summit")
    Outcome.objects.create(meeting=meeting, kind="decision", text_tr="x", membership=membership)

    text = plain(text_of(client, english(client, state)))

    assert "Observer State, since November 2021" in text
    assert "Decided at: Eighth Summit" in text


def test_a_state_without_a_membership_record_says_so(client):
    state = factories.make_state()

    assert "The sources of this portal do not state the membership" in text_of(client, english(client, state))
    assert "membership not stated in the sources" in text_of(client, "/en/states/")


def test_the_names_of_the_organisation_say_when_they_held(client):
    for position, (name, start, end) in enumerate(
        [
            ("Council", PartialDate(2009), PartialDate(2021)),
            ("Keneş", None, PartialDate(2021)),
            ("Now", PartialDate(2021), None),
        ]
    ):
        OrganisationName.objects.create(
            name_tr=name, name_en=name, valid_from=start, valid_until=end, position=position
        )

    text = plain(text_of(client, "/en/names/"))

    assert "Council 2009–2021 Keneş until 2021 Now since 2021" in text


def test_a_name_also_stands_in_the_other_language_where_it_differs(client):
    OrganisationName.objects.create(name_tr="Türk Keneşi", name_en="Turkic Council", position=1)
    OrganisationName.objects.create(name_tr="TDT", name_en="TDT", position=2)

    text = text_of(client, "/en/names/")

    assert re.findall(
        r"<p>(.*?)</p>", text.partition("<main")[2].partition("topic-list")[2].partition("</main")[0]
    ) == [
        '<span lang="tr">Türk Keneşi</span>',
        "",
    ]


def test_periods_in_a_list_are_parted_without_stray_spaces(client):
    state = factories.make_state()
    for position, kind in enumerate(("observer", "guest")):
        Membership.objects.create(state=state, kind=kind, start=PartialDate(2021), position=position)

    assert "Observer State, since 2021; Guest, since 2021" in plain(text_of(client, "/en/states/"))


def test_a_state_leads_to_the_meetings_held_there_only_if_there_are_any(client):
    state, empty = (factories.make_state(country=factories.make_country(code=code)) for code in ("kz", "kg"))
    for status in ("held", "planned"):
        factories.make_meeting(country=state.country, status=status)

    assert "Meetings held here 1 meeting recorded Meetings in this country" in plain(
        text_of(client, english(client, state))
    )
    assert "Meetings held here" not in text_of(client, english(client, empty))


# ---- Sources and links


def test_words_of_turkish_sources_are_marked_and_compared_with_turkish_words(client):
    institution = factories.make_institution(abbreviation_tr="EİT", abbreviation_en="ECO")
    SourceNote.objects.create(record=institution, source="Alanlar", phrase="EİT nezdinde")
    Variant.objects.create(record=institution, path="abbreviation", value="ECO", source="Vizyon")

    text = text_of(client, english(client, institution))

    sources = re.search(r'id="sources">(.*?)</section>', text, re.S)[1]
    assert re.findall(r'lang="tr">([^<]+)<', sources) == ["EİT", "ECO", "Vizyon", "Alanlar", "EİT nezdinde"]


def test_sources_variants_and_links_are_shown_with_their_basis(client):
    document = factories.make_document(date=PartialDate(2020, 2, 6))
    SourceNote.objects.create(
        record=document, source="Page 001", line=12, phrase="imzalandı", path="date", basis="inferred"
    )
    Variant.objects.create(record=document, path="date", value="2020-02-20", source="Page 002", is_settled=True)
    Link.objects.create(record=document, address="https://example.org/a", label_tr="Ek", label_en="Annex")
    Link.objects.create(record=document, address="https://short.example/b", label_tr="Kısa", result="shortened")
    Link.objects.create(record=document, label_tr="Adressiz", result="missing")

    text = text_of(client, english(client, document))

    sources = plain(re.search(r'id="sources">(.*?)</section>', text, re.S)[1])
    assert (
        "Date: 6 February 2020; other value: 20 February 2020 settled Source of the other value: Page 002." in sources
    )
    assert "Date: Page 001, line 12 – imzalandı inferred from the source" in sources
    assert re.findall(r'<a href="(https://[^"]+)"', text) == ["https://example.org/a"]


# ---- Queries


def fill_area(area, number):
    for _ in range(number):
        factories.make_topic(area=area)
        factories.make_meeting(city=factories.make_city()).areas.add(area)
        factories.make_document().areas.add(area)
        factories.make_section(
            number=area.topics.count(), reference=f"2.{area.topics.count()}", pillar=the_pillar()
        ).areas.add(area)
        add_notes(area)


def the_pillar():
    return factories.Pillar.objects.first() or factories.make_pillar()


def add_notes(record):
    SourceNote.objects.create(record=record, source="s", note_tr="x")
    Variant.objects.create(record=record, path="name", value="v", note_tr="x")
    Link.objects.create(record=record, address="https://example.org/", label_tr="x")


def fill_topic(topic, number):
    for _ in range(number):
        series = factories.make_series(topic=topic)
        CountClaim.objects.create(series=series, count=3, as_of=PartialDate(2022), note_tr="x")
        factories.make_meeting(series=series, city=factories.make_city())
        Statistic.objects.create(topic=topic, key=series.reference, value=1, label_tr="x", as_of=PartialDate(2022))
        topic.institutions.add(factories.make_institution())
        topic.documents.add(factories.make_document())
        add_notes(topic)


def fill_document(document, number):
    for _ in range(number):
        file = File.objects.create(content=SimpleUploadedFile("a.pdf", b"%PDF-1.4\n%%EOF\n"))
        DocumentFile.objects.create(document=document, language="tr", file=file)
        Outcome.objects.create(meeting=factories.make_meeting(), kind="decision", text_tr="x", document=document)
        factories.make_meeting().documents.add(document)
        factories.make_document(supersedes=document)
        document.parties.add(factories.make_institution())
        document.authors.add(factories.make_person())
        document.areas.add(factories.make_area())
        factories.make_topic().documents.add(document)
        add_notes(document)


def fill_institution(institution, number):
    for _ in range(number):
        Participation.objects.create(meeting=factories.make_meeting(), institution=institution, office_tr="x")
        factories.make_topic().institutions.add(institution)
        factories.make_document().parties.add(institution)
        factories.make_institution(parent_institution=institution)
        factories.make_institution(successor=institution)
        add_notes(institution)


def fill_person(person, number):
    for _ in range(number):
        Participation.objects.create(meeting=factories.make_meeting(), person=person, office_tr="x")
        factories.make_document().authors.add(person)
        add_notes(person)


def fill_state(state, number):
    for _ in range(number):
        membership = Membership.objects.create(state=state, kind="member")
        Outcome.objects.create(meeting=factories.make_meeting(), kind="decision", text_tr="x", membership=membership)
        Participation.objects.create(meeting=factories.make_meeting(), state=state)
        add_notes(state)


@pytest.mark.parametrize(
    ("kind", "fill", "queries"),
    [
        ("area", fill_area, 11),
        ("topic", fill_topic, 12),
        ("document", fill_document, 15),
        ("institution", fill_institution, 11),
        ("person", fill_person, 8),
        ("state", fill_state, 11),
    ],
)
def test_a_page_needs_as_many_queries_for_three_rows_as_for_one(client, django_assert_num_queries, kind, fill, queries):
    record = getattr(factories, f"make_{kind}")()
    address = record.get_absolute_url()
    fill(record, 1)
    client.get(address)

    with django_assert_num_queries(queries):
        client.get(address)
    fill(record, 2)
    with django_assert_num_queries(queries):
        client.get(address)


@pytest.mark.parametrize(
    ("name", "make", "queries"),
    [
        ("area_list", factories.make_area, 2),
        ("document_list", factories.make_document, 3),
        ("institution_list", factories.make_institution, 3),
        ("person_list", factories.make_person, 3),
        ("organisation_name_list", lambda: OrganisationName.objects.create(name_tr="x"), 2),
    ],
)
def test_a_list_needs_as_many_queries_for_three_rows_as_for_one(client, django_assert_num_queries, name, make, queries):
    address = reverse(f"cooperation:{name}")
    make()
    client.get(address)

    with django_assert_num_queries(queries):
        client.get(address)
    make()
    make()
    with django_assert_num_queries(queries):
        client.get(address)


def test_the_list_of_states_needs_as_many_queries_for_three_rows_as_for_one(client, django_assert_num_queries):
    def make(code):
        Membership.objects.create(state=factories.make_state(country=factories.make_country(code=code)), kind="member")

    make("tr")
    client.get("/tr/devletler/")

    with django_assert_num_queries(3):
        client.get("/tr/devletler/")
    make("az")
    make("kz")
    with django_assert_num_queries(3):
        client.get("/tr/devletler/")
