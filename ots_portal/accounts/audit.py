"""The log of who did what: entries are only ever added."""

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa import signals as factor_signals
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.contrib.contenttypes.models import ContentType
from django.dispatch import receiver

from ots_portal.accounts.models import AuditEntry, Event

__all__ = ["Event", "record"]


def record(user, event, about=None, *, lane="", before=None, after=None, name=""):
    """Add an entry, in the transaction of the act itself; `name` says who it was where no user is known."""
    known_user = user if user is not None and user.is_authenticated else None
    return AuditEntry.objects.create(
        user=known_user,
        user_name=cut("user_name", known_user.shown_name if known_user else name),
        event=event,
        lane=lane or "",
        before=before,
        after=after,
        **facts_of(about),
    )


def facts_of(about):
    """What names a record even when it is gone."""
    if about is None:
        return {}
    return {
        "content_type": ContentType.objects.get_for_model(about),
        "object_id": str(about.pk),
        "record_name": cut("record_name", str(about)),
        "reference": getattr(about, "reference", ""),
    }


def cut(name, text):
    """The text without what the database cannot hold, as long as the column allows."""
    return text.replace("\0", "")[: AuditEntry._meta.get_field(name).max_length]


@receiver(user_logged_in)
def record_sign_in(sender, user, **kwargs):
    record(user, Event.SIGN_IN)


@receiver(user_logged_out)
def record_sign_out(sender, user, **kwargs):
    if user is not None:
        record(user, Event.SIGN_OUT)


@receiver(user_login_failed)
def record_failed_sign_in(sender, credentials, **kwargs):
    tried = credentials.get("username") or credentials.get("email") or ""
    record(None, Event.SIGN_IN_FAILED, name=str(tried))


@receiver(factor_signals.authentication_failed)
def record_wrong_code(sender, user, **kwargs):
    record(None, Event.SIGN_IN_FAILED, name=user.get_username())


@receiver([factor_signals.authenticator_added, factor_signals.authenticator_reset])
def record_factor_added(sender, user, authenticator, **kwargs):
    record(user, Event.USER, user, after={"second_factor": authenticator.type})


@receiver(factor_signals.authenticator_removed)
def record_factor_removed(sender, user, authenticator, **kwargs):
    record(user, Event.USER, user, before={"second_factor": authenticator.type})


@receiver([password_changed, password_set, password_reset])
def record_password(sender, user, **kwargs):
    record(user, Event.PASSWORD, user)
