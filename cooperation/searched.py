"""How areas, topics, institutions, states, people and documents are found, and the names by which people ask."""

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import get_language, gettext

from cooperation.models import (
    Area,
    City,
    Country,
    Document,
    DocumentFile,
    Institution,
    OrganisationName,
    Person,
    State,
    Topic,
)
from ots_portal.languages import FIRST_LANGUAGE, LANGUAGES
from ots_portal.library.models import File
from ots_portal.publishing.reading import Words, words
from ots_portal.search import sources
from ots_portal.search.file_texts import pages_of
from ots_portal.search.models import FileText
from ots_portal.search.sources import Item, NameOf
from ots_portal.search.wording import in_all_dates, in_all_languages, in_words, lines, other_names, said, texts_of
from ots_portal.turkish import slugify


def register():
    sources.register(Area, records=Area.objects.readable, describe=describe_area, names=named("area"))
    sources.register(Topic, records=topics, describe=describe_topic, depends=[(Area, "area")])
    sources.register(
        Institution,
        records=lambda: Institution.objects.readable().select_related("country"),
        describe=describe_institution,
        names=names_of_institution,
        depends=[(Country, "country")],
    )
    sources.register(State, records=states, describe=describe_state)
    sources.register(Person, records=Person.objects.readable, describe=describe_person)
    sources.register(
        Document,
        records=documents,
        describe=describe_document,
        files=lambda document: [each.file for each in document.files.all()],
        depends=[(Area, "areas"), (File, "files__file"), (FileText, "files__file")],
    )
    sources.register(City, records=City.objects.all, names=named("city", "reference"))
    sources.register(Country, records=Country.objects.all, names=named("country", "code"))
    sources.register(
        OrganisationName,
        records=OrganisationName.objects.all,
        describe=describe_organisation_name,
        names=names_of_organisation,
    )
    sources.register_kinds(
        area=Area,
        topic=Topic,
        institution=Institution,
        state=State,
        person=Person,
        document=Document,
        organisationname=OrganisationName,
    )
    sources.register_choices("kind", Document.Kind.choices)


# ---- Records -------------------------------------------------------------------------------------------------
def topics():
    return Topic.objects.readable().select_related("area").prefetch_related("statistics")


def states():
    return State.objects.readable().prefetch_related("memberships")


def documents():
    files = DocumentFile.objects.select_related("file__text")
    return Document.objects.readable().prefetch_related(
        Prefetch("files", files), Prefetch("areas", Area.objects.readable())
    )


# ---- What they say -------------------------------------------------------------------------------------------
def describe_area(area):
    yield Item(
        kind="area",
        reference=area.reference,
        title=words(area, "name"),
        names=other_names(area, "name"),
        url=area.get_absolute_url(),
        text=texts_of(area, "lead", "body"),
        facets={"area": [area.reference]},
    )


def describe_topic(topic):
    statistics = [text for each in topic.statistics.all() for text in said(each, "label")]
    yield Item(
        kind="topic",
        reference=topic.reference,
        title=words(topic, "name"),
        names=other_names(topic, "name"),
        facts=[in_words(topic.get_kind_display()), *said(topic.area, "name")],
        url=topic.get_absolute_url(),
        text=texts_of(topic, "summary", "body", more=statistics),
        facets={"area": [topic.area.reference]},
    )


def describe_institution(institution):
    country = said(institution.country, "name") if institution.country else []
    yield Item(
        kind="institution",
        reference=institution.reference,
        title=words(institution, "name"),
        names=[
            *other_names(institution, "name"),
            *in_all_languages(institution, "abbreviation"),
            *lines(institution.aliases),
        ],
        facts=[in_words(institution.get_kind_display()), *country],
        url=institution.get_absolute_url(),
        text=texts_of(institution, "summary"),
        facets={"country": [institution.country_id]},
    )


def describe_state(state):
    kinds = [in_words(each.get_kind_display()) for each in state.memberships.all()]
    yield Item(
        kind="state",
        reference=state.reference,
        title=words(state, "name"),
        names=other_names(state, "name"),
        facts=kinds,
        url=state.get_absolute_url(),
        text=texts_of(state, "body"),
    )


def describe_person(person):
    yield Item(
        kind="person",
        reference=person.reference,
        title=Words(person.name, FIRST_LANGUAGE),
        names=lines(person.name_variants),
        url=person.get_absolute_url(),
        text=texts_of(person, "description"),
    )


def describe_document(document):
    item = Item(
        kind="document",
        reference=document.reference,
        title=words(document, "title"),
        names=[*other_names(document, "title"), *lines(document.title_as_published), *lines(document.aliases)],
        facts=[in_words(document.get_kind_display()), *in_all_dates(document.date)],
        url=document.get_absolute_url(),
        text=texts_of(document, "summary", "version_note"),
        date=document.date and document.date.first_day,
        date_words=document.date.in_words(get_language()) if document.date else "",
        date_machine=str(document.date or ""),
        facets={
            "area": [area.reference for area in document.areas.all()],
            "year": [document.date and document.date.year],
            "date": {str(document.date or ""), str(document.date or "")[:7]},
            "kind": [document.kind],
        },
    )
    yield item
    for each in document.files.all():
        yield from pages_of(item, each.file, each.language)


def describe_organisation_name(name):
    title = words(name, "name")
    yield Item(
        kind="organisationname",
        reference=slugify(name.name_tr),
        title=title,
        names=[*other_names(name, "name"), *in_all_languages(name, "short_form")],
        url=reverse("cooperation:organisation_name_list"),
        facts=[in_words(gettext("Names of the organisation"))],
    )


# ---- Names ---------------------------------------------------------------------------------------------------
def named(field, key="reference"):
    def names_of(record):
        value = getattr(record, key)
        for language in LANGUAGES:
            if text := getattr(record, f"name_{language}"):
                yield NameOf(text, language, f"{field}/{value}", field, value)

    return names_of


def names_of_institution(institution):
    for language in LANGUAGES:
        for name in (f"name_{language}", f"abbreviation_{language}"):
            if institution.is_published_in(language) and getattr(institution, name):
                yield NameOf(getattr(institution, name), language, f"institution/{institution.reference}")


def names_of_organisation(name):
    for language in LANGUAGES:
        for field in (f"name_{language}", f"short_form_{language}"):
            if getattr(name, field):
                yield NameOf(getattr(name, field), language, "organisation")
