from modeltranslation.translator import TranslationOptions, register

from ots_portal.publishing.models import Link, SourceNote, Variant


class PublishableOptions(TranslationOptions):
    """The columns of every publishable record that exist once per language."""

    fields = ("slug", "published_at", "changed_at", "withdrawn_at", "notice", "sort_key")
    empty_values = None


@register(Link)
class LinkOptions(TranslationOptions):
    fields = ("label",)
    empty_values = None


@register(SourceNote)
class SourceNoteOptions(TranslationOptions):
    fields = ("note",)
    empty_values = None


@register(Variant)
class VariantOptions(TranslationOptions):
    fields = ("note",)
    empty_values = None
