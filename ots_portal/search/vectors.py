"""What the database keeps of a text for searching: its tokens with their places and weights, made by us."""

from collections import defaultdict
from itertools import count

from django.contrib.postgres.search import SearchVectorField
from django.db.models import Value
from django.db.models.functions import Cast

from ots_portal.search.tokens import dates, tokens

LAST_POSITION = 16_000
MOST_POSITIONS = 200
LONGEST_INDEXED = 100_000
GAP = 5  # two texts are no phrase

TITLE, NAMES, FACTS, TEXT = "ABCD"


def vectors_of(item, names):
    """What it is called and the facts of it, and the same with all that it says; the title weighs most."""
    places, position = defaultdict(dict), count(1)
    named = [(TITLE, item.title), *((NAMES, each) for each in names), *((FACTS, each) for each in item.facts)]
    for weight, (text, language) in named:
        add_text(places, position, weight, text, language)
    short = vector(places)
    add_text(places, position, TEXT, item.text.text[:LONGEST_INDEXED], item.text.language)
    return {"names": short, "words": vector(places)}


def vector(places):
    return Cast(Value(" ".join(written(token, own) for token, own in places.items())), SearchVectorField())


def add_text(places, position, weight, text, language):
    starts = {}
    for token in tokens(text, language):
        at = min(next(position), LAST_POSITION)
        starts[token.start] = at
        for form in token.forms:
            add(places[form], at, weight)
    for dated in dates(text):
        at = starts.get(dated.start, LAST_POSITION)
        for form in {dated.date, dated.date[:8]}:
            add(places[form], at, weight)
    for _each in range(GAP):
        next(position)


def add(own, position, weight):
    if len(own) < MOST_POSITIONS:
        own.setdefault(position, weight)


def written(token, own):
    positions = ",".join(f"{position}{weight}" for position, weight in sorted(own.items()))
    return f"{quoted(token)}:{positions}"


def quoted(token):
    return "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"
