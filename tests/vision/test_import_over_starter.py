"""The official text read over the summaries of the starter content."""

import pytest

from ots_portal.publishing.models import Draft
from tests.publishing.drafting_acts import draft
from tests.vision.test_import_vision import RECORDS, import_vision, refusal, stored_rows
from vision.models import Objective, Section

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter_content")]


def test_the_summaries_are_replaced_all_at_one_moment():
    before, keys = stored_rows(), set(Objective.objects.values_list("pk", flat=True))

    told = import_vision()
    drafted, waiting = stored_rows(), [draft.pending_in("tr") for draft in Draft.objects.all()]
    published = import_vision(publish=True)

    assert (drafted, set(waiting)) == (before, {"draft"})
    assert told[-2].startswith("Pages that readers know, changed in drafts: ")
    assert published[-1] == f"Added: 0, changed: 0, published: {len(waiting)}"
    assert len({record.changed_at_tr for model in RECORDS for record in model.objects.all()}) <= 2
    assert len(set(Section.objects.values_list("changed_at_tr", flat=True))) == 1
    assert set(Objective.objects.values_list("pk", flat=True)) == keys
    assert set(Objective.objects.values_list("wording_tr", "wording_en")) == {("official", "summary")}
    assert (import_vision(publish=True)[-1], Draft.objects.count()) == ("Nothing changed.", 0)


def test_one_page_that_cannot_be_published_keeps_all_back():
    import_vision()
    draft(Section.objects.get(reference="4.2"), {"slug_tr": Section.objects.get(reference="1.1").slug_tr})
    before = stored_rows()

    told = refusal(publish=True)

    assert told[0].endswith(" Nothing was written.")
    assert stored_rows() == before
