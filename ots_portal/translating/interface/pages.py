"""The page of the interface strings that a language lacks, and the files in which translators get them."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from ots_portal.languages import LANGUAGES
from ots_portal.translating.interface.strings import as_csv, as_po, lack, source_of

PAGE_SIZE = 100
FILES = {"csv": (as_csv, "text/csv"), "po": (as_po, "text/x-gettext-translation")}


class InterfacePages:
    """A mixin of the worklist's ModelAdmin; nothing is written here, because the catalogues come with the code."""

    def get_urls(self):
        page, file = map(self.admin_site.admin_view, (self.interface_view, self.interface_file_view))
        return [
            path("interface/", page, name="translating_task_interface"),
            path("interface/<slug:language>.<slug:kind>", file, name="translating_task_interface_file"),
            *super().get_urls(),
        ]

    def interface_view(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied
        languages = [(code, name, lack(code)) for code, name in settings.LANGUAGES]
        fullest = max(languages, key=lambda language: len(language[2].missing))[0]
        asked = request.GET.get("language")
        language = asked if asked in LANGUAGES else fullest
        context = {
            "title": _("Strings of the interface"),
            "opts": self.opts,
            "media": self.media,
            "interface_languages": languages,
            "chosen": language,
            "source": source_of(language),
            "page": Paginator(lack(language).missing, PAGE_SIZE).get_page(request.GET.get("page")),
            "page_query": urlencode({"language": language}),
            "files": [(kind, file_address(language, kind)) for kind in FILES],
        }
        context = self.admin_site.each_context(request) | context
        return TemplateResponse(request, "admin/translating/interface.html", context)

    def interface_file_view(self, request, language, kind):
        if not self.has_view_permission(request):
            raise PermissionDenied
        if language not in LANGUAGES or kind not in FILES:
            raise Http404
        written, content_type = FILES[kind]
        headers = {"Content-Disposition": f'attachment; filename="interface-{language}.{kind}"'}
        return HttpResponse(written(language), content_type=f"{content_type}; charset=utf-8", headers=headers)


def file_address(language, kind):
    return reverse("admin:translating_task_interface_file", args=[language, kind])
