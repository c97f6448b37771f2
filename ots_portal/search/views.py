"""The page of results, and what the box suggests while one types."""

from functools import partial

from django.http import JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from ots_portal.labels import capitalized
from ots_portal.listing.paging import asked_page, page_and_remarks, page_links, page_query
from ots_portal.search.narrowing import Chosen, chips, kind_name, offered
from ots_portal.search.searching import PER_PAGE, search, suggest

EXAMPLES = [_("extraordinary meetings of foreign ministers"), _("Istanbul 2021"), _("Vision 2040"), _("energy")]


@never_cache
def result_list(request):
    chosen, given = Chosen(request.GET), request.GET.getlist("page")
    results, page, remarks = found(chosen, given)
    request.known_query = page_query(chosen.query(), page.number)
    offers = offered(chosen, results)
    context = {
        "searched_text": chosen.text,
        "chosen": chosen,
        "results": results,
        "offered": offers,
        "narrows": bool(chosen) or any(len(options) > 1 for options in offers.values()),
        "chips": list(chips(chosen, results, offers)),
        "literal_query": chosen.query(is_literal=True),
        "text_query": chosen.query(type=[], area=[], year=[]),
        "examples": [(text, chosen.query(text=text)) for text in EXAMPLES],
        "page": page,
        "page_links": page_links(page, chosen.query()),
        "remarks": [*chosen.remarks, *remarks],
    }
    return render(request, "search/result_list.html", context)


def found(chosen, given):
    """The results of the page that was asked for, or of the last one there is."""
    asked = partial(search, chosen.text, get_language(), filters=chosen.filters, is_literal=chosen.is_literal)
    results = asked(page=asked_page(given))
    page, remarks = page_and_remarks(range(results.total), given, PER_PAGE)
    if page.number != results.page:
        results = asked(page=page.number)
    return results, page, remarks


def suggestion_list(request):
    found = suggest(request.GET.get("q", ""), get_language())
    suggestions = [
        {
            "title": each.title,
            "language": "" if each.title_language == get_language() else each.title_language,
            "kind": capitalized(str(kind_name(each.kind))),
            "address": each.url,
        }
        for each in found
    ]
    status = ngettext("%(number)d suggestion", "%(number)d suggestions", len(found)) % {"number": len(found)}
    return JsonResponse({"suggestions": suggestions, "status": status})
