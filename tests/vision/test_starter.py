"""What the starter holds of the Vision."""

import pytest

from ots_portal.publishing.models import SourceNote
from vision.models import (
    Commitment,
    Declaration,
    Evidence,
    Formula,
    Introduction,
    Objective,
    Pillar,
    Recital,
    Section,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter_content")]


def test_declaration_pillars_and_sections_are_there():
    declaration = Declaration.objects.get()

    assert (declaration.reference, declaration.approved_at.reference, declaration.document.reference) == (
        "vision-2040",
        "summit-8",
        "doc-vision-2040",
    )
    assert {pillar.reference: pillar.sections.count() for pillar in Pillar.objects.all()} == {
        "1": 2,
        "2": 8,
        "3": 6,
        "4": 2,
    }
    assert [section.reference for section in Section.objects.all()][::6] == ["1.1", "2.5", "3.3"]


def test_objectives_of_every_section_are_there():
    assert {section.reference: section.objectives.count() for section in Section.objects.all()} == {
        "1.1": 7,
        "1.2": 3,
        "2.1": 22,
        "2.2": 10,
        "2.3": 8,
        "2.4": 7,
        "2.5": 6,
        "2.6": 6,
        "2.7": 8,
        "2.8": 4,
        "3.1": 5,
        "3.2": 13,
        "3.3": 5,
        "3.4": 3,
        "3.5": 5,
        "3.6": 2,
        "4.1": 4,
        "4.2": 5,
    }


@pytest.mark.parametrize(
    ("model", "count"), [(Introduction, 6), (Formula, 3), (Recital, 13), (Commitment, 52), (Objective, 123)]
)
def test_texts_are_marked_as_our_summaries(model, count):
    rows = model.objects.all()

    assert len(rows) == count
    assert {(row.wording_tr, row.wording_en) for row in rows} == {("summary", "summary")}
    assert all(row.text_tr and row.text_en for row in rows)


def test_energy_is_found_where_the_text_names_it():
    named = [
        objective.code
        for objective in Objective.objects.filter(text_tr__iregex="enerji").order_by("section", "number")
        if objective.section.reference == "2.7"
    ]

    assert named == ["2.7.3", "2.7.4", "2.7.6", "2.7.8"]
    assert list(Commitment.objects.filter(sections__reference="2.4").values_list("number", flat=True)) == [21, 22, 23]


def test_zangezur_corridor_has_an_address():
    objective = Objective.objects.get(text_tr__contains="Zengezur")

    assert (objective.code, objective.get_absolute_url().split("#")[1]) == ("2.2.10", "2.2.10")


def test_areas_of_every_section_are_marked_as_judged():
    judged = SourceNote.objects.filter(path="areas", basis="judged")

    assert len({note.record for note in judged}) == judged.count() == Section.objects.count() == 18
    assert [area.reference for area in Section.objects.get(reference="2.2").areas.all()] == ["customs", "transport"]
    assert not Section.objects.filter(areas=None).exists()


def test_evidence_is_the_one_meeting_that_names_energy():
    evidence = [
        (each.reference, each.meeting.reference, each.objective.code, each.basis, each.direction)
        for each in Evidence.objects.all()
    ]

    assert evidence == [(f"rc-8-2.4.{number}", "rc-8", f"2.4.{number}", "judged", "discussed") for number in (1, 3, 4)]
