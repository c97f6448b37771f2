"""What search engines, messengers and readers who report mistakes get to know of a page."""

import json
import re
from functools import cache
from html import unescape
from urllib.parse import quote

from babel.core import Locale, get_global
from django import template
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, strip_tags
from django.utils.safestring import mark_safe
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ots_portal.languages import FIRST_LANGUAGE, LANGUAGES
from ots_portal.publishing.reading import words

register = template.Library()

LONGEST_DESCRIPTION = 200
NEW_LINE = "\r\n"
WRITTEN_AS = {"en": "en_GB"}  # where it is not the spelling of most of its speakers
# A word ends with its element, except within a line: “the <a>Summit</a>, …”.
END_OF_WORD = re.compile(r"</(?!(?:a|em|strong|sup|sub)>)")
# As Django's json_script does: nothing in a text can end the element.
ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.inclusion_tag("shared/_sharing.html", takes_context=True)
def sharing(context):
    """Description and preview of the page; its words are those of its own blocks, said once."""
    title, description = block_in_words(context, "title"), block_in_words(context, "description")
    language, picture = get_language(), picture_in(get_language())
    return {
        "title": title,
        "description": Truncator(description or general_description(title)).chars(LONGEST_DESCRIPTION),
        "address": context["addresses"].get("canonical"),
        "kind": "article" if hasattr(context.get("request"), "record") else "website",
        "picture": absolute(static(picture)),
        "locale": locale(language),
        "other_locales": [locale(code) for code in LANGUAGES if code != language],
    }


@cache
def picture_in(language):
    """A language without a picture of its own shares that of the first one."""
    own = f"images/share-{language}.png"
    return own if finders.find(own) else f"images/share-{FIRST_LANGUAGE}.png"


@cache
def locale(language):
    """The language as it is written where most of its speakers live: "tr" is "tr_TR"."""
    likely = Locale.parse(get_global("likely_subtags").get(language, language))
    return WRITTEN_AS.get(language) or "_".join(filter(None, [likely.language, likely.territory]))


@register.simple_tag(takes_context=True)
def mistake_address(context):
    """A mail to whoever runs the portal, with what they need to find the page; "" where there is nobody to write to."""
    request, address = context.get("request"), context["addresses"].get("canonical")
    if not settings.CONTACT_EMAIL or not address or getattr(request, "has_failed", False):
        return ""
    title = block_in_words(context, "title")
    record = getattr(request, "record", None)
    lines = [title, address, *([f"{_('Reference')}: {record.reference}"] if record else []), "", _("The mistake:"), ""]
    subject = _("Mistake on the page “%(title)s”") % {"title": title}
    return f"mailto:{settings.CONTACT_EMAIL}?subject={quote(subject)}&body={quote(NEW_LINE.join(lines))}"


@register.simple_tag
def structured_data(data):
    """Facts for machines in the vocabulary of schema.org; a block of data, which no browser runs."""
    if not data:
        return ""
    text = json.dumps({"@context": "https://schema.org"} | data, cls=DjangoJSONEncoder, ensure_ascii=False)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text.translate(ESCAPES)))  # noqa: S308


@register.simple_tag(takes_context=True)
def breadcrumb_data(context):
    """The way to the page, as the breadcrumb prints it, and the page itself."""
    if not context["addresses"].get("canonical"):  # a preview, whose address may not exist yet
        return ""
    steps = [(reverse("home"), _("Home page")), *steps_between(context)]
    items = [
        {"@type": "ListItem", "position": position, "name": in_words(label), "item": absolute(address)}
        for position, (address, label) in enumerate(steps, start=1)
    ]
    return structured_data({"@type": "BreadcrumbList", "itemListElement": items}) if len(items) > 1 else ""


def steps_between(context):
    if context.get("trail"):
        yield from context["trail"]
    elif menu_item := context.get("menu_item"):
        yield menu_item["address"], menu_item["label"]
    for record in (context.get("parent"), getattr(context.get("request"), "record", None)):
        if record:
            yield record.get_absolute_url(), words(record, record.naming_field).text or str(record)


def organisation():
    return {"@type": "Organization", "name": _("Organization of Turkic States"), "url": absolute(reverse("home"))}


def website():
    """The portal as search engines may show it, with a box that leads into its own search."""
    target = f"{absolute(reverse('search:result_list'))}?q={{search_term_string}}"
    action = {"@type": "SearchAction", "target": {"@type": "EntryPoint", "urlTemplate": target}}
    return {
        "@type": "WebSite",
        "name": _("Organization of Turkic States"),
        "url": absolute(reverse("home")),
        "potentialAction": action | {"query-input": "required name=search_term_string"},
    }


def general_description(title):
    text = _("The Organization’s areas of cooperation, its meetings and its common vision, with their sources.")
    return f"{title}: {text}"


def block_in_words(context, name):
    """The text of a block of the page, wherever base.html needs it once more."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    block = blocks and blocks.get_block(name)
    return in_words(block.render(context)) if block else ""


def in_words(html):
    return " ".join(unescape(strip_tags(END_OF_WORD.sub(" </", str(html)))).split())


def absolute(address):
    return f"{settings.ORIGIN}{address}"
