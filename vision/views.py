from django.db.models import Count, F, Prefetch, Window
from django.shortcuts import render

from cooperation.relations import if_readable
from ots_portal.listing.beginnings import Beginning
from ots_portal.listing.paging import PAGE_SIZE
from ots_portal.pages.models import Page
from ots_portal.publishing.serving import serves
from vision.columns import columns
from vision.models import Declaration, Evidence, Formula, Pillar, Section

# The free page that says in short what the document is; without it there is no link.
EXPLANATION = "what-the-vision-is"


@serves(Declaration, "approved_at", "document")
def declaration_detail(request, declaration):
    pillars = list(pillars_with_sections(declaration.pillars))
    formulas = {formula.place: formula for formula in declaration.formulas.all()}
    return render(
        request,
        "vision/declaration_detail.html",
        {
            "declaration": declaration,
            "approved_at": if_readable(declaration.approved_at),
            "document": if_readable(declaration.document),
            "explanation": Page.objects.readable().filter(reference=EXPLANATION).first(),
            "introductions": declaration.introductions.all(),
            "recitals": declaration.recitals.all(),
            "commitments": declaration.commitments.prefetch_related(shown_sections()),
            "recital_formula": formulas.get(Formula.Place.RECITALS),
            "commitment_formula": formulas.get(Formula.Place.COMMITMENTS),
            "pillar_formula": formulas.get(Formula.Place.PILLARS),
            "pillars": pillars,
            "total": {
                name: sum(getattr(each, name) for each in pillars) for name in ("section_count", "objective_count")
            },
        },
    )


@serves(Pillar, "declaration")
def pillar_detail(request, pillar):
    return render(
        request,
        "vision/pillar_detail.html",
        {
            "pillar": pillar,
            "sections": pillar.sections.readable().with_counts(),
            "columns": columns(pillars_with_sections(pillar.declaration.pillars)),
        },
    )


@serves(Section, "pillar__declaration")
def section_detail(request, section):
    siblings = list(section.pillar.sections.readable().with_counts().order_by("number"))
    return render(
        request,
        "vision/section_detail.html",
        {
            "section": section,
            "objectives": objectives_with_evidence(section),
            "siblings": siblings,
            "columns": columns(pillars_with_sections(section.pillar.declaration.pillars)),
            "previous_section": next((each for each in reversed(siblings) if each.number < section.number), None),
            "next_section": next((each for each in siblings if each.number > section.number), None),
            "areas": section.areas.readable(),
            "commitments": section.commitments.filter(declaration__in=Declaration.objects.readable()).select_related(
                "declaration"
            ),
        },
    )


def pillars_with_sections(pillars):
    sections = Section.objects.readable().with_counts().select_related("pillar").order_by("number")
    return pillars.readable().with_counts().prefetch_related(Prefetch("sections", queryset=sections))


def shown_sections():
    return Prefetch("sections", queryset=Section.objects.readable().select_related("pillar"))


def objectives_with_evidence(section):
    """The objectives; each with the latest readable evidence of readable meetings."""
    objectives = section.objectives.prefetch_related(latest_evidence())
    for objective in objectives:
        latest = objective.latest_evidence
        objective.latest_evidence = Beginning(latest, latest[0].of_objective if latest else 0)
    return objectives


def latest_evidence():
    """Of each objective as much as a page of a list shows, and each row knows how much there is."""
    meetings = Evidence.meeting.field.related_model.objects.readable()
    evidence = Evidence.objects.readable().filter(meeting__in=meetings).select_related("meeting")
    numbered = evidence.annotate(of_objective=Window(Count("pk"), partition_by="objective"))
    newest_first = numbered.order_by(F("meeting__sort_date").desc(nulls_last=True), "reference")
    return Prefetch("evidence", queryset=newest_first[:PAGE_SIZE], to_attr="latest_evidence")
