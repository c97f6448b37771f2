"""Links that show one version of a draft to people without an account, until they expire or are revoked."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ots_portal.accounts.audit import Event
from ots_portal.accounts.audit import record as audit
from ots_portal.accounts.roles import Act, may
from ots_portal.publishing.desk import Desk
from ots_portal.publishing.drafts import OfRecord, OfRecordQuerySet
from ots_portal.publishing.fields import ChoiceField
from ots_portal.publishing.refusals import refuse_unless

TOKEN_BYTES = 32
USUAL_DAYS = 7
KEPT_AFTER = timedelta(days=30)  # so that whoever shared it still sees that it expired


class SharedPreviewQuerySet(OfRecordQuerySet):
    def long_expired(self, now):
        return self.filter(expires_at__lt=now - KEPT_AFTER)

    def valid(self, now):
        return self.filter(revoked_at__isnull=True, expires_at__gt=now)


class SharedPreview(OfRecord):
    """One version in one language behind an unguessable address, of which only the digest is kept."""

    token_digest = models.CharField(_("digest of the address"), max_length=64, unique=True)
    language = ChoiceField(_("language"), max_length=5, choices=settings.LANGUAGES)
    document = models.JSONField(_("document"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("shared by")
    )
    created_at = models.DateTimeField(_("shared"), auto_now_add=True)
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(_("revoked"), null=True)

    objects = SharedPreviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("shared preview")
        verbose_name_plural = _("shared previews")
        ordering = ["-id"]
        default_permissions = ()
        indexes = [models.Index(fields=["content_type", "object_id", "-id"], name="shared_preview_record")]

    def __str__(self):
        return f"{self.created_at:%Y-%m-%d %H:%M} ({self.language})"

    def is_valid(self, now=None):
        return self.revoked_at is None and self.expires_at > (now or timezone.now())


def may_share(user, record, language):
    """Whoever writes or publishes a language may show it to others; readers of drafts may not."""
    return any(may(user, act, record, language) for act in (Act.WRITE, Act.PUBLISH))


@transaction.atomic
def share(record, language, user, days=USUAL_DAYS):
    """Share the draft as it stands; return the token, which is known only now."""
    if not may_share(user, record, language):
        refuse_unless(user, Act.WRITE, record, [language])
    SharedPreview.objects.long_expired(timezone.now()).delete()
    token = secrets.token_urlsafe(TOKEN_BYTES)
    desk = Desk(record)
    SharedPreview.objects.create(
        record=desk.record,
        token_digest=digest_of(token),
        language=language,
        document=desk.working,
        created_by=user,
        expires_at=timezone.now() + timedelta(days=days),
    )
    audit(user, Event.SHARE, about=record, lane=language, after={"days": days})
    return token


@transaction.atomic
def revoke(shared, user):
    """Whoever may share may also end what others shared."""
    if not may_share(user, shared.record, shared.language):
        refuse_unless(user, Act.WRITE, shared.record, [shared.language])
    revoked = SharedPreview.objects.filter(pk=shared.pk, revoked_at__isnull=True).update(revoked_at=timezone.now())
    if revoked:
        audit(user, Event.REVOKE, about=shared.record, lane=shared.language)


def found_by(token, now=None):
    """The valid shared preview at an address, or None."""
    return SharedPreview.objects.valid(now or timezone.now()).filter(token_digest=digest_of(token)).first()


def digest_of(token):
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
