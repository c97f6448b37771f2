"""A query as the database asks it: each word in all its forms and with all that means the same."""

from ots_portal.languages import LANGUAGES
from ots_portal.search.tokens import Token, stemmed, tokens
from ots_portal.search.understanding import joined
from ots_portal.search.vectors import quoted

SHORTEST_PREFIX = 4
SHORTEST_BROAD = 5
MOST_OTHER_NAMES = 12


def tsquery(query, numbers, weights="", *, joint=" & ", is_begun=False, is_broad=False):
    """The condition that these words of a query occur; `weights` limits where, as "AB" does to titles and names.

    Of what somebody is still typing, any word may begin with the last one. Broadly, a word is whatever begins alike.
    """
    segments = [segment(query, span, weights, is_broad=is_broad) for span in spans_of(query, numbers)]
    if is_begun and segments:
        segments[-1] += " | " + lexeme(query.words[numbers[-1]].forms[0], weights, is_prefix=True)
    return joint.join(f"({each})" for each in segments if each)


def spans_of(query, numbers):
    """The words one by one, except dates and names of several words, which stand together."""
    wanted, done = set(numbers), set()
    longest_first = sorted(query.names, key=lambda span: span[0] - span[1])
    spans = [(start, last) for start, (_date, last) in query.dates.items()]
    pairs = [(number, number + 1) for number in range(len(query.words) - 1) if joined(query, number) in query.known]
    for span in [*spans, *longest_first, *pairs, *((number, number) for number in numbers)]:
        own = set(range(span[0], span[1] + 1))
        if own & wanted and not own & done:
            done |= own
            yield span


def segment(query, span, weights, *, is_broad):
    own = [number for number in range(span[0], span[1] + 1) if number in query.telling]
    ways = [" & ".join(f"({word(query.words[number], weights, is_broad=is_broad)})" for number in own)]
    if span[0] in query.dates and query.dates[span[0]][1] == span[1]:
        ways.append(lexeme(query.dates[span[0]][0], weights))
    if span[1] == span[0] + 1:
        one = joined(query, span[0])
        ways.append(word(Token((one,), 0, 0), weights))
    ways += [phrase(name, weights) for name in query.names.get(span, ())[:MOST_OTHER_NAMES]]
    return " | ".join(f"({way})" for way in dict.fromkeys(ways) if way)


def word(token, weights, *, is_broad=False):
    plain = token.forms[0]
    ways = {*token.forms, *(stemmed(plain, language) for language in LANGUAGES)}
    found = [lexeme(way, weights) for way in sorted(ways)]
    if len(plain) >= SHORTEST_PREFIX and plain.isalpha():
        length = max(SHORTEST_BROAD, len(plain) * 7 // 10) if is_broad else len(plain)
        found.append(lexeme(plain[:length], weights, is_prefix=True))
    return " | ".join(found)


def phrase(name, weights):
    """Another name, its words side by side."""
    return " <-> ".join(f"({word(token, weights)})" for token in tokens(name.text, name.language))


def lexeme(token, weights, *, is_prefix=False):
    flags = ("*" if is_prefix else "") + weights
    return quoted(token) + (f":{flags}" if flags else "")
