"""Django's filter `capfirst`, right in Turkish; a built-in of our templates, so that the admin's own use it too."""

from django import template
from django.template.defaultfilters import stringfilter

from ots_portal.labels import capitalized

register = template.Library()


@register.filter(is_safe=True)
@stringfilter
def capfirst(text):
    return capitalized(text)
