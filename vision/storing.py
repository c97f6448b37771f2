"""Storing a parsed official text: rows are matched by their numbers, so their keys and links stay."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ots_portal import richtext
from ots_portal.publishing.documents import dump
from ots_portal.publishing.publishable import FIRST_LANGUAGE, State
from ots_portal.publishing.revisions import record_revision
from ots_portal.publishing.states import mark_published
from vision.models import Commitment, Declaration, Formula, Introduction, Objective, Pillar, Recital, Section
from vision.models.declaration import Wording

REFERENCE = "vision-2040"


@dataclass
class Stored:
    """What one import did; `left` are the rows that the text does not hold."""

    created: int = 0
    changed: int = 0
    published: int = 0
    left: list = field(default_factory=list)

    @property
    def is_nothing(self):
        return not (self.created or self.changed or self.published)


@transaction.atomic
def store(parsed, language, *, publish=False, progress=lambda record: None):
    """Bring the rows of the Vision to the parsed text in one language; what agrees already is not touched."""
    storing = _Storing(language, publish=publish, progress=progress)
    storing.store_declaration(parsed)
    return storing.stored


class _Storing:
    """Rows are kept by number; the methods for titles and parts return how many rows they wrote."""

    def __init__(self, language, *, publish, progress):
        self.language = language
        self.publishes = publish
        self.progress = progress
        self.stored = Stored()

    def store_declaration(self, parsed):
        existing = Declaration.objects.select_for_update().filter(reference=REFERENCE).first()
        declaration = existing or Declaration(reference=REFERENCE)
        written = self._store_title(declaration, parsed.title.text)
        written += self._store_introductions(declaration, _rich(parsed.introductions))
        written += self._store_formulas(declaration, _rich(parsed.formulas))
        written += self._store_numbered(Recital, declaration, _rich(parsed.recitals))
        written += self._store_numbered(Commitment, declaration, _plain(parsed.commitments))
        self._finish(declaration, written)
        self._store_pillars(declaration, parsed.pillars)

    def _store_pillars(self, declaration, parsed_pillars):
        rows = {pillar.number: pillar for pillar in declaration.pillars.select_for_update()}
        self._leave(rows, parsed_pillars)
        for number, parsed in enumerate(parsed_pillars, start=1):
            reference = str(number)
            pillar = rows.get(number) or Pillar(declaration=declaration, number=number, reference=reference)
            self._finish(pillar, self._store_title(pillar, parsed.title))
            self._store_sections(pillar, parsed.sections)

    def _store_sections(self, pillar, parsed_sections):
        rows = {section.number: section for section in pillar.sections.select_for_update(of=("self",))}
        self._leave(rows, parsed_sections)
        for number, parsed in enumerate(parsed_sections, start=1):
            reference = f"{pillar.number}.{number}"
            section = rows.get(number) or Section(pillar=pillar, number=number, reference=reference)
            written = self._store_title(section, parsed.title)
            written += self._store_numbered(Objective, section, _with_remarks(parsed.objectives))
            self._finish(section, written)

    def _store_introductions(self, declaration, texts):
        """Paragraphs carry no number: the order in which they stand is theirs."""
        rows = dict(enumerate(declaration.introductions.order_by("position", "id"), start=1))
        return self._store_parts(rows, texts, lambda number: Introduction(declaration=declaration, position=number))

    def _store_formulas(self, declaration, texts):
        places = Formula.Place.values
        rows = {places.index(formula.place) + 1: formula for formula in declaration.formulas.all()}
        return self._store_parts(
            rows,
            texts,
            lambda number: Formula(declaration=declaration, place=places[number - 1], position=number),
        )

    def _store_numbered(self, model, parent, texts):
        belonging = {model.parent_field: parent}
        rows = {row.number: row for row in model.objects.filter(**belonging)}
        return self._store_parts(rows, texts, lambda number: model(**belonging, number=number, position=number))

    def _store_parts(self, rows, texts, new):
        self._leave(rows, texts)
        return sum(
            self._store_words(rows.get(number) or new(number), words | {"wording": Wording.OFFICIAL})
            for number, words in enumerate(texts, start=1)
        )

    def _leave(self, rows, texts):
        self.stored.left += [row for number, row in rows.items() if not 1 <= number <= len(texts)]

    def _store_title(self, record, title):
        return self._store_words(record, {"title": title})

    def _store_words(self, row, words):
        """Write the language's columns that differ; return 1 if there were any, else 0."""
        columns = {f"{name}_{self.language}": value for name, value in words.items()}
        different = {name: value for name, value in columns.items() if getattr(row, name) != value}
        for name, value in different.items():
            setattr(row, name, value)
        if not different:
            return 0
        self._save(row)
        return 1

    def _save(self, row):
        if not row._state.adding:
            self.stored.changed += 1
        elif self.language == FIRST_LANGUAGE:
            self.stored.created += 1
        else:
            raise ValidationError(_("Import the text in the first language before another one."))
        row.save()

    def _finish(self, record, written):
        """Publish what was written where readers see the record already, or where the import may publish it."""
        state = record.state_in(self.language)
        if (written and state == State.PUBLISHED) or (self.publishes and state == State.NEVER):
            mark_published(record, self.language)
            record.save()
            record_revision(record, dump(record), [self.language], None)
            self.stored.published += 1
        self.progress(record)


def _rich(passages):
    return [{"text": richtext.clean(passage.rich_text)} for passage in passages]


def _plain(passages):
    return [{"text": passage.text} for passage in passages]


def _with_remarks(objectives):
    """An objective without a remark in the file keeps the one an editor gave it."""
    return [
        {"text": objective.text} | ({"remark": objective.remark} if objective.remark else {})
        for objective in objectives
    ]
