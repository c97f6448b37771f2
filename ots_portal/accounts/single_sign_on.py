"""Signing in by OpenID Connect: whoever the server vouches for is one of our users, or nobody."""

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import AuthProcess
from django.shortcuts import render

from ots_portal.accounts.models import User


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """Looks at the verified mail address at every sign-in; makes no users and keeps no ties to forget."""

    def pre_social_login(self, request, sociallogin):
        user = user_vouched_for(sociallogin)
        if user is None or sociallogin.state.get("process") != AuthProcess.LOGIN:
            raise ImmediateHttpResponse(render(request, "socialaccount/unknown_person.html", status=403))
        sociallogin.user = user

    def is_open_for_signup(self, request, sociallogin):
        return False


def user_vouched_for(sociallogin):
    """Compared letter by letter as well: to the database “ı” in capitals is “I”."""
    for address in (each.email for each in sociallogin.email_addresses if each.verified is True):
        user = User.objects.filter(email__iexact=address, is_active=True).first()
        if user and user.email.lower() == address.lower():
            return user
    return None
