"""Showing terms in a text: each in <mark>, with what to write for it; the text's own mark-up stays whole."""

import html
import re

from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from ots_portal import richtext
from ots_portal.terms.matching import Entry, Hit, TermBase, normalized

_TAG = re.compile(r"(<[^>]*>)")
_INLINE = re.compile(r"</?(?:a|em|strong|sup|sub)\b")
_BLOCK_END = "\n"  # no term goes on beyond it


def marked(base: TermBase, text: str, language: str, target: str, *, is_rich: bool) -> str:
    """A text as HTML with its terms marked; rich text is cleaned first."""
    pieces = pieces_of(text, is_rich=is_rich)
    hits = base.hits("".join(plain for plain, _tag in pieces), language)
    shown, at = [], 0
    for plain, tag in pieces:
        shown.append(tag or with_marks(plain, at, hits, target))
        at += len(plain)
    return mark_safe("".join(shown))  # noqa: S308 - cleaned tags, and text that is escaped here


def pieces_of(text: str, *, is_rich: bool) -> list[tuple[str, str]]:
    """(what is read, the tag as it stands); text between tags has no tag."""
    if not is_rich:
        return [(normalized(text), "")]
    parts = _TAG.split(richtext.clean(text))
    return [(read_of(each), each if number % 2 else "") for number, each in enumerate(parts) if each]


def read_of(part: str) -> str:
    if not part.startswith("<"):
        return normalized(html.unescape(part))
    return "" if _INLINE.match(part) else _BLOCK_END


def with_marks(plain: str, at: int, hits: list[Hit], target: str) -> str:
    """The escaped text of a piece that begins at a place; a hit may have begun before it or go on after it."""
    shown, end = [], at
    for hit in hits:
        start, stop = max(hit.start, at), min(hit.end, at + len(plain))
        if start < stop:
            shown += [html.escape(plain[end - at : start - at]), mark(plain[start - at : stop - at], hit, stop, target)]
            end = stop
    return "".join([*shown, html.escape(plain[end - at :])])


def mark(text: str, hit: Hit, stop: int, target: str) -> str:
    """What to write is said once, at the end of the term."""
    if stop < hit.end:
        return format_html('<mark class="term">{}</mark>', text)
    advice = advice_of(hit.entries, target)
    if not advice:
        return format_html('<mark class="term">{}</mark>', text)
    shape = '<mark class="term" title="{}">{}<span class="visually-hidden" lang="{}"> ({})</span></mark>'
    return format_html(shape, advice, text, target, advice)


def advice_of(entries: tuple[Entry, ...], language: str) -> str:
    wordings = dict.fromkeys(filter(None, (entry.wording(language) for entry in entries)))
    return f" {_('or')} ".join(wordings)
