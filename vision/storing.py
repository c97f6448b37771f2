"""Storing a parsed official text: rows are matched by their numbers, so their keys and links stay."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ots_portal import richtext
from ots_portal.languages import FIRST_LANGUAGE
from ots_portal.publishing.workflow import publish_together
from vision.kept_records import has_news, kept
from vision.models import Commitment, Declaration, Formula, Introduction, Objective, Pillar, Recital, Section
from vision.models.declaration import Wording

REFERENCE = "vision-2040"


@dataclass
class Stored:
    """What one import did; `left` are the rows that the text does not hold."""

    created: int = 0
    changed: int = 0
    drafts: int = 0
    published: int = 0
    left: list = field(default_factory=list)

    @property
    def is_nothing(self):
        return not (self.created or self.changed or self.published)


@transaction.atomic
def store(parsed, language, *, publish=False, progress=lambda record: None):
    """Bring the Vision to the parsed text in one language; what agrees already is not touched."""
    storing = _Storing(language, progress=progress)
    storing.store_declaration(parsed)
    if publish:
        storing.publish()
    return storing.stored


class _Storing:
    """Rows are kept by number, in a record's draft where it was ever published."""

    def __init__(self, language, *, progress):
        self.language = language
        self.progress = progress
        self.stored = Stored()
        self.records = []

    def store_declaration(self, parsed):
        existing = Declaration.objects.select_for_update().filter(reference=REFERENCE).first()
        own = kept(existing or Declaration(reference=REFERENCE), self.language)
        declaration = own.record
        self._store_title(own, parsed.title.text)
        self._store_introductions(own, _rich(parsed.introductions))
        self._store_formulas(own, _rich(parsed.formulas))
        self._store_numbered(own, "recitals", Recital, _rich(parsed.recitals))
        self._store_numbered(own, "commitments", Commitment, _plain(parsed.commitments))
        self._finish(own)
        self._store_pillars(declaration, parsed.pillars)

    def _store_pillars(self, declaration, parsed_pillars):
        pillars = Pillar.objects.filter(declaration_id=declaration.pk).select_for_update()
        rows = {pillar.number: pillar for pillar in pillars}
        self._leave(rows, parsed_pillars)
        for number, parsed in enumerate(parsed_pillars, start=1):
            new = Pillar(declaration_id=declaration.pk, number=number, reference=str(number))
            own = kept(rows.get(number) or new, self.language)
            self._store_title(own, parsed.title)
            self._finish(own)
            self._store_sections(own.record, parsed.sections)

    def _store_sections(self, pillar, parsed_sections):
        sections = Section.objects.filter(pillar_id=pillar.pk).select_for_update(of=("self",))
        rows = {section.number: section for section in sections}
        self._leave(rows, parsed_sections)
        for number, parsed in enumerate(parsed_sections, start=1):
            new = Section(pillar_id=pillar.pk, number=number, reference=f"{pillar.number}.{number}")
            own = kept(rows.get(number) or new, self.language)
            self._store_title(own, parsed.title)
            self._store_numbered(own, "objectives", Objective, _with_remarks(parsed.objectives))
            self._finish(own)

    def _store_introductions(self, own, texts):
        """Paragraphs carry no number: the order in which they stand is theirs."""
        rows = dict(enumerate(own.record.introductions.all(), start=1))
        self._store_parts(
            own, "introductions", rows, texts, lambda number: Introduction(declaration=own.record, position=number)
        )

    def _store_formulas(self, own, texts):
        places = Formula.Place.values
        rows = {places.index(formula.place) + 1: formula for formula in own.record.formulas.all()}
        self._store_parts(
            own,
            "formulas",
            rows,
            texts,
            lambda number: Formula(declaration=own.record, place=places[number - 1], position=number),
        )

    def _store_numbered(self, own, kind, model, texts):
        belonging = {model.parent_field: own.record}
        rows = {row.number: row for row in getattr(own.record, kind).all()}
        self._store_parts(own, kind, rows, texts, lambda number: model(**belonging, number=number, position=number))

    def _store_parts(self, own, kind, rows, texts, new):
        self._leave(rows, texts)
        for number, words in enumerate(texts, start=1):
            self._store_words(own, rows.get(number) or new(number), words | {"wording": Wording.OFFICIAL}, kind)

    def _leave(self, rows, texts):
        self.stored.left += [row for number, row in rows.items() if not 1 <= number <= len(texts)]

    def _store_title(self, own, title):
        self._store_words(own, own.record, {"title": title})

    def _store_words(self, own, row, words, kind=""):
        """Write the language's columns that differ."""
        columns = {f"{name}_{self.language}": value for name, value in words.items()}
        if different := own.differing(row, columns, kind):
            self._count(row)
            own.set(row, different, kind)

    def _count(self, row):
        if not row._state.adding:
            self.stored.changed += 1
        elif self.language == FIRST_LANGUAGE:
            self.stored.created += 1
        else:
            raise ValidationError(_("Import the text in the first language before another one."))

    def _finish(self, own):
        if own.finish():
            self.stored.drafts += 1
        self.records.append(own.record)
        self.progress(own.record)

    def publish(self):
        """Publish as one bundle what readers do not know yet, in this language."""
        records = [type(record)._base_manager.get(pk=record.pk) for record in self.records]
        news = [record for record in records if has_news(record, self.language)]
        publish_together([(record, [self.language]) for record in news], None)
        self.stored.published = len(news)


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
