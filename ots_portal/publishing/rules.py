"""Settings of publication that administrators choose in the admin."""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from ots_portal.accounts.roles import Governed
from ots_portal.labels import capitalized


class TwoPersonRule(models.Model):
    """A type of record of which somebody else than the authors approves and publishes each text."""

    content_type = models.OneToOneField(
        ContentType,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("type of record"),
        error_messages={"unique": _("This type of record needs two persons already.")},
        help_text=_("Whoever has written in a draft of this type can neither approve nor publish it."),
    )

    governed = Governed.ADMINISTERED

    class Meta:
        verbose_name = _("type of record that needs two persons")
        verbose_name_plural = _("types of record that need two persons")
        ordering = ["pk"]

    def __str__(self):
        return name_of(self.content_type)


def needs_two_persons(record):
    """Must someone other than the authors approve and publish records of this type?"""
    return TwoPersonRule.objects.filter(content_type=ContentType.objects.get_for_model(record)).exists()


def name_of(content_type):
    model = content_type.model_class()
    return capitalized(model._meta.verbose_name_plural) if model else str(content_type)
