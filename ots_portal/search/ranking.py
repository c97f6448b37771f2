"""The one question that search asks the index: what fits, in which order, and how it is spread over kinds and years.

Order: what bears the whole text as its name, what begins with it, what has its words in the title, in other names, in
facts, and at last what mentions them. Within a step the reader's own language goes first. A meeting that begins with
the text is only one of those that have it in the title: what they belong to goes first, then the newest.
"""

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import NamedTuple

from django.db import connections

from ots_portal.search.conditions import tsquery
from ots_portal.search.models import Entry
from ots_portal.search.understanding import storable
from ots_portal.turkish import fold

# Things go before what belongs to them, where all bear the name that was asked for.
FIRST = ["series", "area", "topic", "institution", "organisationname", "state", "person", "declaration", "pillar"]
FIRST += ["section", "page", "meeting", "document"]
MOST_PAGES = 500

# The database does not know what it costs to read the long texts of all rows, or of all in a language: without this,
# and without the || '' below, it would rather do that than ask the index of words. It holds for this question only.
BY_INDEX = "SET LOCAL enable_seqscan = off;"
# What must be known of every hit is kept narrow, and counted by groups that share all their facets.
QUESTION = """
WITH fitting AS MATERIALIZED (
    SELECT id, thing, kind, facets, date, {step} AS step, {score} AS score
    FROM search_entry
    WHERE language || '' = %(language)s AND ({condition})
), ranked AS (
    SELECT *, {rank} AS rank FROM fitting WHERE {enough}
), things AS MATERIALIZED (
    SELECT DISTINCT ON (thing) id, thing, kind, facets, date, step, rank
    FROM ranked ORDER BY thing, step DESC, rank DESC, id
), shown AS (
    SELECT id FROM things WHERE {fits_type} AND {fits_area} AND {fits_year}
    ORDER BY step DESC, CASE WHEN step >= 3.5 THEN coalesce(array_position(%(first)s, kind), 99) ELSE 0 END,
        CASE WHEN step >= 3.5 THEN 0 ELSE rank END DESC, date DESC NULLS LAST, rank DESC,
        array_position(%(first)s, kind), thing DESC
    LIMIT %(limit)s OFFSET %(offset)s
), alike AS MATERIALIZED (
    SELECT facets, count(*) AS number, bool_or(step > 6) AS is_name,
        {fits_type} AS fits_type, {fits_area} AS fits_area, {fits_year} AS fits_year
    FROM things GROUP BY facets
), spread AS (
    SELECT facet, sum(number) AS number FROM alike, unnest(facets) AS facet WHERE {counted} GROUP BY facet
)
SELECT
    (SELECT coalesce(json_agg(id), '[]') FROM shown),
    (SELECT coalesce(sum(number), 0)::int FROM alike),
    (SELECT coalesce(sum(number), 0)::int FROM alike WHERE fits_type AND fits_area AND fits_year),
    (SELECT coalesce(json_object_agg(facet, number), '{{}}') FROM spread),
    (SELECT coalesce(bool_or(is_name), false) FROM alike)
"""

# Most of many hits only mention the words: whether their names and facts do at all is asked before where.
STEP = """CASE
            WHEN keys && %(keys)s::varchar[] THEN CASE WHEN keys && %(key)s::varchar[] THEN 7 ELSE 6 END
            WHEN %(place)s::varchar[] <> '{}' AND facets && %(place)s::varchar[] THEN 5.5
            WHEN (names @@ %(in_facts)s::tsquery) IS NOT TRUE THEN 1
            WHEN names @@ %(in_title)s::tsquery THEN CASE
                WHEN keys[1] LIKE %(beginning)s AND kind <> 'meeting' THEN 5
                WHEN cardinality(string_to_array(keys[1], ' ')) <= %(length)s THEN 5
                ELSE 4 END
            WHEN names @@ %(in_names)s::tsquery THEN 3
            ELSE 2
        END::real - CASE WHEN title_language = %(language)s THEN 0 ELSE 0.5 END::real"""
STEP_BEGUN = """CASE WHEN keys && %(key)s::varchar[] THEN 7 WHEN keys[1] LIKE %(begun_title)s THEN 5 ELSE 4 END
        - CASE WHEN title_language = %(language)s THEN 0 ELSE 0.5 END"""

STEP_OF_SET = "CASE WHEN keys && %(key)s::varchar[] THEN 7 ELSE 0 END"

# Titles are weighed by the names alone: the fewer other words, the nearer. Weighing every mention of a frequent word
# would take longer than all the rest: of many, the newest go first.
RANK = """CASE WHEN (SELECT count(*) FROM fitting) <= 300
        THEN (SELECT round((
            CASE WHEN step >= 3.5 THEN 10 * ts_rank('{0.1, 0.2, 0.4, 1}', names, %(all)s::tsquery, 2)
                ELSE ts_rank('{0.1, 0.2, 0.4, 1}', words, %(all)s::tsquery, 33) END)::numeric, 2)
            FROM search_entry WHERE search_entry.id = fitting.id) ELSE 0 END"""
COUNTED = """CASE split_part(facet, ':', 1)
        WHEN 'type' THEN fits_area AND fits_year
        WHEN 'area' THEN fits_type AND fits_year
        WHEN 'year' THEN fits_type AND fits_area
        ELSE false END"""


@dataclass(frozen=True)
class Wanted:
    """How a text is read: as a set, loosely, or as a name that is only begun."""

    is_narrowed: bool = False
    is_broad: bool = False
    is_loose: bool = False
    only_names: bool = False


class Answer(NamedTuple):
    keys: list[int]
    total_before_filters: int
    total: int
    spread: dict[str, int]
    page: int
    is_name: bool  # is the whole text the name of something?

    def counts(self, name):
        own = {facet.partition(":")[2]: number for facet, number in self.spread.items() if facet.startswith(f"{name}:")}
        return dict(sorted(own.items(), key=lambda pair: (-pair[1], pair[0])))


def found(query, wanted, filters, page, limit):
    page = min(max(page, 1), MOST_PAGES)
    condition, values = condition_of(query, wanted)
    values |= values_of(query) | {"limit": limit, "offset": (page - 1) * limit}
    pieces = {"score": "0", "rank": RANK, "enough": "true", "step": STEP, "condition": condition}
    if wanted.only_names:
        pieces |= {"step": STEP_BEGUN, "rank": "0"}
    if wanted.is_narrowed or are_all_dates(query):
        pieces |= {"rank": "0", "step": STEP_OF_SET if wanted.is_narrowed else STEP}
    if wanted.is_loose:
        best = "floor(score / 10) = (SELECT floor(max(score) / 10) FROM fitting)"
        pieces |= {"score": weight_of_words(query, values), "rank": "score", "step": "0", "enough": best}
    with connections[Entry.objects.db].cursor() as cursor:
        cursor.execute(BY_INDEX + QUESTION.format(**pieces, **filtering(filters, values)), values)
        cursor.nextset()
        keys, before, total, spread, is_name = cursor.fetchone()
    return Answer(loaded(keys), before, total, loaded(spread), page, is_name)


def filtering(filters, values):
    """What the reader's own choice leaves; each field is counted as if nothing were chosen of it."""
    pieces = {"fits_type": "true", "fits_area": "true", "fits_year": "true", "counted": "true"}
    for name, chosen in (("type", filters.kinds), ("area", filters.areas), ("year", filters.years)):
        if chosen:
            values[f"chosen_{name}"] = [storable(f"{name}:{value}") for value in chosen]
            pieces |= {f"fits_{name}": f"facets && %(chosen_{name})s::varchar[]", "counted": COUNTED}
    return pieces


def loaded(value):
    return json.loads(value) if isinstance(value, str) else value


def condition_of(query, wanted):
    """The rows that fit, as SQL with its values."""
    telling = query.telling
    if wanted.is_narrowed:
        return narrowing(query)
    if wanted.is_loose:
        return "words @@ %(any)s::tsquery", {"any": tsquery(query, telling, joint=" | ", is_broad=True)}
    if wanted.is_broad:
        return "words @@ %(broad)s::tsquery", {"broad": tsquery(query, telling, is_broad=True)}
    if wanted.only_names:
        return "words @@ %(begun)s::tsquery", {"begun": tsquery(query, telling, "AB", is_begun=True)}
    return f"words @@ %({'in_names' if query.is_idle else 'all'})s::tsquery OR keys && %(keys)s::varchar[]", {}


def narrowing(query):
    """Values of the same field mean or, different fields mean and; what else was typed is a name or fact."""
    wanted = defaultdict(list)
    for meaning in query.meanings:
        wanted[meaning.field] += meaning.facets
    conditions = [f"facets && %(facets_{number})s::varchar[]" for number in range(len(wanted))]
    condition, values = " AND ".join(conditions), {f"facets_{n}": each for n, each in enumerate(wanted.values())}
    if not query.rest:
        return condition, values
    values["rest"] = tsquery(query, query.rest, "ABC")
    return f"({condition} AND words @@ %(rest)s::tsquery) OR words @@ %(in_title)s::tsquery", values


def weight_of_words(query, values):
    """How many of the words occur, and how telling these are: rare ones more than frequent ones, most in the title."""
    terms = []
    for number in query.telling:
        values[f"word_{number}"] = tsquery(query, [number], is_broad=True)
        values[f"title_{number}"] = tsquery(query, [number], "A", is_broad=True)
        occurs, in_title = f"(words @@ %(word_{number})s::tsquery)::int", f"(names @@ %(title_{number})s::tsquery)::int"
        terms.append(f"{occurs} * (10 + (2 + {in_title}) / (3 + ln(greatest(1, sum({occurs}) OVER ()))))")
    return f"round(({' + '.join(terms)})::numeric, 2)"


def values_of(query):
    return {
        "language": query.language,
        "key": [query.key, *query.spellings],
        "keys": [
            query.key,
            *query.spellings,
            *(fold(name.text) for name in query.names.get((0, len(query.words) - 1), ())),
        ],
        "beginning": f"{query.key} %",
        "begun_title": f"{query.key}%",
        "first": FIRST,
        "length": len(query.words),
        "place": place_of(query),
        "all": tsquery(query, query.telling),
        "in_title": tsquery(query, query.telling, "A"),
        "in_names": tsquery(query, query.telling, "AB"),
        "in_facts": tsquery(query, query.telling, "ABC"),
    }


def place_of(query):
    """Who asks for nothing but a place or a series finds first what was there or belongs to it."""
    fields = [meaning for meaning in query.meanings if meaning.field in {"city", "country", "series"}]
    return list(fields[0].facets) if len(query.meanings) == 1 and fields and not query.rest else []


def are_all_dates(query):
    """Then no mention tells more than another."""
    return not query.rest and {meaning.field for meaning in query.meanings} == {"date"}
