"""What the daily mail remembers of each of its readers."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class DailyMail(models.Model):
    """What somebody was told of, and when the portal last looked for more."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("user")
    )
    looked_on = models.DateField(_("looked on"), null=True)
    told = models.JSONField(_("told of"), default=dict)  # {group: {type of record: keys}}

    class Meta:
        verbose_name = _("daily mail")
        verbose_name_plural = _("daily mails")
        default_permissions = ()

    def __str__(self):
        return f"{self.user_id}: {self.looked_on}"
