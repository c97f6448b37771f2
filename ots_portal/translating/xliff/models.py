from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from ots_portal.publishing.fields import ChoiceField

KEPT = timedelta(days=1)


class ImportedFileQuerySet(models.QuerySet):
    def forgotten(self):
        """Uploads that nobody confirmed within a day."""
        return self.filter(imported_at=None, at__lt=timezone.now() - KEPT)

    def shown_to(self, user):
        return self.filter(models.Q(imported_at__isnull=False) | models.Q(user=user))


class ImportedFile(models.Model):
    """A translator's file: what it holds until somebody confirms its report, then what it changed."""

    name = models.CharField(_("file name"), max_length=200)
    language = ChoiceField(_("language"), max_length=5, choices=settings.LANGUAGES)
    content = models.BinaryField(_("content"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("user")
    )
    at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    imported_at = models.DateTimeField(pgettext_lazy("file", "imported"), null=True)
    undone_at = models.DateTimeField(pgettext_lazy("import", "undone"), null=True)
    changes = models.JSONField(_("changes"), default=dict, help_text=_("Of each record, what the import changed."))
    texts = models.PositiveIntegerField(_("texts"), default=0)

    objects = ImportedFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("imported file")
        verbose_name_plural = _("imported files")
        default_permissions = ()
        ordering = ["-pk"]

    def __str__(self):
        return self.name

    @property
    def state(self):
        if self.undone_at:
            return pgettext("import", "undone")
        return pgettext("import", "imported") if self.imported_at else pgettext("import", "not confirmed yet")
