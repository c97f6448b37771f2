"""Keeping what was scheduled: each promise by itself or with its bundle, through the same acts as by hand."""

import logging
from collections import defaultdict

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ots_portal.accounts.roles import Act
from ots_portal.languages import FIRST_LANGUAGE
from ots_portal.publishing import signals
from ots_portal.publishing.desk import Desk
from ots_portal.publishing.drafts import Promise
from ots_portal.publishing.forms import language_name
from ots_portal.publishing.parts import field_at, known
from ots_portal.publishing.refusals import refuse_unless
from ots_portal.publishing.workflow import legible, lock, naming, put_live, take_away

logger = logging.getLogger(__name__)


def publish_due(now=None):
    """Keep all that was promised for now or earlier; return the promises kept and those that failed.

    Promises of one bundle are kept together or not at all. One failure stops nothing else. It is told once and not
    tried again: someone has to look; only a database out of reach is tried again the next time.
    """
    now = now or timezone.now()
    kept, failed = [], []
    for bundle in due(now):
        try:
            kept += keep_together(bundle, now)
        except OperationalError:
            logger.exception("The database could not be reached for %s; tried again next time", bundle)
            failed += bundle
        except Exception as error:  # whatever it is, the others must still be kept
            tell_failure(bundle, error)
            failed += bundle
    return kept, failed


def due(now):
    """In bundles, most of them of one promise; the first language before all others: they need its rows."""
    promises = Promise.objects.filter(at__lte=now, failure="").select_related("draft__content_type", "user")
    bundles = defaultdict(list)
    for promise in sorted(promises, key=lambda promise: (is_later(promise), promise.at, promise.pk)):
        bundles[promise.bundle or promise.pk].append(promise)
    return sorted(bundles.values(), key=lambda bundle: (is_later(bundle[-1]), is_later(bundle[0])))


def is_later(promise):
    return promise.language != FIRST_LANGUAGE


@transaction.atomic
def keep_together(bundle, now):
    """Return what was kept; what is gone by now is passed over."""
    at = timezone.now()
    lock(promise.draft.record for promise in bundle)
    return [promise for promise in bundle if keep_promise(promise, now, at=at)]


@transaction.atomic
def keep_promise(promise, now, *, at):
    """Publish or withdraw as promised, with the rights that its author has today; False if it is gone by now."""
    desk = Desk(promise.draft.record, locked=True)
    if not Promise.objects.filter(pk=promise.pk, at__lte=now, failure="").exists():
        return False
    is_withdrawal = promise.act == Promise.Act.WITHDRAW
    act = Act.WITHDRAW if is_withdrawal else Act.PUBLISH
    with naming(promise.draft.record, [promise.language]):
        refuse_unless(promise.user, act, desk.record, [promise.language])
        if is_withdrawal:
            take_away(desk, promise.language, promise.user, promise.note)
        else:
            changes, told = known(desk.model, promise.changes), legible({promise.language: promise.public_note})
            put_live(desk, [promise.language], changes, promise.user, promise.note, public_notes=told, at=at)
    return True


def tell_failure(bundle, error):
    """The same reason stands at every promise of a bundle, with the name of the one that failed."""
    failure = why(bundle, error)
    for promise in bundle:
        if Promise.objects.filter(pk=promise.pk, failure="").update(failure=failure):  # else another machine has
            logger.error("Not kept: %s of %s: %s", promise, promise.draft, failure, exc_info=not is_expected(error))
            signals.promise_broken.send_robust(sender=Promise, promise=promise, failure=failure)


def why(bundle, error):
    record, [language] = getattr(error, "about", (bundle[0].draft.record, [bundle[0].language]))
    reason = in_words(type(record), error)
    if len(bundle) == 1:
        return reason
    facts = {"record": record, "language": language_name(language), "reason": reason}
    return _("Nothing that was scheduled together was done, because of “%(record)s” (%(language)s): %(reason)s") % facts


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
