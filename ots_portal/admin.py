"""The admin site: Django's own, in our words and colours."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _


class PortalAdminSite(admin.AdminSite):
    site_header = _("OTS Portal")
    site_title = _("OTS Portal")
    index_title = _("Administration")
