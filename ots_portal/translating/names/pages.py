"""The list of names, in which a translator gives those that lack, many at once; they are live as soon as saved."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from ots_portal.accounts.audit import Event
from ots_portal.accounts.audit import record as audit
from ots_portal.publishing.forms import language_name
from ots_portal.translating.names.forms import NamesForm
from ots_portal.translating.names.tables import names, worded_models
from ots_portal.translating.texts import SOURCES

PAGE_SIZE = 50


class NamePages:
    """A mixin of the worklist's ModelAdmin."""

    def get_urls(self):
        view = self.admin_site.admin_view(require_http_methods(["GET", "POST"])(self.names_view))
        return [path("names/", view, name="translating_task_names"), *super().get_urls()]

    def names_view(self, request):
        languages = [code for code in SOURCES if worded_models(request.user, code)]
        if not languages:
            raise PermissionDenied
        language = request.GET.get("language") if request.GET.get("language") in languages else languages[0]
        found = names(worded_models(request.user, language), language)
        if request.method != "POST":
            return self.show_names(request, language, languages, found)
        sent = [name for name in found if name.key in request.POST]
        form = NamesForm(sent, self.name_field, request.POST)
        if not form.is_valid():
            return self.show_names(request, language, languages, found, form)
        number = len(form.given)
        give(form.given, request.user)
        messages.success(
            request,
            ngettext(
                "%(number)d name is saved; readers see it now.",
                "%(number)d names are saved; readers see them now.",
                number,
            )
            % {"number": number},
        )
        return redirect(request.get_full_path())

    def name_field(self, column):
        field = self.formfield_for_dbfield(column, None)
        field.widget.attrs["lang"] = column.language
        return field

    def show_names(self, request, language, languages, found, form=None):
        rows = chosen(found, request.GET)
        page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
        context = {
            "title": _("Names"),
            "opts": self.opts,
            "form": form or NamesForm(page.object_list, self.name_field),
            "page": page,
            "is_all": request.GET.get("show") == "all",
            "missing": sum(not name.words for name in found),
            "language": language,
            "language_name": language_name(language),
            "languages_to_name": [(code, language_name(code), names_address(language=code)) for code in languages],
            "source_language": SOURCES[language],
            "source_name": language_name(SOURCES[language]),
            "all_address": names_address(language=language, show="all"),
            "missing_address": names_address(language=language),
            "media": self.media,
        }
        context = self.admin_site.each_context(request) | context
        return TemplateResponse(request, "admin/translating/names.html", context, status=400 if form else 200)


def names_address(**query):
    return f"{reverse('admin:translating_task_names')}?{urlencode(query)}"


def chosen(found, query):
    """One row, all of them, or only what is to be done."""
    if "row" in query:
        return [name for name in found if name.place == query["row"]]
    return [name for name in found if query.get("show") == "all" or not name.words]


@transaction.atomic
def give(given, user):
    for name, words in given:
        row = type(name.row)._base_manager.select_for_update().get(pk=name.row.pk)
        before = getattr(row, name.column)
        setattr(row, name.column, words)
        row.save()
        audit(
            user, Event.WRITE, about=row, lane=name.language, before={name.column: before}, after={name.column: words}
        )
