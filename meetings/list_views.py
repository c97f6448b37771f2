"""The ways to look at the list of meetings, and the links from one to another that keep the selection."""

from typing import NamedTuple

from django.http import QueryDict
from django.utils.translation import pgettext_lazy

LIST, TIMELINE, MAP = "list", "timeline", "map"
NAMES = {
    LIST: pgettext_lazy("way to look at meetings", "List"),
    TIMELINE: pgettext_lazy("way to look at meetings", "Timeline"),
    MAP: pgettext_lazy("way to look at meetings", "Map"),
}


class ViewLink(NamedTuple):
    """A way to look at the same selection."""

    name: str
    query: str
    is_current: bool


def view_links(selection, current):
    return [
        ViewLink(name, query_with(selection, view=view_value(view)), view == current) for view, name in NAMES.items()
    ]


def view_value(view):
    """The list needs no value in an address."""
    return "" if view == LIST else view


def query_with(query, **values):
    """A query with these values in place of its own; an empty one takes a name out."""
    changed = QueryDict(query, mutable=True)
    for name, value in values.items():
        changed.setlist(name, [value] if value else [])
    return changed.urlencode()
