"""Template tags of the results of a search."""

from django import template
from django.utils.html import format_html
from django.utils.translation import get_language

from ots_portal.search.narrowing import kind_name
from ots_portal.templatetags.portal import in_language

register = template.Library()
register.filter("kind_name", kind_name)


@register.simple_tag
def hit_title(hit):
    return in_language(hit.title, hit.title_language)


@register.simple_tag
def hit_snippet(hit):
    """The sentence with the marks, which is safe already; marked with its language where that is not the page's."""
    if hit.snippet_language in ("", get_language()):
        return format_html("<p>{}</p>", hit.snippet) if hit.snippet else ""
    return format_html('<p lang="{}">{}</p>', hit.snippet_language, hit.snippet)


@register.filter
def is_elsewhere(hit):
    """Is what the hit leads to only there in the first language?"""
    return hit.title_language not in ("", get_language())
