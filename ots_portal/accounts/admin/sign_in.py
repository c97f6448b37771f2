"""How a user signs in, for administrators: second factors and sessions, and how both are ended."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect

from ots_portal.accounts.audit import Event, record
from ots_portal.accounts.models import User
from ots_portal.accounts.second_factor import FACTORS, Authenticator, is_required_of, remove_second_factors
from ots_portal.accounts.sessions import end_sessions, sessions_of


def words_of(factor):
    names = {"totp": _("Authenticator app"), "recovery_codes": _("Recovery codes")}
    return names.get(factor.type) or _("Passkey: %(name)s") % {"name": factor}


class SecondFactorFilter(admin.SimpleListFilter):
    title = gettext_lazy("second factor")
    parameter_name = "second_factor"

    def lookups(self, request, model_admin):
        return [("1", pgettext("second factor", "added")), ("0", pgettext("second factor", "missing"))]

    def queryset(self, request, queryset):
        wanted = {"1": True, "0": False}.get(self.value())
        return queryset if wanted is None else queryset.filter(has_second_factor=wanted)


class SignInPage:
    """Of a ModelAdmin of users: a column, a link, and the page behind it."""

    def get_queryset(self, request):
        factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS)
        return super().get_queryset(request).annotate(has_second_factor=Exists(factors))

    @admin.display(description=gettext_lazy("second factor"), boolean=True, ordering="has_second_factor")
    def second_factor(self, user):
        return user.has_second_factor

    @admin.display(description=gettext_lazy("sign-in"))
    def sign_in_link(self, user):
        if user.pk is None:
            return ""
        has_one = Authenticator.objects.filter(user=user, type__in=FACTORS).exists()
        words = _("There is a second factor.") if has_one else _("There is no second factor.")
        address = reverse("admin:accounts_user_sign_in", args=[user.pk])
        return format_html('{} <a href="{}">{}</a>', words, address, _("Second factors and sessions"))

    def get_urls(self):
        view = self.admin_site.admin_view(self.sign_in)
        return [path("<int:key>/sign-in/", view, name="accounts_user_sign_in"), *super().get_urls()]

    @method_decorator([never_cache, csrf_protect])
    def sign_in(self, request, key):
        user = get_object_or_404(User, pk=key)
        if not self.has_change_permission(request, user):
            raise PermissionDenied
        if request.method == "POST":
            self.change_sign_in(request, user)
            return redirect("admin:accounts_user_sign_in", key)
        factors, sessions = list(user.authenticator_set.order_by("pk")), sessions_of(user)
        for factor in factors:
            factor.words = words_of(factor)
        title = _("Sign-in: %(name)s") % {"name": user.shown_name}
        context = self.admin_site.each_context(request) | {"title": title, "opts": self.opts, "person": user}
        context |= {"factors": factors, "sessions": sessions}
        context |= {"is_required": is_required_of(user)}
        return TemplateResponse(request, "admin/accounts/sign_in.html", context)

    def change_sign_in(self, request, user):
        act = request.POST.get("act")
        if act == "remove_factors":
            remove_second_factors(request.user, user)
            messages.success(request, _("The second factors are removed and all sessions ended. A mail says so."))
        elif act == "end_sessions":
            ended = end_sessions(user)
            record(request.user, Event.USER, user, after={"ended_sessions": ended})
            words = ngettext("%(count)s session is ended.", "%(count)s sessions are ended.", ended)
            messages.success(request, words % {"count": ended})
