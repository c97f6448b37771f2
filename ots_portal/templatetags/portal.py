"""Template tags of every page: words in the right language, rich text, dates, addresses."""

from functools import cache, lru_cache

from django import template
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, get_language_info, pgettext
from django.utils.translation import gettext as _

from ots_portal import richtext
from ots_portal.labels import capitalized
from ots_portal.languages import FIRST_LANGUAGE, LANGUAGES
from ots_portal.partial_dates import PartialDate
from ots_portal.publishing.reading import name_of
from ots_portal.publishing.reading import words as words_of

register = template.Library()

# Published texts come again and again, and cleaning one takes as long as a query.
clean = lru_cache(maxsize=1024)(richtext.clean)


@register.simple_tag
def words(record, field):
    """A translated text; in a <span lang> of its own where it is not in the page's language."""
    return in_language(*words_of(record, field))


def in_language(text, language):
    if not text or language == get_language():
        return text
    return format_html('<span lang="{}">{}</span>', language, text)


@register.simple_tag
def text_in_language(words):
    """A text that comes with the language it is written in."""
    return in_language(*words)


@register.simple_tag
def plain_words(record, field):
    """A translated text without mark-up, for titles and attributes."""
    return words_of(record, field).text


@register.simple_tag
def other_words(record, field):
    """A translated text in the language that the page is not in, where it differs."""
    language = next(code for code in LANGUAGES if code != get_language())
    text, language = words_of(record, field, language)
    return "" if text == words_of(record, field).text else in_language(text, language)


@register.simple_tag
def rich_words(record, field):
    """A translated rich text, cleaned again; in a <div lang> of its own where it is not in the page's language."""
    html, language = words_of(record, field)
    cleaned = mark_safe(in_page_language(clean(html)))  # noqa: S308 - the cleaner is what makes it safe
    if not html or language == get_language():
        return cleaned
    return format_html('<div class="flow" lang="{}">{}</div>', language, cleaned)


def in_page_language(html):
    """A text names records by reference, /r/meeting/dia-3/; its links keep the language that the reader is in."""
    return html.replace('href="/r/', f'href="/r/{get_language()}/')


@register.simple_tag
@cache
def shape(kind, is_hollow):
    """The shape of a kind of meeting; drawn once, as many a page shows hundreds."""
    return render_to_string("shared/_shape.html", {"kind": kind, "is_hollow": is_hollow})


@register.filter
def capital(text):
    return capitalized(text)


@register.filter
def is_foreign(record):
    """Is this record not published in the page's language, so that its text stands in the first one?"""
    return not record.is_published_in(get_language())


@register.simple_tag
def language_tag(record):
    """In lists: says that what the link leads to is only there in the first language."""
    return format_html('<span class="tag">{}</span>', _("in Turkish")) if is_foreign(record) else ""


@register.simple_tag
def record_name(record):
    """What a record is called, marked with its language where that is not the page's."""
    return in_language(*name_of(record))


@register.filter
def type_name(record):
    return record._meta.verbose_name


@register.filter
def type_key(record):
    """The type as it stands in citations and in data-type."""
    return record._meta.model_name


@register.filter
def language_in_words(code):
    """The name of a language; an unknown code stays as it is."""
    try:
        return get_language_info(code)["name_translated"]
    except KeyError:
        return code


@register.simple_tag
def partial_time(date):
    """A date as precise as it is known, for people and for machines."""
    return format_html('<time datetime="{}">{}</time>', date, date.in_words(get_language())) if date else ""


@register.simple_tag
def as_of(figure):
    """When a number held, and whether that was only inferred."""
    text = format_html(_("as of %(date)s").replace("%(date)s", "{}"), partial_time(figure.as_of))
    return format_html("{} {}", text, _("(date inferred)")) if figure.is_as_of_inferred else text


@register.simple_tag
def period(start, end):
    """From when until when, each as precise as it is known; in Turkish a year is followed by another word than a day."""
    if start and end:
        dash = " – " if start.month or end.month else "–"
        return format_html("{}{}{}", partial_time(start), dash, partial_time(end))
    if start:
        text = _("since %(first)s") if start.month else pgettext("a year", "since %(first)s")
        return format_html(text.replace("%(first)s", "{}"), partial_time(start))
    text = _("until %(last)s") if end.month else pgettext("a year", "until %(last)s")
    return format_html(text.replace("%(last)s", "{}"), partial_time(end))


@register.simple_tag
def meeting_time(meeting):
    """A meeting's date, the year on a line of its own where there is room."""
    text = meeting.date_in_words
    if not text:
        return format_html('<span class="meeting-row-year">{}</span>', _("Date not recorded"))
    day, _space, year = text.rpartition(" ")
    if meeting.start.year != meeting.end.year:
        day, year = text, ""
    return format_html(
        '<time datetime="{}"><span>{}</span> <span class="meeting-row-year">{}</span></time>',
        meeting.date_for_machines,
        day or year,
        year if day else "",
    )


@register.filter
def lies_ahead(meeting):
    return not meeting.has_passed(timezone.localdate()) and meeting.start is not None


@register.simple_tag
def citation_address(record):
    return reverse("citation", args=[record._meta.model_name, record.reference])


@register.simple_tag(takes_context=True)
def edit_address(context, record):
    """Where signed-in staff edit the record; "" for everybody else, without touching anybody's session."""
    request = context.get("request")
    if request is None or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return ""
    meta = record._meta
    if not request.user.is_staff or not request.user.has_perm(f"{meta.app_label}.change_{meta.model_name}"):
        return ""
    try:
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[record.pk])
    except NoReverseMatch:
        return ""


@register.simple_tag
def withdrawn_words(record):
    """Title, notice and date of a withdrawn record, in the page's language if it was ever published in it."""
    language = get_language()
    if not getattr(record, f"published_at_{language}"):
        language = FIRST_LANGUAGE
    title, notice = record.name_in(language), getattr(record, f"notice_{language}")
    notice_language = language if notice else FIRST_LANGUAGE
    return {
        "plain_title": title,
        "title": in_language(title, language),
        "notice": in_language(notice or getattr(record, f"notice_{FIRST_LANGUAGE}") or "", notice_language),
        "date": timezone.localtime(getattr(record, f"withdrawn_at_{FIRST_LANGUAGE}")),
    }


@register.simple_tag
def shown_links(record):
    return [link for link in record.links.all() if link.is_shown]


@register.simple_tag
def fact_name(record, path):
    """The fact that a source speaks of, as its field is called."""
    try:
        field = record._meta.get_field(path.partition(".")[0].partition("[")[0])
    except FieldDoesNotExist:
        return path
    return field.related_model._meta.verbose_name_plural if field.one_to_many else field.verbose_name


@register.simple_tag
def chosen_value(record, path):
    """What the portal itself says of a fact, where that is one plain value; words in the language of the sources."""
    if path in {"start", "end", "date"} and hasattr(record, "date_in_words"):
        return record.date_in_words
    if hasattr(record, f"{path}_{FIRST_LANGUAGE}"):
        return in_language(getattr(record, f"{path}_{FIRST_LANGUAGE}") or "", FIRST_LANGUAGE)
    value = getattr(record, f"get_{path}_display", lambda: getattr(record, path, None))()
    if isinstance(value, PartialDate):
        return value.in_words(get_language())
    return value if isinstance(value, (str, int)) and not isinstance(value, bool) else ""


@register.filter
def legible(value):
    """A value from a source, in the sources' language; a date in figures is written out."""
    try:
        return PartialDate.from_iso(value).in_words(get_language())
    except ValueError:
        return in_language(value, FIRST_LANGUAGE)
