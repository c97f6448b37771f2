"""What the Vision adds to the filters of meetings."""

from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext_lazy as _

from ots_portal.listing.counting import Rows
from ots_portal.listing.filters import Choice, ValuesFilter, records_as_choices
from ots_portal.publishing.reading import words
from vision.models import Evidence, Pillar


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
