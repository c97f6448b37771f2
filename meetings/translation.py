from modeltranslation.translator import TranslationOptions, register

from meetings import models
from ots_portal.publishing.translation import PublishableOptions


class PartOptions(TranslationOptions):
    """Parts: an empty text is NULL in its column."""

    empty_values = None


@register(models.Series)
class SeriesOptions(PublishableOptions):
    fields = ("name", "abbreviation", "summary", "periodicity")


@register(models.CountClaim)
class CountClaimOptions(PartOptions):
    fields = ("note",)


@register(models.Meeting)
class MeetingOptions(PublishableOptions):
    fields = ("title", "venue", "theme", "body")


@register(models.AgendaItem)
class AgendaItemOptions(PartOptions):
    fields = ("text",)


@register(models.Participation)
class ParticipationOptions(PartOptions):
    fields = ("office",)


@register(models.Outcome)
class OutcomeOptions(PartOptions):
    fields = ("text",)
