"""The attributes of a tag in a form, printed as Django's own templates print them, at a tenth of the trouble."""

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe

register = template.Library()


@register.simple_tag
def attributes(values):
    """True is a name alone, False nothing; a form of the admin has two thousand of them."""
    return mark_safe("".join(attribute(*each) for each in (values or {}).items() if each[1] is not False))  # noqa: S308


def attribute(name, value):
    return f" {name}" if value is True else f' {name}="{conditional_escape(value)}"'
