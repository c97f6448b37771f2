from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ots_portal.publishing.fields import RichTextField
from ots_portal.publishing.publishable import Publishable


class Page(Publishable):
    """A small page of text, such as “About this portal”."""

    title = models.CharField(_("title"), max_length=200)
    body = RichTextField(_("text"), blank=True)

    class Meta(Publishable.Meta):
        verbose_name = _("page")
        verbose_name_plural = _("pages")

    def get_absolute_url(self):
        return reverse("pages:page_detail", args=[self.current_slug])
