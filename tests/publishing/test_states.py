from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from cooperation.models import Area
from ots_portal.publishing import workflow
from ots_portal.publishing.publishable import State
from ots_portal.publishing.states import mark_published, mark_withdrawn
from tests.factories import make_area

FIRST = datetime(2026, 1, 1, tzinfo=UTC)
SECOND = datetime(2026, 2, 1, tzinfo=UTC)


def area_in_memory(*languages):
    area = Area(reference="health", name_tr="Sağlık", name_en="Health")
    for language in languages:
        mark_published(area, language, at=FIRST)
    return area


def test_publishing_again_keeps_the_first_date_and_moves_the_last():
    area = area_in_memory("tr")

    mark_published(area, "tr", at=SECOND)

    assert (area.published_at_tr, area.changed_at_tr) == (FIRST, SECOND)


def test_english_before_turkish_is_refused():
    with pytest.raises(ValidationError):
        mark_published(area_in_memory(), "en", at=FIRST)


def test_withdrawing_turkish_withdraws_every_language():
    area = area_in_memory("tr", "en")

    mark_withdrawn(area, "tr", at=SECOND)

    assert (area.state_in("tr"), area.state_in("en")) == (State.WITHDRAWN, State.WITHDRAWN)


def test_withdrawing_english_leaves_turkish():
    area = area_in_memory("tr", "en")

    mark_withdrawn(area, "en", at=SECOND)

    assert (area.state_in("tr"), area.state_in("en")) == (State.PUBLISHED, State.WITHDRAWN)


def test_a_change_in_one_language_moves_only_its_date():
    area = area_in_memory("tr", "en")

    mark_published(area, "en", at=SECOND)

    assert (area.changed_at_tr, area.changed_at_en) == (FIRST, SECOND)


@pytest.mark.django_db
def test_publishing_both_at_once_takes_turkish_first():
    area = make_area(languages=())

    workflow.publish(area, ["en", "tr"], None)

    area.refresh_from_db()
    assert area.published_languages == ["tr", "en"]


acts = st.tuples(st.sampled_from([mark_published, mark_withdrawn]), st.sampled_from(["tr", "en"]))


@given(st.lists(acts, max_size=8))
def test_no_sequence_of_acts_shows_english_without_turkish(sequence):
    area = area_in_memory()

    for act, language in sequence:
        try:
            act(area, language, at=SECOND)
        except ValidationError:
            continue

        assert area.state_in("tr") == State.PUBLISHED or area.state_in("en") != State.PUBLISHED
