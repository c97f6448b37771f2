from modeltranslation.translator import TranslationOptions, register

from ots_portal.publishing.translation import PublishableOptions
from vision import models


@register(models.Declaration)
class DeclarationOptions(PublishableOptions):
    fields = ("title", "lead", "status_line")


@register([models.Introduction, models.Formula, models.Recital, models.Commitment])
class DeclarationPartOptions(TranslationOptions):
    fields = ("text", "wording")
    empty_values = None


@register([models.Pillar, models.Section])
class StructureOptions(PublishableOptions):
    fields = ("title", "lead")


@register(models.Objective)
class ObjectiveOptions(TranslationOptions):
    fields = ("text", "wording", "remark")
    empty_values = None


@register(models.Evidence)
class EvidenceOptions(PublishableOptions):
    fields = ("note",)
