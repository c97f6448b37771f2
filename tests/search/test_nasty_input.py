"""Whatever is typed, the search answers."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ots_portal.search.indexing import refresh_all
from ots_portal.search.models import MissedQuery
from ots_portal.search.searching import Filters, search, suggest
from tests.factories import make_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter_content")]

NASTY = [
    "",
    " ",
    "\0",
    "'",
    '"',
    "''",
    "\\",
    "a & b | !c <-> d:*",
    "':*A",
    "%s %(all)s {condition}",
    "; DROP TABLE search_entry; --",
    "zirve" * 2_000,
    "zirve " * 5_000,
    "x" * 10_240,
    "🙂🙂 zirve 🧿",
    "\u202eevriz\u202c العربية עברית",
    "ı\u0307İIi̇",
    "…" * 300,
    "99999999999999999999 2021 1.1.1.1.1",
    "2.4.1.",
    "31.02.2021 0.0.2021 99.99.2021",
    "IIIIII VX. XXXX.",
    "\ud800",
    "<mark>alert(1)</mark><script>",
]


@pytest.mark.parametrize("text", NASTY)
@pytest.mark.parametrize("language", ["tr", "en"])
def test_nasty_texts_are_answered(text, language):
    results = search(text, language, filters=Filters(kinds=("\0x",), areas=("'",), years=(0,)), page=-3)

    assert len(results.hits) <= results.total
    suggest(text, language)
    search(text, language, page=10**9)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(max_size=80)
    | st.lists(st.sampled_from(["zirve", "&", "2021", "Bakü'de", "VIII.", "-", "ve"])).map(" ".join)
)
def test_any_text_is_answered(text):
    results = search(text, "tr")

    assert len(results.hits) <= results.total


def test_a_snippet_is_safe_html():
    make_page(title_tr="Zümrüt", body_tr="<p>a &lt;script&gt;alert(1)&lt;/script&gt; zümrüt</p>")
    refresh_all()

    [hit] = search("zümrüt", "tr").hits
    assert hit.snippet == "a &lt;script&gt;alert(1)&lt;/script&gt; <mark>zümrüt</mark>"


def test_a_search_asks_the_database_as_often_however_much_it_finds():
    numbers = {}
    for text in ("Mehmet Nuri Ersoy", "sağlık", "toplantı"):
        with CaptureQueriesContext(connection) as queries:
            search(text, "tr")
        numbers[text] = len(queries)

    assert set(numbers.values()) == {4}  # its names, its words, the question, the hits


def test_what_is_not_found_is_counted_without_anything_about_anybody():
    for _time in range(3):
        search("Zümrütlü Kuyruk", "tr")
    search("ayse@example.org", "tr")
    search("0532 123 45 67", "tr")

    assert list(MissedQuery.objects.values_list("text", "language", "count")) == [("zumrutlu kuyruk", "tr", 3)]
