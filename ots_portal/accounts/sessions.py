"""The sessions of a user: on which device, seen when, and how they end."""

import re
import time
from datetime import timedelta
from importlib import import_module

from allauth.account.signals import user_logged_in
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.dispatch import receiver
from django.utils import timezone

SEEN = "seen_at"
SECONDS = 300
BROWSERS = {
    "Edg": "Edge",
    "OPR": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "Windows": "Windows",
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Mac OS X": "macOS",
    "Linux": "Linux",
}


def sessions_of(user):
    """The sessions that still hold, with their device, the one seen last first."""
    sessions = UserSession.objects.purge_and_list(user)
    for session in sessions:
        session.device = device(session.user_agent)
    return sorted(sessions, key=lambda session: session.last_seen_at, reverse=True)


def device(user_agent):
    """“Firefox, Windows”: what people know a device by, as far as a browser says it."""
    found = [first_named(names, user_agent) for names in (BROWSERS, SYSTEMS)]
    return ", ".join(name for name in found if name)


def first_named(names, user_agent):
    return next((name for mark, name in names.items() if re.search(rf"\b{mark}", user_agent)), "")


def end_sessions(user):
    """End all sessions of a user, and say how many there were."""
    return end(UserSession.objects.filter(user=user))


def end_other_sessions(user, session_key):
    return end(UserSession.objects.filter(user=user).exclude(session_key=session_key))


def end(sessions):
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    keys = list(sessions.values_list("session_key", flat=True))
    for key in keys:
        store.delete(key)
    sessions.delete()
    return len(keys)


@receiver(user_logged_in)
def begin_to_note(sender, request, **kwargs):
    """And forget those that ended by themselves, whoever they were of."""
    request.session[SEEN] = time.time()
    expired = timezone.now() - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    UserSession.objects.filter(last_seen_at__lt=expired).delete()


def note_when_seen(request):
    """Every few minutes, so that most requests write nothing."""
    seen_at = request.session.get(SEEN)
    if seen_at and time.time() - seen_at > SECONDS and request.user.is_authenticated:
        request.session[SEEN] = time.time()
        UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=timezone.now())
