"""What the starter holds of the Vision."""

import pytest

from ots_portal.publishing.models import SourceNote
from vision.models import Declaration, Evidence, Objective, Pillar, Section

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


def test_objectives_are_our_summaries():
    energy = Section.objects.get(reference="2.4")

    assert [objective.code for objective in energy.objectives.all()] == [f"2.4.{number}" for number in range(1, 8)]
    assert set(Objective.objects.values_list("wording_tr", "wording_en")) == {("summary", "summary")}
    assert not Objective.objects.filter(text_tr=None).exists()
    assert not Objective.objects.filter(text_en=None).exists()


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
