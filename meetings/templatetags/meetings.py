"""Template tags of the pictures of meetings."""

from django import template
from django.utils.translation import override

from meetings.list_views import query_with
from ots_portal.publishing.reading import Words, words

register = template.Library()


@register.simple_tag
def mark_words(meeting):
    """All that a mark in a picture says, in the one language that its title is written in."""
    title, language = words(meeting, "title")
    with override(language):
        status = meeting.get_status_display() if meeting.is_only_planned else ""
        place = words(meeting.city, "name", language).text if meeting.city else ""
        facts = [meeting.get_kind_display(), status, place]
        return Words(f"{meeting.date_in_words}: {title} ({', '.join(filter(None, facts))})", language)


@register.simple_tag
def selection_with(meeting_filter, **values):
    """The query of the list of the same selection, with these values in place of its own."""
    return query_with(meeting_filter.selection, **values)
