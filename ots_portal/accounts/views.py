from allauth.account import app_settings
from allauth.core.internal.ratelimit import parse_rates
from allauth.mfa.base.views import IndexView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from ots_portal.accounts.audit import Event, record
from ots_portal.accounts.second_factor import lacks_second_factor
from ots_portal.accounts.sessions import end, end_other_sessions, sessions_of


class SecondFactors(IndexView):
    """allauth's page, which also says that the administration waits for a second factor."""

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"is_lacking": lacks_second_factor(self.request.user)}


PURPOSES = {"account_reset_password": "reset_password"}


def too_many_attempts(request):
    """The page of 429; the limits that led here say how long to wait."""
    purpose = PURPOSES.get(request.resolver_match.url_name, "login")
    seconds = int(parse_rates(app_settings.RATE_LIMITS[purpose])[0].duration)
    response = render(request, "429.html", {"minutes": seconds // 60}, status=429)
    response["Retry-After"] = str(seconds)
    return response


@never_cache
@login_required
def session_list(request):
    return render(request, "account/session_list.html", {"sessions": sessions_of(request.user)})


@require_POST
@login_required
def session_end(request):
    """End one session, or all others; this one ends by signing out."""
    key = request.session.session_key
    if chosen := request.POST.get("session", ""):
        others = request.user.usersession_set.exclude(session_key=key)
        ended = end(others.filter(pk=chosen)) if chosen.isascii() and chosen.isdigit() else 0
    else:
        ended = end_other_sessions(request.user, key)
    if ended:
        record(request.user, Event.USER, request.user, after={"ended_sessions": ended})
    messages.success(request, _("Ended. Whoever used it must sign in again."))
    return redirect("session_list")
