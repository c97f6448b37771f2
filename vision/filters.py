"""What the Vision adds to the filters of meetings."""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from meetings.filters import of_meeting
from ots_portal.listing.filters import Choice, ValuesFilter
from ots_portal.publishing.reading import words
from vision.models import Evidence, Pillar


def pillar_choices():
    return [pillar_choice(pillar) for pillar in Pillar.objects.readable()]


def pillar_choice(pillar):
    title, language = words(pillar, "title")
    return Choice(pillar.reference, f"{pillar.number}. {title}", language)


def serving_pillars(meetings, name, references):
    """Meetings that evidence says served an objective of one of the pillars."""
    evidence = Evidence.objects.readable().filter(
        meeting=OuterRef("pk"), objective__section__pillar__reference__in=references
    )
    return meetings.filter(Exists(evidence))


PILLAR = ValuesFilter(
    label=_("Pillar of the Vision"),
    choices=pillar_choices,
    method=serving_pillars,
    counts=lambda: of_meeting(Evidence.objects.readable(), "objective__section__pillar__reference"),
    refusal=_("“%(value)s” is not a known pillar of the Vision and was ignored."),
)
