"""What staff do about the search: words that mean the same, and what readers sought and did not find."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ots_portal.accounts.audit import Event, record
from ots_portal.accounts.logged_admin import LoggedAdmin
from ots_portal.change_lists import StaffAdmin
from ots_portal.labels import capitalized
from ots_portal.search.models import MissedQuery, Synonym


@admin.register(Synonym)
class SynonymAdmin(LoggedAdmin, StaffAdmin):
    list_display = ["__str__", "note"]
    search_fields = ["terms", "note"]
    fields = ["terms", "note"]


@admin.register(MissedQuery)
class MissedQueryAdmin(LoggedAdmin, StaffAdmin):
    """Texts and how often; nothing here says who sought."""

    list_display = ["text", "language", "count", "last_on", "synonym_link"]
    list_filter = ["language"]
    search_fields = ["text"]
    fields = ["text", "language", "count", "last_on"]

    @admin.display(description=gettext_lazy("What helps"))
    def synonym_link(self, query):
        address = f"{reverse('admin:search_synonym_add')}?{urlencode({'terms': query.text})}"
        return format_html('<a href="{}">{}</a>', address, _("Add a synonym"))

    # ---- Clearing ------------------------------------------------------------------------------------------------
    def get_urls(self):
        view = self.admin_site.admin_view(self.clear_view)
        return [path("clear/", view, name="search_missedquery_clear"), *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        title = capitalized(self.opts.verbose_name_plural)
        ours = {"title": title, "may_clear": self.has_delete_permission(request)}
        return super().changelist_view(request, ours | (extra_context or {}))

    def clear_view(self, request):
        """Asks first; then the list begins anew."""
        if not self.has_delete_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            self.clear(request)
            return redirect("admin:search_missedquery_changelist")
        context = {"title": _("Clear the list of searches without result"), "number": MissedQuery.objects.count()}
        return TemplateResponse(
            request,
            "admin/search/missedquery/clear.html",
            self.admin_site.each_context(request) | context | {"opts": self.opts},
        )

    @transaction.atomic
    def clear(self, request):
        number, _by_model = MissedQuery.objects.all().delete()
        record(request.user, Event.DELETE, before={str(self.opts.verbose_name_plural): number})
        done = ngettext("%(number)d search was removed.", "%(number)d searches were removed.", number)
        messages.success(request, done % {"number": number})

    # ---- Rights --------------------------------------------------------------------------------------------------
    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False
