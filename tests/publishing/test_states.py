from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from cooperation.models import Area
from ots_portal.publishing.publishable import State
from ots_portal.publishing.states import mark_published, mark_withdrawn, set_states

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

    set_states(area, {"tr": State.PUBLISHED, "en": State.PUBLISHED}, changed=["en"], at=SECOND)

    assert (area.changed_at_tr, area.changed_at_en) == (FIRST, SECOND)


def test_publishing_both_at_once_takes_turkish_first():
    area = area_in_memory()

    set_states(area, {"en": State.PUBLISHED, "tr": State.PUBLISHED}, at=FIRST)

    assert area.published_languages == ["tr", "en"]


states = st.sampled_from([State.NEVER, State.PUBLISHED, State.WITHDRAWN])


@given(st.lists(st.tuples(states, states), max_size=6))
def test_no_sequence_of_acts_shows_english_without_turkish(sequence):
    area = area_in_memory()

    for turkish, english in sequence:
        try:
            set_states(area, {"tr": turkish, "en": english}, at=SECOND)
        except ValidationError:
            continue

        assert area.state_in("tr") == State.PUBLISHED or area.state_in("en") != State.PUBLISHED
