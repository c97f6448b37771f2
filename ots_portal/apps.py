from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class OtsPortalConfig(AppConfig):
    name = "ots_portal"


class PortalAdminConfig(admin_apps.AdminConfig):
    """The stock admin with our own site (ots_portal/admin.py)."""

    default_site = "ots_portal.admin.PortalAdminSite"
