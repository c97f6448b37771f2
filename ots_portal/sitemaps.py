"""The list of pages for search engines: per language what is published in it, on our own origin."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import Max
from django.template.response import TemplateResponse
from django.urls import reverse

from ots_portal.navigation import TARGETS, TYPES
from ots_portal.publishing.publishable import FIRST_LANGUAGE, LANGUAGES


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


class RecordSitemap(PortalSitemap):
    def __init__(self, model, related):
        self.model, self.related = model, related

    def items(self):
        return self.model.objects.readable().select_related(*self.related).order_by("pk")

    def get_languages_for_item(self, record):
        return record.published_languages

    def get_latest_lastmod(self):
        times = self.model.objects.readable().aggregate(*(Max(f"changed_at_{code}") for code in LANGUAGES)).values()
        return max(filter(None, times), default=None)

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
        {"location": settings.ORIGIN + reverse("sitemap_section", args=[name]), "last_mod": part.get_latest_lastmod()}
        for name, part in SITEMAPS.items()
    ]
    return TemplateResponse(request, "sitemap_index.xml", {"sitemaps": sitemaps}, content_type="application/xml")
