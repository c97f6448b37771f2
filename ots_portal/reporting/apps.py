from django.apps import AppConfig
from django.conf import settings


class ReportingConfig(AppConfig):
    name = "ots_portal.reporting"

    def ready(self):
        if settings.SENTRY_DSN:
            from ots_portal.reporting import errors  # noqa: PLC0415 - costs 20 MB, which nobody pays without need

            errors.begin()
