"""Second factors: of whom one is asked, who has which, and taking them away from whoever lost them."""

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.conf import settings
from django.db import transaction
from django.dispatch import receiver

from ots_portal.accounts.audit import Event, record
from ots_portal.accounts.roles import Role
from ots_portal.accounts.security_mail import tell
from ots_portal.accounts.sessions import end_other_sessions, end_sessions

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]  # recovery codes only stand in for one of these


def is_required_of(user):
    """Whether a user must sign in with a second factor: all staff, nobody, or who has one of some roles."""
    required = settings.REQUIRE_MFA
    if isinstance(required, bool):
        return required and user.is_staff
    roles = {grant.role for grant in user.grants} | ({Role.ADMINISTRATOR} if user.is_superuser else set())
    return not required.isdisjoint(roles)


def has_second_factor(user):
    return Authenticator.objects.filter(user=user, type__in=FACTORS).exists()


def lacks_second_factor(user):
    return user.is_authenticated and is_required_of(user) and not has_second_factor(user)


@transaction.atomic
def remove_second_factors(actor, user, *, name=""):
    """Take all factors from a user, who signs in anew and, where it is required, adds one; the kinds that there were."""
    factors = Authenticator.objects.filter(user=user).order_by("pk")
    kinds = list(factors.values_list("type", flat=True))
    factors.delete()
    end_sessions(user)
    record(actor, Event.USER, user, before={"second_factors": kinds}, after={"second_factors": []}, name=name)
    transaction.on_commit(lambda: tell(user, "second_factors_removed"))
    return kinds


@receiver(authenticator_added)
def end_sessions_without_it(sender, request, user, authenticator, **kwargs):
    """A session that began without the factor might be somebody else's."""
    if authenticator.type in FACTORS:
        end_other_sessions(user, request.session.session_key)
