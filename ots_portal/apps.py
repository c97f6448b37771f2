from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.db.backends.signals import connection_created

from ots_portal.logs import slow_queries
from ots_portal.page_cache import writes


class OtsPortalConfig(AppConfig):
    name = "ots_portal"

    def ready(self):
        from ots_portal.metrics import checks  # noqa: F401, PLC0415 - registers them

        connection_created.connect(writes.listen)
        connection_created.connect(slow_queries.watch)


class PortalAdminConfig(admin_apps.AdminConfig):
    """The stock admin with our own site (ots_portal/admin.py)."""

    default_site = "ots_portal.admin.PortalAdminSite"
