"""Keeping what was scheduled: each promise by itself, through the same acts as by hand."""

import logging

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import OperationalError, transaction
from django.utils import timezone

from ots_portal.accounts.roles import Act
from ots_portal.publishing import signals
from ots_portal.publishing.desk import Desk
from ots_portal.publishing.drafts import Promise
from ots_portal.publishing.parts import field_at, known
from ots_portal.publishing.publishable import FIRST_LANGUAGE
from ots_portal.publishing.refusals import refuse_unless
from ots_portal.publishing.workflow import put_live, take_away

logger = logging.getLogger(__name__)


def publish_due(now=None):
    """Keep all that was promised for now or earlier; return the promises kept and those that failed.

    One failure stops no other. It is told once and not tried again: someone has to look; only a database out of
    reach is tried again the next time.
    """
    now = now or timezone.now()
    kept, failed = [], []
    for promise in due(now):
        try:
            if keep_promise(promise, now):
                kept.append(promise)
        except OperationalError:
            logger.exception("The database could not be reached for %s; tried again next time", promise)
            failed.append(promise)
        except Exception as error:  # whatever it is, the others must still be kept
            tell_failure(promise, error)
            failed.append(promise)
    return kept, failed


def due(now):
    """The first language before all others: they need its rows."""
    promises = Promise.objects.filter(at__lte=now, failure="").select_related("draft__content_type", "user")
    return sorted(promises, key=lambda promise: (promise.language != FIRST_LANGUAGE, promise.at, promise.pk))


@transaction.atomic
def keep_promise(promise, now):
    """Publish or withdraw as promised, with the rights that its author has today; False if it is gone by now."""
    desk = Desk(promise.draft.record, locked=True)
    if not Promise.objects.filter(pk=promise.pk, at__lte=now, failure="").exists():
        return False
    is_withdrawal = promise.act == Promise.Act.WITHDRAW
    act = Act.WITHDRAW if is_withdrawal else Act.PUBLISH
    refuse_unless(promise.user, act, desk.record, [promise.language])
    if is_withdrawal:
        take_away(desk, promise.language, promise.user, promise.note)
    else:
        put_live(desk, [promise.language], known(desk.model, promise.changes), promise.user, promise.note)
    return True


def tell_failure(promise, error):
    failure = in_words(type(promise.draft.record), error)
    logger.error("Not kept: %s of %s: %s", promise, promise.draft, failure, exc_info=not is_expected(error))
    Promise.objects.filter(pk=promise.pk).update(failure=failure)
    signals.promise_broken.send_robust(sender=Promise, promise=promise, failure=failure)


def is_expected(error):
    return isinstance(error, ValidationError | PermissionDenied)


def in_words(model, error):
    """A failure with the names of fields as people know them."""
    if not hasattr(error, "error_dict"):
        return " ".join(getattr(error, "messages", [str(error) or type(error).__name__]))
    return " ".join(f"{label(model, path)}{' '.join(messages)}" for path, messages in error.message_dict.items())


def label(model, path):
    field = field_at(model, path)
    name = getattr(field, "verbose_name", None) or (field and field.model._meta.verbose_name)
    return f"{name}: " if name else ""
