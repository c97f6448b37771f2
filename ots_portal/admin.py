"""The admin site: Django's own, in our words and colours, with one sign-in for the whole portal."""

from inspect import unwrap

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import PermissionDenied
from django.db.models.fields.related import RelatedField
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse, translate_url
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.i18n import JavaScriptCatalog

from ots_portal.accounts.roles import SHARED, Act, may
from ots_portal.admin_search import search
from ots_portal.labels import capitalized
from ots_portal.publishing.editor_words import editor_words
from ots_portal.publishing.mergers import merged_away
from ots_portal.publishing.publishable import Publishable
from ots_portal.publishing.record_types import models_seen_by
from ots_portal.publishing.session_over import keeps_words
from ots_portal.publishing.waiting import waiting_for

MOST_LETTERS = 100


class Autocomplete(AutocompleteJsonView):
    """Stock autocompletes fail on a relation read backwards; ours refuses it.

    Whoever writes a record may choose what it refers to, even records of a type outside their role.
    """

    def has_perm(self, request, obj=None):
        return super().has_perm(request, obj) or may(request.user, Act.WRITE, self.source_field.model, SHARED)

    def get_queryset(self):
        """Without what was merged with another record: that one is to be chosen."""
        rows = super().get_queryset()
        return rows.exclude(pk__in=merged_away(rows.model)) if issubclass(rows.model, Publishable) else rows

    def process_request(self, request):
        found = super().process_request(request)
        if not isinstance(found[2], RelatedField):
            raise PermissionDenied
        return found

    def serialize_result(self, obj, to_field_name):
        text = getattr(self.model_admin, "text_in_autocompletes", str)(obj)
        return super().serialize_result(obj, to_field_name) | {"text": text}


class Catalogue(JavaScriptCatalog):
    """The words of the admin's scripts, and those of the rich text editor, which brings no Turkish of its own."""

    def get_catalog(self):
        return super().get_catalog() | editor_words()


class PortalAdminSite(admin.AdminSite):
    site_header = _("OTS Portal")
    site_title = _("OTS Portal")
    index_title = _("Administration")
    enable_nav_sidebar = False

    @property
    def site_url(self):
        return reverse("home")

    def get_urls(self):
        """Without the stock redirect to public pages: our links name the page itself."""
        search = path("ara/", self.admin_view(self.search_view), name="search")
        return [search, *(each for each in super().get_urls() if getattr(each, "name", None) != "view_on_site")]

    def admin_view(self, view, cacheable=False):
        """Forms of drafts, and what stands beside them, hold words: a session that ended loses none of them."""
        guarded = super().admin_view(view, cacheable)
        owner = getattr(unwrap(view), "__self__", None)
        return keeps_words(guarded) if getattr(owner, "holds_words", False) else guarded

    def each_context(self, request):
        ours = {"is_tryout": settings.TRYOUT, "languages": languages(request)}
        return super().each_context(request) | ours | {"may_invite": may(request.user, Act.INVITE)}

    def index(self, request, extra_context=None):
        ours = {"waiting": list(waiting_for(request.user)), "sees_drafts": bool(models_seen_by(request.user))}
        return super().index(request, ours | (extra_context or {}))

    def search_view(self, request):
        text = request.GET.get("q", "").strip()[:MOST_LETTERS]
        found = {"title": _("Search"), "searched_text": text, "groups": search(self, request, text)}
        return TemplateResponse(request, "admin/search.html", self.each_context(request) | found)

    def get_app_list(self, request, app_label=None):
        """What the organisation does comes first, then the machine; models as they were registered."""
        order = {name: ("." in name, n) for n, name in enumerate(settings.INSTALLED_APPS)}
        apps = self._build_app_dict(request, app_label).values()
        for app in apps:
            for model in app["models"]:
                model["name"] = capitalized(model["model"]._meta.verbose_name_plural)
        return sorted(apps, key=lambda app: order.get(app["models"][0]["model"]._meta.app_config.name, (True, 0)))

    def autocomplete_view(self, request):
        return Autocomplete.as_view(admin_site=self)(request)

    def i18n_javascript(self, request, extra_context=None):
        return Catalogue.as_view(packages=["django.contrib.admin"])(request)

    @method_decorator(never_cache)
    def login(self, request, extra_context=None):
        """One sign-in: allauth's. Who is signed in without being staff is told so."""
        if not request.user.is_authenticated:
            return HttpResponseRedirect(reverse("account_login") + wanted_page(request))
        if self.has_permission(request):
            return redirect("admin:index")
        context = self.each_context(request) | {"title": _("This account may not enter the administration")}
        return TemplateResponse(request, "admin/no_access.html", context, status=403)

    def logout(self, request, extra_context=None):
        return redirect("account_logout")

    def password_change(self, request, extra_context=None):
        return redirect("account_change_password")

    def password_change_done(self, request, extra_context=None):
        return redirect("admin:index")


def wanted_page(request):
    """The page to return to after signing in; nothing for the front page, which everybody has in their own language."""
    wanted = request.GET.get(REDIRECT_FIELD_NAME, "")
    return f"?{urlencode({REDIRECT_FIELD_NAME: wanted})}" if wanted not in ("", reverse("admin:index")) else ""


def languages(request):
    """The same page in every language, for the switch in the header."""
    for code, _name in settings.LANGUAGES:
        yield {
            "code": code,
            "name": get_language_info(code)["name_local"],
            "address": translate_url(request.get_full_path(), code),
            "is_current": code == get_language(),
        }
