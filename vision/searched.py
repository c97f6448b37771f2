"""How the declaration, its paragraphs, the pillars, sections and objectives are found."""

from django.db.models import Prefetch
from django.utils.translation import get_language, gettext

from cooperation.models import Area
from ots_portal import richtext
from ots_portal.publishing.reading import Words, words
from ots_portal.search import sources
from ots_portal.search.sources import Item
from ots_portal.search.wording import other_names, said, texts_of
from vision.models import Commitment, Declaration, Objective, Pillar, Recital, Section


def register():
    sources.register(Declaration, records=declarations, describe=describe_declaration)
    sources.register(Pillar, records=pillars, describe=describe_pillar)
    sources.register(
        Section, records=sections, describe=describe_section, depends=[(Pillar, "pillar"), (Area, "areas")]
    )
    sources.register_kinds(
        declaration=Declaration,
        recital=Recital,
        commitment=Commitment,
        pillar=Pillar,
        section=Section,
        objective=Objective,
    )


def declarations():
    return Declaration.objects.readable().prefetch_related("introductions", "formulas", "recitals", "commitments")


def pillars():
    return Pillar.objects.readable().select_related("declaration")


def sections():
    areas = Prefetch("areas", Area.objects.readable())
    return Section.objects.readable().select_related("pillar").prefetch_related("objectives", areas)


def describe_declaration(declaration):
    loose = [*declaration.introductions.all(), *declaration.formulas.all()]
    yield Item(
        kind="declaration",
        reference=declaration.reference,
        title=words(declaration, "title"),
        names=other_names(declaration, "title"),
        url=declaration.get_absolute_url(),
        text=texts_of(declaration, "lead", "status_line", more=[text for each in loose for text in said(each, "text")]),
    )
    for kind, title, paragraphs in (
        ("recital", gettext("Recital %(number)s"), declaration.recitals.all()),
        ("commitment", gettext("Commitment %(number)s"), declaration.commitments.all()),
    ):
        for each in paragraphs:
            yield paragraph(kind, title % {"number": each.number}, each, declaration.get_absolute_url())


def describe_pillar(pillar):
    yield Item(
        kind="pillar",
        reference=pillar.reference,
        title=words(pillar, "title"),
        names=other_names(pillar, "title"),
        url=pillar.get_absolute_url(),
        text=texts_of(pillar, "lead"),
    )


def describe_section(section):
    areas = [area.reference for area in section.areas.all()]
    yield Item(
        kind="section",
        reference=section.reference,
        title=words(section, "title"),
        names=other_names(section, "title"),
        url=section.get_absolute_url(),
        text=texts_of(section, "lead"),
        facets={"area": areas},
    )
    for each in section.objectives.all():
        title = gettext("Objective %(code)s") % {"code": each.code}
        yield paragraph("objective", title, each, section.get_absolute_url(), areas=areas)


def paragraph(kind, title, each, address, *, areas=()):
    """One numbered paragraph: its own words are all it has."""
    reference = getattr(each, "code", None) or each.reference
    text = words(each, "text")
    wording = getattr(each, f"wording_{text.language}") if text.text else ""
    return Item(
        kind=kind,
        reference=reference,
        part=f"{kind}/{each.pk}",
        title=Words(title, get_language()),
        url=f"{address}#{reference}",
        text=Words(richtext.as_text(text.text), text.language),
        is_official=wording == "official" if wording else None,
        facets={"area": areas},
    )
