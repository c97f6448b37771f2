"""The search as readers' queries measure it (README.md); figures of today are in docs/, these are the least allowed."""

import sys

import pytest

from ots_portal.search import indexing
from ots_portal.search.searching import search
from tests.search.files import add_documents_with_files
from tests.search.measuring import measure, queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def answer(starter_content, own_folders):
    """Whatever readers get for a text, as identifiers, all pages of it."""
    add_documents_with_files()
    indexing.refresh_all()
    return lambda text, language: list(hits_of(text, language))


def hits_of(text, language):
    results = search(text, language)
    yield from identifiers(results)
    for page in range(2, results.pages + 1):
        yield from identifiers(search(text, language, page=page))


def identifiers(results):
    return [f"{hit.kind}:{hit.reference}" for hit in results.hits]


# The least that each half must reach; whoever makes the search better raises them.
LEAST = {"recall": 0.95, "first_hits": 0.93, "exact_sets": 0.92}
MOST_WRONG = 0.35


def test_readers_find_what_they_mean(answer):
    measured = measure(queries("tuning"), answer)

    sys.stdout.write("\n".join([str(measured), *measured.failures, ""]))
    assert {name: getattr(measured, name) for name in LEAST if getattr(measured, name) < LEAST[name]} == {}
    assert measured.wrong_per_query <= MOST_WRONG


def test_readers_find_what_they_mean_when_nobody_tuned_for_it(answer):
    measured = measure(queries("held_out"), answer)

    sys.stdout.write("\n".join([str(measured), *measured.failures, ""]))
    assert {name: getattr(measured, name) for name in LEAST if getattr(measured, name) < LEAST[name]} == {}
    assert measured.wrong_per_query <= MOST_WRONG
