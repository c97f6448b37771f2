"""Whether a translation keeps to the terms: what stands against it are warnings, never refusals."""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from ots_portal.terms.matching import Entry, Hit, TermBase, normalized

MUST_USE, DO_NOT_TRANSLATE = "must-use", "do-not-translate"
_QUOTED = re.compile(r"“[^“”]*”|«[^«»]*»|\"[^\"]*\"")


class Fault(StrEnum):
    ABSENT = "absent"
    FORBIDDEN = "forbidden"
    CHANGED = "changed"


class Violation(NamedTuple):
    """What is wrong, with which term; `found` is what stands there, `wanted` what to write."""

    fault: Fault
    entry: Entry
    found: str
    wanted: str


def violations(base: TermBase, source: str, target: str, source_language: str, language: str) -> list[Violation]:
    """What a translation of plain text does against the terms; nothing where there is no translation yet."""
    source, target = normalized(source), normalized(target)
    if not target.strip():
        return []
    forbidden = list(forbidden_in(base, target, language))
    used = {each.entry for each in forbidden}
    demanded = [hit for hit in base.hits(source, source_language) if not used & set(hit.entries)]
    return [*unrendered(demanded, base, target, source_language, language), *forbidden]


def unrendered(hits: list[Hit], base: TermBase, target: str, *languages: str) -> Iterator[Violation]:
    """Each term of the source once of which the translation has no wording."""
    present = {entry for hit in base.finder(languages[1]).all(target, any_case=True) for entry in hit.entries}
    told = set()
    for hit in hits:
        if any(is_kept(entry, target, *languages, present=present) for entry in hit.entries) or hit.entries in told:
            continue
        told.add(hit.entries)
        entry = hit.entries[0]
        if entry.kind == DO_NOT_TRANSLATE:
            yield Violation(Fault.CHANGED, entry, hit.text, entry.wording(languages[0]))
        else:
            yield Violation(Fault.ABSENT, entry, hit.text, entry.wording(languages[1]))


def is_kept(entry: Entry, target: str, source_language: str, language: str, *, present: set[Entry]) -> bool:
    """A term without a wording in the language demands nothing."""
    if entry.kind == DO_NOT_TRANSLATE:
        return any(text in target or text.upper() in target for text in entry.wordings.get(source_language, ()))
    return entry.kind != MUST_USE or entry in present or not entry.wording(language)


def forbidden_in(base: TermBase, target: str, language: str) -> Iterator[Violation]:
    """Wordings not to be used; what is quoted, and what is part of a term, may stay."""
    allowed = [each.span() for each in _QUOTED.finditer(target)]
    allowed += [(hit.start, hit.end) for hit in base.finder(language).all(target)]
    told = set()
    for hit in base.forbidden(language).longest(target):
        is_allowed = any(start <= hit.start and hit.end <= end for start, end in allowed)
        if not is_allowed and hit.entries not in told:
            told.add(hit.entries)
            entry = hit.entries[0]
            yield Violation(Fault.FORBIDDEN, entry, hit.text, entry.wording(language))
