"""The sentence of a text that shows best why it was found, the words that were sought marked in it."""

from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import mark_safe

from ots_portal.languages import LANGUAGES
from ots_portal.search.conditions import SHORTEST_PREFIX
from ots_portal.search.tokens import dates, stemmed, tokens

LONGEST = 220
BEFORE = 60
LONGEST_READ = 60_000


class Sought(NamedTuple):
    """What is marked, worked out once for all hits of a page."""

    forms: set[str]
    beginnings: tuple[str, ...]
    dates: set[str]


def sought_by(query):
    """The words of a query, also in other forms and by other names."""
    forms = {form for number in query.telling for form in ways(query.words[number].forms)}
    for name in (name for names in query.names.values() for name in names):
        forms.update(*(each.forms[1:] or each.forms for each in tokens(name.text, name.language)))
    words = (word.forms[0] for word in query.words)
    beginnings = tuple(word for word in words if len(word) >= SHORTEST_PREFIX and word.isalpha())
    return Sought(forms, beginnings, {date for date, _last in query.dates.values()})


def snippet(text, language, sought):
    """Safe HTML: a stretch of the text with what was sought in <mark>; its beginning where nothing of it occurs."""
    text = text[:LONGEST_READ]
    marks = marks_in(text, language, sought)
    start, end = stretch(text, marks)
    pieces, done = [], start
    for first, last in marks:
        if start <= first and last <= end:
            pieces += [escape(text[done:first]), f"<mark>{escape(text[first:last])}</mark>"]
            done = last
    pieces.append(escape(text[done:end]))
    html = ("… " if start else "") + "".join(pieces).strip() + (" …" if end < len(text) else "")
    return mark_safe(html)  # noqa: S308 - escaped piece by piece above


def marks_in(text, language, sought):
    marks = [
        (token.start, token.end)
        for token in tokens(text, language)
        if not sought.forms.isdisjoint(token.forms) or token.forms[0].startswith(sought.beginnings)
    ]
    if sought.dates:
        marks += [(each.start, each.end) for each in dates(text) if sought.dates & {each.date, each.date[:8]}]
    return joined(sorted(set(marks)))


def ways(forms):
    return [*forms, *(stemmed(forms[0], language) for language in LANGUAGES)]


def joined(marks):
    """Marks that overlap as one."""
    found = []
    for start, end in marks:
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def stretch(text, marks):
    """Around the mark that has most others near it, from the beginning of a sentence or word to the end of a word."""
    if len(text) <= LONGEST:
        return 0, len(text)
    best = max(
        marks, key=lambda mark: sum(mark[0] <= other[0] < mark[0] + LONGEST - BEFORE for other in marks), default=(0, 0)
    )
    start = max(0, best[0] - BEFORE)
    sentence = max(text.rfind(sign, start, best[0]) for sign in (". ", "\n", "? ", "! "))
    if sentence >= start:
        start = sentence + 1
    elif start:
        start = text.find(" ", start, best[0] + 1) + 1 or best[0]
    while start < len(text) and text[start].isspace():
        start += 1
    end = min(len(text), start + LONGEST)
    if end < len(text):
        end = max(text.rfind(" ", start, end), best[1])
    return start, end
