"""The home page, what stands outside the languages, and the pages of errors."""

from collections import Counter

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, get_language_from_request, override
from django.views.decorators.cache import never_cache
from django.views.decorators.vary import vary_on_headers

from cooperation.models import Area, Statistic, Topic
from meetings.data import VOCABULARIES, explained, with_everything
from meetings.feeds import MOST_ENTRIES
from meetings.filters import MeetingFilter
from meetings.models import CountClaim, Meeting, Series
from meetings.selections import selection_addresses
from meetings.yearly import yearly
from ots_portal.context_processors import portal
from ots_portal.languages import LANGUAGES
from ots_portal.listing.paging import paged
from ots_portal.navigation import cited_address, standard_menus
from ots_portal.page_cache.knowing import known
from ots_portal.publishing.recent_changes import recent_changes, recent_revisions
from ots_portal.templatetags.sharing import organisation, website
from vision.models import Declaration, Pillar

LATEST = 4
FIGURES = 4
CLOSED = ("admin:index", "account_login")


@vary_on_headers("Accept-Language")
def root(request):
    return redirect("home")


def robots(request):
    lines = ["User-agent: *", "Disallow: /yonetim/"]
    lines += [f"Disallow: {reverse_in(language, name)}" for language, _name in settings.LANGUAGES for name in CLOSED]
    lines += ["", f"Sitemap: {settings.ORIGIN}{reverse('sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def reverse_in(language, name):
    with override(language):
        return reverse(name)


@vary_on_headers("Accept-Language")
def citation(request, kind, reference):
    address = cited_address(kind, reference)
    if address is None:
        raise Http404
    return redirect(address)


def citation_in(request, language, kind, reference):
    """A citation from within a text, in the language of the page that it stands on."""
    if language not in LANGUAGES:
        raise Http404
    with override(language):
        return citation(request, kind, reference)


@never_cache
def own_admin(request):
    """The administration in the language of whoever is signed in."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
        with override(request.user.language):
            return redirect("admin:index")
    return redirect("admin:index")


def home(request):
    meetings = Meeting.objects.readable().own().as_rows()
    claims = CountClaim.objects.filter(series__in=Series.objects.readable()).select_related("series")
    statistics = Statistic.objects.filter(topic__in=Topic.objects.readable()).select_related("topic__area")[:FIGURES]
    groups = known(("meetings by year",), Meeting.objects.readable().own().by_years)
    pillars = Pillar.objects.readable().with_counts()
    context = {
        "organisation": organisation(),
        "website": website(),
        "latest_meetings": meetings.held().newest_first()[:LATEST],
        "coming_meetings": coming(meetings),
        "meeting_counts": by_status(groups),
        "years": yearly(groups),
        "undated": sum(group.number for group in groups if not group.first),
        "areas": Area.objects.readable().order_by("position", "reference"),
        "declaration": Declaration.objects.readable().first(),
        "pillars": pillars,
        "objective_count": sum(pillar.objective_count for pillar in pillars),
        "statistics": statistics,
        "count_claims": claims.order_by("-as_of", "-count", "pk")[: FIGURES - len(statistics)],
    }
    return render(request, "home.html", context)


def by_status(groups):
    counts = Counter()
    for group in groups:
        counts[group.status] += group.number
    return counts


def recent_change_list(request):
    context = paged(request, recent_revisions(get_language()))
    changes = recent_changes(context["page"], get_language())
    return render(request, "recent_change_list.html", context | {"changes": changes})


def coming(meetings):
    planned = meetings.filter(status=Meeting.Status.PLANNED, end__gte=timezone.localdate())
    return planned.order_by("start", "reference")[:LATEST]


def open_data(request):
    meetings = Meeting.objects.readable()
    fullest = known(("fullest meeting",), meetings.held().most_outcomes_first().values_list("pk", flat=True).first)
    context = {
        "fields": explained(with_everything(meetings).filter(pk=fullest).first()),
        "parameters": MeetingFilter({}, queryset=meetings).counted_fields,
        "vocabularies": [(name, vocabulary.choices) for name, vocabulary in VOCABULARIES.items()],
        "endings": ", ".join(f"_{code}" for code in LANGUAGES),
        "most_entries": MOST_ENTRIES,
        "selection": selection_addresses(),
        "example": selection_addresses("kind=extraordinary&status=held"),
    }
    return render(request, "open_data.html", context)


def bad_request(request, exception=None):
    return failure(request, 400)


def permission_denied(request, exception=None):
    return failure(request, 403)


def page_not_found(request, exception=None):
    return failure(request, 404)


def server_error(request):
    return failure(request, 500)


def failure(request, status):
    """An error's page in the language of the address; it asks neither database nor session."""
    request.has_failed = True
    with override(get_language_from_request(request, check_path=True)):
        context = portal(request) | {"menus": standard_menus(request.path)}
        return HttpResponse(render_to_string(f"{status}.html", context), status=status)
