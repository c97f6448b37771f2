from itertools import groupby

from django.db.models import Exists, OuterRef
from django.shortcuts import render
from django.utils.translation import gettext as _

from cooperation.filters import DocumentFilter, InstitutionFilter, by_kind
from cooperation.models import Area, Document, DocumentFile, Institution, OrganisationName, Person, State, Topic
from cooperation.relations import held_meetings, if_readable, meetings_of_topic, recorded_series, with_readable_meetings
from ots_portal.listing.beginnings import beginning
from ots_portal.listing.paging import listing, paged
from ots_portal.publishing.serving import serves

LATEST = 5


def area_list(request):
    areas = Area.objects.readable().order_by("position", "reference")
    return render(request, "cooperation/area_list.html", {"areas": areas})


@serves(Area)
def area_detail(request, area):
    held = held_meetings(area)
    return render(
        request,
        "cooperation/area_detail.html",
        {
            "area": area,
            "topics": area.topics.readable(),
            "meeting_count": held.count(),
            "latest_meetings": list(held.newest_first()[:LATEST]),
            "documents": beginning(area.documents.readable()),
            "sections": area.vision_sections.readable().select_related("pillar").order_by("pillar__number", "number"),
        },
    )


@serves(Topic, "area")
def topic_detail(request, topic):
    return render(
        request,
        "cooperation/topic_detail.html",
        {
            "topic": topic,
            "statistics": topic.statistics.all(),
            "series_of_topic": recorded_series(topic),
            "meetings": beginning(meetings_of_topic(topic)),
            "institutions": topic.institutions.readable().in_alphabetical_order(),
            "documents": beginning(topic.documents.readable()),
        },
    )


def document_list(request):
    missing = DocumentFile.objects.filter(document=OuterRef("pk"), file=None)
    documents = Document.objects.readable().annotate(has_missing_file=Exists(missing))
    filters = DocumentFilter(request.GET, queryset=documents)
    return render(request, "cooperation/document_list.html", listing(request, filters))


@serves(Document, "supersedes")
def document_detail(request, document):
    return render(
        request,
        "cooperation/document_detail.html",
        {
            "document": document,
            "files": document.files.select_related("file"),
            "outcomes": beginning(with_readable_meetings(document.outcomes)),
            "meetings": beginning(document.meetings.readable().newest_first().as_rows()),
            "supersedes": if_readable(document.supersedes),
            "superseding_documents": document.superseded_by.readable(),
            "declarations": document.declarations.readable(),
            "parties": document.parties.readable().in_alphabetical_order(),
            "authors": document.authors.readable().in_alphabetical_order(),
            "topics": document.topics.readable().select_related("area"),
            "areas": document.areas.readable(),
        },
    )


def institution_list(request):
    filters = InstitutionFilter(request.GET, queryset=by_kind(Institution.objects.readable()))
    context = listing(request, filters)
    return render(request, "cooperation/institution_list.html", context | {"groups": under_kinds(context["page"])})


def under_kinds(institutions):
    """Pairs of heading and institutions that follow each other."""
    headings = {
        Institution.Kind.ORGAN: _("Organs of the Organization"),
        Institution.Kind.RELATED: _("Related institutions"),
        Institution.Kind.RESEARCH: _("Research centres"),
        Institution.Kind.UNIVERSITY: _("Universities"),
        Institution.Kind.NATIONAL: _("National institutions"),
        Institution.Kind.MEDIA: _("Media"),
        Institution.Kind.PARTNER: _("International partners"),
    }
    return [(headings[kind], list(group)) for kind, group in groupby(institutions, key=lambda each: each.kind)]


@serves(Institution, "country", "parent_institution", "successor")
def institution_detail(request, institution):
    return render(
        request,
        "cooperation/institution_detail.html",
        {
            "institution": institution,
            "participations": beginning(with_readable_meetings(institution.participations)),
            "topics": institution.topics.readable().select_related("area"),
            "documents": beginning(institution.documents.readable()),
            "parent_institution": if_readable(institution.parent_institution),
            "successor": if_readable(institution.successor),
            "children": institution.children.readable().in_alphabetical_order(),
            "predecessors": institution.predecessors.readable().in_alphabetical_order(),
        },
    )


def person_list(request):
    people = Person.objects.readable().in_alphabetical_order()
    return render(request, "cooperation/person_list.html", paged(request, people))


@serves(Person)
def person_detail(request, person):
    return render(
        request,
        "cooperation/person_detail.html",
        {
            "person": person,
            "participations": beginning(with_readable_meetings(person.participations)),
            "documents": beginning(person.documents.readable()),
        },
    )


def state_list(request):
    states = State.objects.readable().in_alphabetical_order().prefetch_related("memberships")
    return render(request, "cooperation/state_list.html", {"states": states})


@serves(State, "country")
def state_detail(request, state):
    return render(
        request,
        "cooperation/state_detail.html",
        {
            "state": state,
            "memberships": state.memberships.prefetch_related("outcomes__meeting"),
            "meeting_count": held_meetings(state.country).count() if state.country else 0,
            "participations": beginning(with_readable_meetings(state.participations)),
        },
    )


def organisation_name_list(request):
    names = OrganisationName.objects.order_by("position", "pk")
    return render(request, "cooperation/organisation_name_list.html", {"organisation_names": names})
