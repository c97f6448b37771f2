"""What somebody may have meant who mistyped a word: the words of what is published, and which of them are most like it."""

from difflib import SequenceMatcher

from django.db import connections

from ots_portal.search.models import Word
from ots_portal.search.tokens import LONGEST_TOKEN, tokens
from ots_portal.turkish import lower

SHORTEST = 4
LONGEST_SHOWN = 80
NEAR_ENOUGH = 0.72
MOST_LEARNT_AT_ONCE = 5_000

# The database finds what has most letters in common; words that are in no entry that readers may find do not count.
CANDIDATES = """
SELECT typed.word, known.folded, known.shown
FROM unnest(%(words)s::text[]) AS typed(word)
CROSS JOIN LATERAL (
    SELECT folded, shown FROM search_word
    WHERE folded %% typed.word AND abs(length(folded) - length(typed.word)) <= 3
    ORDER BY similarity(folded, typed.word) DESC, folded LIMIT 12
) AS known
WHERE EXISTS (
    SELECT FROM search_entry
    WHERE language = %(language)s AND words @@ quote_literal(known.folded)::tsquery
)
"""


def learn(items):
    """Keep the words of what can be found for those who mistype them, as titles write them where they do."""
    found = {}
    for item in items:
        for text, language in dict.fromkeys([item.title, *item.names, *item.facts, item.text]):
            for token in tokens(text, language):
                word = token.forms[0]
                if SHORTEST <= len(word) <= LONGEST_TOKEN and word.isalpha() and word not in found:
                    found[word] = lower(text[token.start : token.end]).split("’")[0].split("'")[0][:LONGEST_SHOWN]
    words = [Word(folded=word, shown=shown) for word, shown in sorted(found.items())]
    Word.objects.bulk_create(words, ignore_conflicts=True, batch_size=MOST_LEARNT_AT_ONCE)


def known_among(words):
    return set(Word.objects.filter(folded__in=words).values_list("folded", flat=True))


def corrected(query):
    """The text with each unknown word replaced by the known one that is most like it; "" if there is none."""
    unknown = [word for number, word in enumerate(query.words) if is_unknown(query, number)]
    best = best_of(query, [word.forms[0] for word in unknown])
    text = query.text
    for word in sorted(unknown, key=lambda each: -each.start):
        if shown := best.get(word.forms[0]):
            text = text[: word.start] + shown + text[word.end :]
    return text if text != query.text else ""


def is_unknown(query, number):
    word = query.words[number].forms[0]
    return len(word) >= SHORTEST and word.isalpha() and word not in query.known


def best_of(query, words):
    """{unknown word: the known one}"""
    if not words:
        return {}
    best = {}
    with connections[Word.objects.db].cursor() as cursor:
        cursor.execute(CANDIDATES, {"words": words, "language": query.language})
        for word, folded, shown in cursor.fetchall():
            likeness = SequenceMatcher(None, word, folded, autojunk=False).ratio() + (word[0] == folded[0]) / 20
            if likeness > max(NEAR_ENOUGH, best.get(word, (0,))[0]):
                best[word] = (likeness, shown)
    return {word: shown for word, (_likeness, shown) in best.items()}
