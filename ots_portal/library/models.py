import uuid

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ots_portal.accounts.roles import Governed
from ots_portal.library.inspection import inspect
from ots_portal.library.scanning import refuse_infected


def unguessable_name(file, filename):
    return f"library/{file.pk.hex[:2]}/{file.pk.hex}"


class File(models.Model):
    """Stored bytes: what they are, not what they mean (that is cooperation.Document)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    content = models.FileField(_("file"), upload_to=unguessable_name)
    name = models.CharField(
        _("file name"), max_length=200, blank=True, help_text=_("As readers see it when they save the file.")
    )
    media_type = models.CharField(_("type"), max_length=100, editable=False)
    size = models.PositiveBigIntegerField(_("size in bytes"), editable=False)
    checksum = models.CharField(_("SHA-256 checksum"), max_length=64, editable=False)
    width = models.PositiveIntegerField(_("width in pixels"), null=True, editable=False)
    height = models.PositiveIntegerField(_("height in pixels"), null=True, editable=False)
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("uploaded by"),
    )

    governed = Governed.WHOLE
    _described = None

    class Meta:
        verbose_name = _("stored file")
        verbose_name_plural = _("stored files")
        ordering = ["-uploaded_at"]
        indexes = [models.Index(fields=["-uploaded_at"]), models.Index(fields=["checksum"])]

    def __str__(self):
        return self.name

    def clean(self):
        if self.content and not self.content._committed:
            self.describe()

    def save(self, *args, **kwargs):
        if self.content and not self.content._committed:
            self.describe()
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("library_file", args=[self.pk, self.name])

    @property
    def is_image(self):
        return self.width is not None

    def twins(self):
        """Other files of the same content, the oldest first."""
        return File.objects.filter(checksum=self.checksum).exclude(pk=self.pk).order_by("uploaded_at", "pk")

    def describe(self):
        """Once for each content: name, type, size and checksum; ValidationError when it may not be stored."""
        if self.content.file is self._described:
            return
        sent = self.content.file
        found = inspect(sent, self.name or self.content.name)
        refuse_infected(sent)
        if found.picture:
            self.content.file = ContentFile(found.picture.content, name=sent.name)
            self.width, self.height = found.picture.width, found.picture.height
        self.name, self.media_type = found.name, found.media_type
        self.size, self.checksum = found.size, found.checksum
        self._described = self.content.file
