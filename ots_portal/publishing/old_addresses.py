"""Addresses that records had before: they lead to the current one, whatever it is by then."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ots_portal.languages import FIRST_LANGUAGE, LANGUAGES
from ots_portal.publishing.drafts import OfRecord, OfRecordQuerySet
from ots_portal.publishing.fields import ChoiceField
from ots_portal.publishing.publishable import State


class OldAddressQuerySet(OfRecordQuerySet):
    def left_by_others(self, record):
        """The slugs that lead to other records of a record's type; in any language, as slugs are looked up."""
        rows = self.filter(content_type=ContentType.objects.get_for_model(record))
        return (rows.exclude(object_id=record.pk) if record.pk else rows).values_list("slug", flat=True)


class OldAddress(OfRecord):
    """A slug that a published record had in one language; it names the record, so there are no chains and no loops."""

    language = ChoiceField(_("language"), max_length=5, choices=settings.LANGUAGES)
    slug = models.SlugField(_("address"), max_length=120, db_index=False)
    until = models.DateTimeField(_("until"), auto_now=True)

    objects = OldAddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["content_type", "slug", "language"], name="one_old_address")]
        indexes = [models.Index(fields=["content_type", "object_id"], name="old_address_record")]

    def __str__(self):
        return f"{self.slug} ({self.language})"


def keep_old_addresses(record, live):
    """Remember the slugs of a document that the record, written since, no longer has; within the same transaction."""
    if record.state_in(FIRST_LANGUAGE) == State.NEVER:
        return
    for language in LANGUAGES:
        old = live.get(f"slug_{language}")
        if old and old != getattr(record, f"slug_{language}"):
            content_type = ContentType.objects.get_for_model(record)
            OldAddress.objects.update_or_create(
                content_type=content_type, language=language, slug=old, defaults={"object_id": record.pk}
            )


def record_once_at(model, slug):
    """The record that a slug named before, in the active language or else in another; None if there is none."""
    content_type = ContentType.objects.get_for_model(model)
    found = OldAddress.objects.filter(content_type=content_type, slug=slug)
    nearest = min(found, key=lambda each: (each.language != get_language(), each.language), default=None)
    return nearest and model.objects.filter(pk=nearest.object_id).first()
