"""What the Vision adds to the filters of meetings."""

from django.db.models import Exists, F, OuterRef, TextField, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from ots_portal.listing.counting import Rows
from ots_portal.listing.filters import Choice, ValuesFilter, records_as_choices
from ots_portal.listing.linked_filters import LinkedFilter
from ots_portal.publishing.reading import words
from vision.models import Evidence, Objective, Pillar, Section


@records_as_choices
def pillar_choices():
    return [pillar_choice(pillar) for pillar in Pillar.objects.readable()]


def pillar_choice(pillar):
    title, language = words(pillar, "title")
    return Choice(pillar.reference, f"{pillar.number}. {title}", language, str(pillar.pk))


def serving_pillars(meetings, name, references):
    """Meetings that evidence says served an objective of one of the pillars."""
    evidence = Evidence.objects.readable().filter(
        meeting=OuterRef("pk"), objective__section__pillar__reference__in=references
    )
    return meetings.filter(Exists(evidence))


def pillars_served():
    return Rows(Evidence.objects.readable(), "meeting", F("objective__section__pillar"), may_repeat=True)


PILLAR = ValuesFilter(
    label=_("Pillar of the Vision"),
    choices=pillar_choices,
    method=serving_pillars,
    counts=pillars_served,
    refusal=_("“%(value)s” is not a known pillar of the Vision and was ignored."),
)


def objective_choices(codes):
    return [Choice(each.code, each.code, key=str(each.pk)) for each in objectives_of(codes)]


def objectives_of(codes):
    """Objectives of readable sections by their codes, such as 2.4.1."""
    known = Objective.objects.filter(section__in=Section.objects.readable()).annotate(
        address=Concat("section__reference", Value("."), "number", output_field=TextField())
    )
    return known.filter(address__in=codes).select_related("section")


def serving_objectives(meetings, name, codes):
    if not codes:
        return meetings
    evidence = Evidence.objects.readable().filter(meeting=OuterRef("pk"), objective__in=objectives_of(codes))
    return meetings.filter(Exists(evidence))


OBJECTIVE = LinkedFilter(label=_("Objective of the Vision"), choices=objective_choices, method=serving_objectives)
