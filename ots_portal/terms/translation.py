from modeltranslation.translator import TranslationOptions, register

from ots_portal.terms.models import Term


@register(Term)
class TermOptions(TranslationOptions):
    fields = ("wording", "also", "abbreviation", "forbidden", "note", "sort_key")
    empty_values = None
