"""The worklist of links: what became of each address, where it is used, and by whom it is to be mended."""

import time

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_POST

from ots_portal.accounts.audit import Event, record
from ots_portal.accounts.roles import SHARED, Act, may
from ots_portal.change_lists import ReadOnlyAdmin, SafeChangeList
from ots_portal.labels import capitalized
from ots_portal.links.checking import check, look_at_ours
from ots_portal.links.models import Address
from ots_portal.links.visiting import Visitor
from ots_portal.links.worklist import (
    OwnerFilter,
    ResultFilter,
    TypeFilter,
    may_mend,
    places_by_address,
    seen_addresses,
)
from ots_portal.publishing.record_types import models_seen_by

MOST_AT_ONCE = 10
SECONDS, SECONDS_EACH = 8.0, 4.0
MOST_PLACES = 5
LONGEST_REASON = 300
RESULT = '<span class="link-result link-{}">{}</span>'
MOVED = '<span class="link-target">→ {}</span>'
FINE = '<span class="help">{}</span>'
PLACE = '<span class="link-place"><a href="{}">{}</a> <span class="help">{}</span></span>'


class LinkList(SafeChangeList):
    def get_results(self, request):
        super().get_results(request)
        self.result_list = list(self.result_list)
        places = places_by_address(self.result_list)
        for address in self.result_list:
            address.places = places[address.pk]


@admin.register(Address)
class AddressAdmin(ReadOnlyAdmin):
    """Nobody writes here: links are changed in their records; people have them checked, or call them fine."""

    actions = ["check_now"]
    list_display = ["url_column", "result_column", "since_column", "places_column", "owners_column"]
    list_filter = [ResultFilter, TypeFilter, OwnerFilter]
    search_fields = ["url"]
    visitor = Visitor

    @admin.display(description=gettext_lazy("address"), ordering="url")
    def url_column(self, address):
        return str(address)

    @admin.display(description=pgettext_lazy("link", "result"), ordering="urgency")
    def result_column(self, address):
        parts = [format_html(RESULT, address.result, address.in_words)]
        if address.moved_to:
            parts.append(format_html(MOVED, address.moved_to))
        if address.fine_because:
            parts.append(format_html(FINE, _("Fine as it is: %(why)s") % {"why": address.fine_because}))
        return format_html_join(" ", "{}", [(part,) for part in parts])

    @admin.display(description=gettext_lazy("since"), ordering="since")
    def since_column(self, address):
        return address.since

    @admin.display(description=gettext_lazy("used in"))
    def places_column(self, address):
        rows = [(each.form, each.name, in_words(each)) for each in address.places[:MOST_PLACES]]
        more = len(address.places) - len(rows)
        text = ngettext("and %(n)d more", "and %(n)d more", more) % {"n": more} if more else ""
        return format_html("{}{}", format_html_join("", PLACE, rows), text)

    @admin.display(description=gettext_lazy("owner"))
    def owners_column(self, address):
        return ", ".join(dict.fromkeys(each.owner for each in address.places if each.owner))

    # ---- Rows ----------------------------------------------------------------------------------------------------
    def get_queryset(self, request):
        return seen_addresses(request.user).order_by(*self.get_ordering(request))

    def get_ordering(self, request):
        return ["urgency", "since", "pk"]

    def get_search_results(self, request, queryset, search_term):
        for word in search_term.split():
            queryset = queryset.filter(url__icontains=word)
        return queryset, False

    def get_changelist(self, request, **kwargs):
        return LinkList

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": _("Links"), **(extra_context or {})})

    # ---- One link ------------------------------------------------------------------------------------------------
    def get_urls(self):
        views = {"check": self.check_view, "fine": self.fine_view}
        wrap = self.admin_site.admin_view
        own = [
            path(f"<int:key>/{name}/", wrap(require_POST(view)), name=f"links_address_{name}")
            for name, view in views.items()
        ]
        return [*own, *super().get_urls()]

    def render_change_form(self, request, context, *args, **kwargs):
        address = context["original"]
        context |= {
            "title": capitalized(self.opts.verbose_name),
            "subtitle": None,
            "places": places_by_address([address])[address.pk],
            "may_mend": may_mend(request.user, address),
            "may_check": may_mend(request.user, address) and is_checkable(address),
            "longest_reason": LONGEST_REASON,
        }
        return super().render_change_form(request, context, *args, **kwargs)

    def mended(self, request, key):
        """The address that a user may do something about."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        address = self.get_object(request, str(key))
        if address is None:
            raise Http404
        if not may_mend(request.user, address):
            raise PermissionDenied
        return address

    def check_view(self, request, key):
        self.check_and_tell(request, [self.mended(request, key)])
        return redirect("admin:links_address_change", key)

    def fine_view(self, request, key):
        """With a reason it is fine as it is until something else becomes of it; without one it no longer is."""
        address = self.mended(request, key)
        reason = " ".join(request.POST.get("reason", "").split())
        if "end" in request.POST:
            self.call_fine(request, address, "")
            messages.success(request, _("The link is in the worklist again."))
        elif not reason or len(reason) > LONGEST_REASON or "\0" in reason:
            text = _("Say in at most %(number)d characters why it is fine as it is.")
            messages.error(request, text % {"number": LONGEST_REASON})
        else:
            self.call_fine(request, address, reason)
            messages.success(request, _("This is kept until something else becomes of the link."))
        return redirect("admin:links_address_change", key)

    @transaction.atomic
    def call_fine(self, request, address, reason):
        row = Address.objects.select_for_update().get(pk=address.pk)
        before = row.fine_because
        row.call_fine(reason, request.user) if reason else row.end_fine()
        row.save()
        record(request.user, Event.WRITE, row, before={"fine": before}, after={"fine": reason, "result": row.result})

    # ---- Checking ------------------------------------------------------------------------------------------------
    @admin.action(description=gettext_lazy("Check now"), permissions=["mend"])
    def check_now(self, request, queryset):
        chosen = list(queryset[: MOST_AT_ONCE + 1])
        if len(chosen) > MOST_AT_ONCE:
            text = _("Choose at most %(number)d links at a time; the others are checked by night.")
            messages.warning(request, text % {"number": MOST_AT_ONCE})
            return
        if not all(may_mend(request.user, each) for each in chosen):
            raise PermissionDenied
        self.check_and_tell(request, chosen)

    def check_and_tell(self, request, addresses):
        """Those of ours are followed, the others asked, unless their server wants to be left alone."""
        look_at_ours(addresses)
        elsewhere = Address.objects.filter(pk__in=[each.pk for each in addresses]).elsewhere()
        if elsewhere and not settings.CHECK_LINKS:
            messages.warning(request, _("Links to other sites are not checked: CHECK_LINKS is 0."))
            return
        visitor = self.visitor(until=time.monotonic() + SECONDS, seconds=SECONDS_EACH)
        report = check(elsewhere.open_at(timezone.now()), visitor)
        if report.is_offline:
            text = _("No other site answered: this machine seems to be without a network. Nothing was marked.")
            messages.error(request, text)
            return
        self.tell(request, addresses, left=len(elsewhere) - report.number)

    def tell(self, request, addresses, left):
        found = Address.objects.filter(pk__in=[each.pk for each in addresses]).order_by("pk")
        rows = [(str(each), each.in_words) for each in found]
        messages.success(request, format_html_join(" · ", "{} ({})", rows))
        if left:
            text = ngettext(
                "%(n)d could not be checked now: its server did not answer in time, or asks for patience.",
                "%(n)d could not be checked now: their servers did not answer in time, or ask for patience.",
                left,
            )
            messages.warning(request, text % {"n": left})

    # ---- Rights --------------------------------------------------------------------------------------------------
    def has_view_permission(self, request, obj=None):
        return bool(models_seen_by(request.user))

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_mend_permission(self, request):
        return any(may(request.user, Act.WRITE, model, SHARED) for model in models_seen_by(request.user))

    def history_view(self, request, object_id, extra_context=None):
        raise PermissionDenied


def is_checkable(address):
    return bool(address.host) or address.url.startswith("/")


def in_words(place):
    return _("%(part)s (draft)") % {"part": place.part} if place.is_drafted_only else place.part
