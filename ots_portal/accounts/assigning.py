"""What a user is and may, as the log keeps it; whoever has a role may enter the administration."""

from functools import partial

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from ots_portal.accounts.audit import Event, record
from ots_portal.accounts.models import Assignment, User
from ots_portal.accounts.roles import Governed

KEPT = ("username", "first_name", "last_name", "email", "language", "daily_mail", "is_active", "is_superuser")


def facts(user):
    """A user and their roles as plain values."""
    roles = [
        {"role": grant.role, "languages": sorted(grant.languages), "types": sorted(grant.types)}
        for grant in user.assignments.order_by("pk").grants()
    ]
    return {name: getattr(user, name) for name in KEPT} | {"roles": roles}


def record_change(actor, user, before):
    """Log what differs from the facts before; nothing where nothing does."""
    after = facts(user)
    changed = [name for name in after if after[name] != before.get(name)]
    if changed:
        old = {name: before[name] for name in changed if name in before}
        record(actor, Event.USER, user, before=old or None, after={name: after[name] for name in changed})


def let_in(user):
    """Let a user with a role into the administration, and nobody else."""
    user.is_staff = user.is_superuser or Assignment.objects.filter(user=user).exists()
    user.save(update_fields=["is_staff"])


def governed_types():
    """The types of record for which a role can be given."""
    models = [each for each in apps.get_models() if getattr(each, "governed", None) in CHOSEN]
    keys = [each.pk for each in ContentType.objects.get_for_models(*models).values()]
    return ContentType.objects.filter(pk__in=keys).order_by("app_label", "model")


CHOSEN = {Governed.PER_LANE, Governed.WHOLE}


@transaction.atomic
def invite(inviter, *, role, languages, content_types, **person):
    """Make a user without a password and send them the link by which they choose one."""
    user = User(username=person["email"], is_staff=True, **person)
    user.set_unusable_password()
    user.save()
    assignment = Assignment.objects.create(user=user, role=role, languages=languages)
    assignment.content_types.set(content_types)
    record(inviter, Event.INVITE, user, after=facts(user))
    transaction.on_commit(partial(send_invitation, user, inviter))
    return user


def send_invitation(user, inviter):
    """The mail stands in the language of whom it invites."""
    with override(user.language):
        context = {"invited": user, "inviter": inviter, "link": password_link(user), "origin": settings.ORIGIN}
        context |= {"forgotten": settings.ORIGIN + reverse("account_reset_password")}
        context |= {"days": settings.PASSWORD_RESET_TIMEOUT // 86_400}
        subject = render_to_string("account/email/invitation_subject.txt", context).strip()
        text = render_to_string("account/email/invitation_message.txt", context)
    send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [user.email])


def password_link(user):
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return settings.ORIGIN + reverse("account_reset_password_from_key", kwargs=key)
