"""The pillars in small: true to scale, on one ground line, and marked where one is."""

import re
from itertools import pairwise
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import factories
from tests.public_pages import page_at, plain
from vision.columns import FRAME, GAP, columns

numbers = st.lists(st.lists(st.integers(0, 40), max_size=12), max_size=6)


class Pillar(SimpleNamespace):
    __hash__ = object.__hash__


def pillar(objective_counts):
    sections = [SimpleNamespace(objective_count=number) for number in objective_counts]
    return Pillar(sections=SimpleNamespace(all=lambda: sections))


@given(numbers)
def test_blocks_stand_on_the_ground_and_never_overlap(given_numbers):
    for column in columns([pillar(each) for each in given_numbers]):
        edges = [(float(block.y), float(block.y) + float(block.height)) for block in column.blocks]
        assert all(-0.2 <= top <= bottom <= FRAME + 0.2 for top, bottom in edges)
        assert all(lower[0] - upper[1] == pytest.approx(GAP, abs=0.21) for upper, lower in pairwise(edges))
        assert not edges or edges[-1][1] == pytest.approx(FRAME, abs=0.11)


def test_all_columns_have_one_scale():
    first, second = columns([pillar([10, 20]), pillar([5])])

    assert [block.height for block in first.blocks] == ["21.0", "42.0"]
    assert [block.height for block in second.blocks] == ["10.5"]


@pytest.mark.django_db
def test_pillar_and_section_say_where_they_stand(client):
    first = factories.make_pillar(number=1, reference="1")
    section = factories.make_objective(section=factories.make_section(pillar=first, number=1, reference="1.1")).section
    factories.make_section(pillar=first, number=2, reference="1.2", languages=())
    factories.make_pillar(declaration=first.declaration, number=2, reference="2")
    factories.make_pillar(declaration=first.declaration, number=3, reference="3", languages=())

    on_pillar, on_section = (
        re.search(r'<nav class="columns.*?</nav>', page_at(client, each.get_absolute_url()), re.S)[0]
        for each in (first, section)
    )

    assert re.findall(r'aria-current="(\w+)"', on_pillar) == ["page"]
    assert re.findall(r'aria-current="(\w+)"', on_section) == ["true"]
    assert (on_pillar.count("column-block-here"), on_section.count("column-block-here")) == (0, 1)
    assert re.findall(r'column-number">(\d)', on_pillar) == ["1", "2"]
    assert on_pillar.count("<rect") == 1


@pytest.mark.django_db
def test_the_declaration_counts_sections_and_objectives_of_its_live_records(client):
    section = factories.make_objective().section
    factories.make_objective(section=section, number=2)
    factories.make_objective(
        section=factories.make_section(pillar=section.pillar, number=5, reference="2.5", languages=())
    )

    head = re.search(r'<h2 id="pillars">.*?</p>', page_at(client, "/en/vision-2040/"), re.S)[0]

    assert plain(head) == "The four pillars 2 objectives, 1 section Each star is one objective."
