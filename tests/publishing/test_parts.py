import pytest
from django.apps import apps

from cooperation.models import Document
from meetings.models import Meeting
from ots_portal.languages import LANGUAGES
from ots_portal.publishing.parts import field_at, fields_of, kinds_of, known, lane_of
from ots_portal.publishing.publishable import Part, Publishable

PUBLISHABLES = [model for model in apps.get_models() if issubclass(model, Publishable)]


def test_a_meeting_has_its_own_parts_and_those_of_all():
    names = [kind.name for kind in kinds_of(Meeting)]

    assert names == ["agenda", "links", "outcomes", "participations", "source_notes", "variants"]


def test_every_part_belongs_to_a_publishable():
    parts = {model for model in apps.get_models() if issubclass(model, Part)}

    assert parts == {kind.model for model in PUBLISHABLES for kind in kinds_of(model)}


@pytest.mark.parametrize("model", PUBLISHABLES, ids=lambda model: model._meta.label)
def test_editors_own_no_computed_column(model):
    names = {field.name for field in fields_of(model)}

    computed = ("published_at", "changed_at", "withdrawn_at", "sort_key", "search_text", "sort_date")
    assert [name for name in names if name.startswith(computed)] == []
    assert {"reference", "slug_tr", "slug_en", "notice_tr", "owner", "internal_note"} <= names
    assert not names & {"id", "slug", "notice"}


def test_parts_own_neither_their_key_nor_their_parent():
    names = {kind.name: [field.name for field in fields_of(kind.model)] for kind in kinds_of(Meeting)}

    assert names["agenda"] == ["position", *(f"text_{language}" for language in LANGUAGES)]
    notes = [f"note_{language}" for language in LANGUAGES]
    assert names["source_notes"] == ["position", "source", "line", "phrase", "path", "basis", *notes]


def test_a_path_belongs_to_the_language_of_its_column():
    paths = ["title_tr", "title_en", "start", "areas", "agenda/1", "agenda/1/text_en", "agenda/1/position"]

    assert [lane_of(Meeting, path) for path in paths] == ["tr", "en", "shared", "shared", "shared", "en", "shared"]


def test_a_file_belongs_to_the_language_it_names():
    live, wanted = {"files/1/language": "en"}, {"files/1/language": "tr"}

    assert lane_of(Document, "files/1", live) == "en"
    assert lane_of(Document, "files/1/file", live, {}) == "en"
    assert lane_of(Document, "files/1/language", live, wanted) == "shared"


def test_paths_that_the_models_no_longer_have_are_left_out():
    document = {"title_tr": "a", "gone": 1, "gone/1": True, "agenda/1": True, "agenda/1/gone": "b"}

    assert known(Meeting, document) == {"title_tr": "a", "agenda/1": True}
    assert field_at(Meeting, "agenda/1/text_tr").name == "text_tr"
