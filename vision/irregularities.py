"""What is unusual, yet acceptable, in an official text: an editor is told, nothing is changed."""

from collections.abc import Iterator
from itertools import pairwise

from vision.official_text import (
    Notice,
    ParsedDeclaration,
    ParsedObjective,
    ParsedSection,
    Passage,
    gettext_noop,
)

END_MARKS = ".;,"

# How the last word of a recital and of an objective ends, for languages where the form tells.
RECITAL_FORM = {"tr": ("arak", "erek")}
OBJECTIVE_FORM = {"tr": ("ma", "me")}


def irregularities(declaration: ParsedDeclaration, language: str) -> tuple[Notice, ...]:
    """List what an editor should look at, in the order of the lines."""
    found = [
        *_of_running_text(declaration),
        *_of_recitals(declaration, language),
        *_of_commitments(declaration),
        *(notice for section in declaration.sections for notice in _of_section(section)),
        *(notice for objective in declaration.objectives for notice in _of_objective(objective, language)),
    ]
    return tuple(sorted(found, key=lambda notice: notice.line))


def _of_running_text(declaration: ParsedDeclaration) -> Iterator[Notice]:
    message = gettext_noop("This line continues the paragraph of line %(begin)d after a break.")
    for passage in declaration.introductions:
        yield from (Notice(line, message, {"begin": passage.line}) for line in passage.continued_on)
    for passage in (*declaration.introductions, *declaration.formulas, *declaration.recitals):
        if passage.is_emphasised:
            yield Notice(passage.line, gettext_noop("Marked words become emphasised words."))


def _of_recitals(declaration: ParsedDeclaration, language: str) -> Iterator[Notice]:
    for recital in declaration.recitals:
        if not recital.text.endswith(";"):
            yield Notice(recital.line, gettext_noop("The recital does not end with a semicolon."))
        if not _has_form(recital, RECITAL_FORM.get(language)):
            yield Notice(recital.line, gettext_noop("The recital’s last word has an unusual form."))


def _of_commitments(declaration: ParsedDeclaration) -> Iterator[Notice]:
    for commitment in declaration.commitments:
        if not commitment.text.endswith(","):
            yield Notice(commitment.line, gettext_noop("The commitment does not end with a comma."))
    for before, after in pairwise(declaration.commitments):
        if after.line > before.line + 1:
            yield Notice(after.line, gettext_noop("An empty line interrupts the list of commitments."))


def _of_section(section: ParsedSection) -> Iterator[Notice]:
    if section.mark:
        message = gettext_noop("The section’s title is marked with %(mark)s.")
        yield Notice(section.line, message, {"mark": section.mark})


def _of_objective(objective: ParsedObjective, language: str) -> Iterator[Notice]:
    if not objective.text.endswith(","):
        yield Notice(objective.line, gettext_noop("The objective does not end with a comma."))
    if not _has_form(objective, OBJECTIVE_FORM.get(language)):
        yield Notice(objective.line, gettext_noop("The objective’s last word has an unusual form."))
    if objective.remark:
        message = gettext_noop("The remark %(remark)s is kept apart from the objective’s text.")
        yield Notice(objective.line, message, {"remark": objective.remark})


def _has_form(passage: Passage, endings: tuple[str, ...] | None) -> bool:
    return endings is None or passage.text.rstrip(END_MARKS).endswith(endings)
