from modeltranslation.translator import TranslationOptions, register

from cooperation import models
from ots_portal.publishing.translation import PublishableOptions


class PlainOptions(TranslationOptions):
    """Tables and parts: an empty text is NULL in its column."""

    empty_values = None


@register(models.Area)
class AreaOptions(PublishableOptions):
    fields = ("name", "lead", "body")


@register(models.Topic)
class TopicOptions(PublishableOptions):
    fields = ("name", "summary", "body")


@register(models.Statistic)
class StatisticOptions(PlainOptions):
    fields = ("label",)


@register(models.Institution)
class InstitutionOptions(PublishableOptions):
    fields = ("name", "abbreviation", "summary")


@register(models.Person)
class PersonOptions(PublishableOptions):
    fields = ("description",)


@register(models.State)
class StateOptions(PublishableOptions):
    fields = ("name", "body")


@register(models.OrganisationName)
class OrganisationNameOptions(PlainOptions):
    fields = ("name", "short_form")


@register(models.Country)
class CountryOptions(PlainOptions):
    fields = ("name",)


@register(models.City)
class CityOptions(PlainOptions):
    fields = ("name",)


@register(models.Document)
class DocumentOptions(PublishableOptions):
    fields = ("title", "summary", "version_note")
