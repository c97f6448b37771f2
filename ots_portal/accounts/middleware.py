"""What guards the pages of staff: a second factor where it is required, and when a session was last seen."""

from django.conf import settings
from django.shortcuts import redirect
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import get_language, override

from ots_portal.accounts.second_factor import lacks_second_factor
from ots_portal.accounts.sessions import note_when_seen

ACCOUNT_PAGES = ("account_", "mfa_", "session_", "socialaccount_")
ON_THE_WAY = ("mfa_", "account_login", "account_logout", "account_reauthenticate", "account_set_password")
OTHERS = {"own_admin", "library_file"}


def is_for_staff(request):
    """Whether a page counts on who is signed in; all others are the same for everybody and touch no session."""
    match = request.resolver_match
    name = match.url_name or ""
    is_closed = "admin" in match.namespaces or name.startswith(ACCOUNT_PAGES) or name in OTHERS
    return is_closed and settings.SESSION_COOKIE_NAME in request.COOKIES


class RequireSecondFactor(MiddlewareMixin):
    """Lead staff who still lack a second factor to where they add one, whatever page of theirs they ask for."""

    def process_view(self, request, view, arguments, named):
        is_on_the_way = (request.resolver_match.url_name or "").startswith(ON_THE_WAY)
        if not is_on_the_way and is_for_staff(request) and lacks_second_factor(request.user):
            with override(own_language(request)):
                return redirect("mfa_index")
        return None


def own_language(request):
    """The address without a language leads into the user's own."""
    return request.user.language if request.resolver_match.url_name == "own_admin" else get_language()


class NoteWhenSeen(MiddlewareMixin):
    """Keep in the list of sessions when each of them was last used."""

    def process_view(self, request, view, arguments, named):
        if is_for_staff(request):
            note_when_seen(request)
