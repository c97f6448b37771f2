"""The list of pages for search engines: per language what is published in it, on our own origin."""

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap
from django.core.paginator import Paginator
from django.db.models import Count, Max
from django.template.response import TemplateResponse
from django.urls import reverse

from ots_portal.languages import FIRST_LANGUAGE, LANGUAGES
from ots_portal.navigation import TARGETS, TYPES

NUMBER = re.compile("[1-9][0-9]{0,5}")


class PortalSitemap(Sitemap):
    i18n = True
    alternates = True

    def get_protocol(self, protocol=None):
        return urlsplit(settings.ORIGIN).scheme

    def get_domain(self, site=None):
        return urlsplit(settings.ORIGIN).netloc

    def get_urls(self, page=1, site=None, protocol=None):
        """As Django does it, with x-default on the first language's own address."""
        urls = super().get_urls(page=page, site=site, protocol=protocol)
        for url in urls:
            first = [each for each in url["alternates"] if each["lang_code"] == FIRST_LANGUAGE]
            if len(url["alternates"]) > 1:
                url["alternates"] += [each | {"lang_code": "x-default"} for each in first]
            else:
                url["alternates"] = []
        return urls

    def told(self):
        """How many pages there are, and when something on them changed last."""
        return 1, None


class PagesInLanguages(Paginator):
    """Of records, of which a page names the address in each language they are published in."""

    def _get_page(self, records, number, paginator):
        pairs = [(record, language) for record in records for language in record.published_languages]
        return super()._get_page(pairs, number, paginator)


class RecordSitemap(PortalSitemap):
    limit = 1_000  # records on a page; Django would read all there are for each page

    def __init__(self, model, related):
        self.model, self.related = model, related

    @property
    def paginator(self):
        return PagesInLanguages(self.items(), self.limit)

    def items(self):
        return self.model.objects.readable().select_related(*self.related).order_by("pk")

    def get_languages_for_item(self, record):
        return record.published_languages

    def told(self):
        times = {f"changed_{code}": Max(f"changed_at_{code}") for code in LANGUAGES}
        found = self.model.objects.readable().aggregate(number=Count("pk"), **times)
        number = found.pop("number")
        return max(1, -(-number // self.limit)), max(filter(None, found.values()), default=None)

    def get_urls(self, page=1, site=None, protocol=None):
        """With the date of the last publication in the very language."""
        urls = super().get_urls(page=page, site=site, protocol=protocol)
        for url in urls:
            record, language = url["item"]
            url["lastmod"] = getattr(record, f"changed_at_{language}")
        return urls


class ListSitemap(PortalSitemap):
    def items(self):
        return ["home", *(name for name in TARGETS.values() if not name.endswith("_detail"))]

    def get_languages_for_item(self, name):
        return LANGUAGES

    def location(self, name):
        return reverse(name)


SITEMAPS = {"lists": ListSitemap()} | {kind: RecordSitemap(*known) for kind, known in TYPES.items()}


def sitemap_index(request):
    """Which sitemap holds which type; on our own origin, whatever host the request names."""
    sitemaps = [
        {"location": settings.ORIGIN + reverse("sitemap_section", args=[name]) + page_query(page), "last_mod": changed}
        for name, part in SITEMAPS.items()
        for number, changed in [part.told()]
        for page in range(1, number + 1)
    ]
    return TemplateResponse(request, "sitemap_index.xml", {"sitemaps": sitemaps}, content_type="application/xml")


def sitemap_section(request, section):
    page = request.GET.get("p", "")
    request.known_query = page_query(int(page)).removeprefix("?") if NUMBER.fullmatch(page) else ""
    return sitemap(request, SITEMAPS, section)


def page_query(page):
    return f"?p={page}" if page > 1 else ""
