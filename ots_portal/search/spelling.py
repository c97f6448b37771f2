"""What somebody may have meant who mistyped a word: the words of what is published, and which of them are most like it."""

from difflib import SequenceMatcher
from typing import NamedTuple

from django.db import connections

from ots_portal.labels import capitalized
from ots_portal.search.conditions import word as condition
from ots_portal.search.models import Word
from ots_portal.search.stemming import common_beginning
from ots_portal.search.tokens import LONGEST_TOKEN, tokens
from ots_portal.turkish import DOTTED, lower

SHORTEST = 4
LONGEST_SHOWN = 80
NEAR_ENOUGH = 0.72
MOST_LEARNT_AT_ONCE = 5_000

# The database finds what has most letters in common; words that are in no entry that readers may find do not count,
# and what finds something in any of its forms is not mistyped.
CANDIDATES = """
SELECT typed.word, known.folded, known.shown
FROM unnest(%(words)s::text[], %(conditions)s::text[]) AS typed(word, condition)
CROSS JOIN LATERAL (
    SELECT folded, shown FROM search_word
    WHERE folded %% typed.word AND abs(length(folded) - length(typed.word)) <= 3
    ORDER BY similarity(folded, typed.word) DESC, folded LIMIT 12
) AS known
WHERE EXISTS (
    SELECT FROM search_entry
    WHERE language = %(language)s AND words @@ quote_literal(known.folded)::tsquery
) AND NOT EXISTS (
    SELECT FROM search_entry WHERE language = %(language)s AND words @@ typed.condition::tsquery
)
"""


class Correction(NamedTuple):
    """A text with its unknown words replaced by known ones: by the most like ones, and only where one slip explains it."""

    likely: str
    sure: str


def learn(items):
    """Keep the words of what can be found for those who mistype them, as titles write them where they do."""
    found = {}
    for item in items:
        for text, language in dict.fromkeys([item.title, *item.names, *item.facts, item.text]):
            for token in tokens(text, language):
                word = token.forms[0]
                if SHORTEST <= len(word) <= LONGEST_TOKEN and word.isalpha() and word not in found:
                    found[word] = written_small(text[token.start : token.end], language)[:LONGEST_SHOWN]
    words = [Word(folded=word, shown=shown) for word, shown in sorted(found.items())]
    Word.objects.bulk_create(words, ignore_conflicts=True, batch_size=MOST_LEARNT_AT_ONCE)


def written_small(word, language):
    """The word without what an apostrophe adds, in small letters of its language."""
    word = word.split("’")[0].split("'")[0]
    return lower(word) if language in DOTTED else word.replace("İ", "i").lower()


def corrected(query):
    """The texts that may have been meant; "" where nothing known is like an unknown word."""
    unknown = [number for number in range(len(query.words)) if is_unknown(query, number)]
    best = best_of(query, [query.words[number] for number in unknown])
    slips = {word: known for word, known in best.items() if is_slip(word, known.folded)}
    return Correction(rewritten(query, best), rewritten(query, slips))


def rewritten(query, best):
    """The text with these words in place of what was typed, the other ones with their Turkish letters."""
    if not best:
        return ""
    meant = {word: known.shown for word, known in best.items()}
    spelled = query.known | meant if query.text.isascii() else meant
    text = query.text
    for word in reversed(query.words):
        if shown := spelled.get(word.forms[0]):
            is_capital = text[word.start].isupper()
            text = text[: word.start] + (capitalized(shown) if is_capital else shown) + text[word.end :]
    return text


def is_slip(word, other):
    """After the first letter: is one letter too many, missing or wrong, or are two in the wrong order?"""
    same = len(common_beginning(word, other))
    rest, its = word[same:], other[same:]
    is_swapped = rest[:2] == its[1::-1] and rest[2:] == its[2:]
    return same > 0 and (rest[1:] == its or rest == its[1:] or rest[1:] == its[1:] or is_swapped)


def is_unknown(query, number):
    word = query.words[number].forms[0]
    return len(word) >= SHORTEST and word.isalpha() and word not in query.known


class Known(NamedTuple):
    """A known word, and how like it the typed one is."""

    likeness: float
    folded: str
    shown: str


def best_of(query, words):
    """{unknown word: the known one that is most like it}"""
    if not words:
        return {}
    best = {}
    asked = {"words": [word.forms[0] for word in words], "conditions": [condition(word, "") for word in words]}
    with connections[Word.objects.db].cursor() as cursor:
        cursor.execute(CANDIDATES, asked | {"language": query.language})
        for word, folded, shown in cursor.fetchall():
            likeness = SequenceMatcher(None, word, folded, autojunk=False).ratio() + (word[0] == folded[0]) / 20
            if likeness > NEAR_ENOUGH:
                best[word] = max(Known(likeness, folded, shown), best.get(word, Known(0, "", "")))
    return best
