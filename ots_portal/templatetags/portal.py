"""Template tags of every page: words in the right language, rich text, dates, addresses in other languages."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from ots_portal import richtext
from ots_portal.publishing.reading import words as words_of

register = template.Library()


@register.simple_tag
def words(record, field):
    """A translated text; in a <span lang> of its own where it is not in the page's language."""
    text, language = words_of(record, field)
    if not text or language == get_language():
        return text
    return format_html('<span lang="{}">{}</span>', language, text)


@register.simple_tag
def plain_words(record, field):
    """A translated text without mark-up, for titles and attributes."""
    return words_of(record, field).text


@register.simple_tag
def rich_words(record, field):
    """A translated rich text, cleaned again; in a <div lang> of its own where it is not in the page's language."""
    html, language = words_of(record, field)
    cleaned = mark_safe(richtext.clean(html))  # noqa: S308 - the cleaner is what makes it safe
    if not html or language == get_language():
        return cleaned
    return format_html('<div lang="{}">{}</div>', language, cleaned)
