"""Duplicates that became one: where the addresses of the one that went lead, and what old versions mean by it."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from ots_portal.publishing.drafts import OfRecord
from ots_portal.publishing.naming import keys_in, related_model_at, renamed


class Merger(OfRecord):
    """That one record went and another of its type stayed; always the one that stands now, so there are no chains."""

    staying_id = models.PositiveBigIntegerField(_("key of the record that stayed"))
    name = models.CharField(_("name"), max_length=300)
    at = models.DateTimeField(_("time"), auto_now_add=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("user")
    )

    class Meta:
        verbose_name = _("merger of duplicates")
        verbose_name_plural = _("mergers of duplicates")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["content_type", "object_id"], name="one_merger_per_record")]
        indexes = [models.Index(fields=["content_type", "staying_id"], name="merger_staying")]

    def __str__(self):
        return f"{self.name} → {self.staying or self.staying_id}"

    @property
    def staying(self):
        return self.content_type.model_class()._base_manager.filter(pk=self.staying_id).first()


def keep_merger(leaving, staying, name, user):
    """Remember it, and lead what was merged with the leaving record before to the one that stays now."""
    own = {"content_type": ContentType.objects.get_for_model(leaving)}
    Merger.objects.of(staying).delete()
    Merger.objects.filter(**own, staying_id=leaving.pk).update(staying_id=staying.pk)
    Merger.objects.update_or_create(
        **own, object_id=leaving.pk, defaults={"staying_id": staying.pk, "name": name[:300], "user": user}
    )


def standing_for(record):
    """The record to which a withdrawn one leads because it was merged with it, or None."""
    merger = Merger.objects.of(record).first()
    return merger and type(record).objects.ever_published().filter(pk=merger.staying_id).first()


def merged_away(model):
    """The keys of the records of a type that went."""
    return Merger.objects.filter(content_type=ContentType.objects.get_for_model(model)).values("object_id")


def mergers_in(model, document):
    """The mergers of records that a document names."""
    named = {(related_model_at(model, path), key) for path, value in document.items() for key in keys_in_path(value)}
    types = ContentType.objects.get_for_models(*{related for related, _key in named if related})
    found = Merger.objects.filter(content_type__in=types.values()).select_related("content_type")
    return [each for each in found if (each.content_type.model_class(), each.object_id) in named]


def keys_in_path(value):
    return [key for key in keys_in(value) if isinstance(key, int | str)]


def followed(model, document, mergers):
    """A document with the records that stayed in place of those that went."""
    for merger in mergers:
        keys = {merger.object_id: merger.staying_id}
        document = renamed(model, document, merger.content_type.model_class(), keys)
    return document
