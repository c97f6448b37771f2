"""One page of a long list, whatever the address asks for."""

import re
from typing import NamedTuple

from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from ots_portal.listing.filters import shortened

PAGE_SIZE = 25
LONGEST_NUMBER = 6
NUMBER = re.compile("0*[1-9][0-9]*")


class PageLink(NamedTuple):
    """A page of the list by its number; where pages are left out, without a number."""

    number: int | None
    query: str
    is_current: bool


class CountedPaginator(Paginator):
    """Of rows whose number is known; a page is found by keys, so that rows of the pages before it are not read."""

    def __init__(self, rows, size, number):
        super().__init__(rows, size)
        self.count = number

    def _get_page(self, rows, number, paginator):
        return super()._get_page(self.object_list.filter(pk__in=rows.values("pk")), number, paginator)


def page_and_remarks(rows, given, size=PAGE_SIZE, *, number=None):
    """The page that the first given value asks for, or the nearest there is, and what to say about that."""
    paginator = Paginator(rows, size) if number is None else CountedPaginator(rows, size, number)
    asked = first_of(given)
    if not NUMBER.fullmatch(asked):
        return paginator.page(1), [_("“%(value)s” is not a page number and was ignored.") % {"value": shortened(asked)}]
    if len(asked) > LONGEST_NUMBER or int(asked) > paginator.num_pages:
        remark = _("There is no page %(number)s; this is the last one.") % {"number": shortened(asked)}
        return paginator.page(paginator.num_pages), [remark]
    return paginator.page(int(asked)), []


def first_of(given):
    return next((text.strip() for text in given if text.strip()), "1")


def asked_page(given):
    """The number that the first given value asks for, whether or not there is such a page."""
    asked = first_of(given)
    return int(asked) if NUMBER.fullmatch(asked) and len(asked) <= LONGEST_NUMBER else 1


def page_query(query, number):
    """The query of one page; the first one needs no number."""
    if number == 1:
        return query
    return f"{query}&page={number}" if query else f"page={number}"


def page_links(page, query):
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return [
        PageLink(number, page_query(query, number), number == page.number)
        if isinstance(number, int)
        else PageLink(None, "", is_current=False)
        for number in numbers
    ]


def paged(request, rows, query="", *, number=None):
    """The page of a list that the request asks for, and what its template says about it."""
    page, remarks = page_and_remarks(rows, request.GET.getlist("page"), number=number)
    request.known_query = page_query(query, page.number)
    return {"page": page, "page_links": page_links(page, query), "remarks": remarks}


def listing(request, filters):
    """The same of a filtered list."""
    shown = paged(request, filters.qs, filters.query, number=filters.total)
    return shown | {"filters": filters, "remarks": [*filters.remarks, *shown["remarks"]]}
