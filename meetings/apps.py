from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    name = "meetings"
    verbose_name = _("Meetings")

    def ready(self):
        from meetings.ordering import refresh_sort_dates  # noqa: PLC0415 - records exist only when the apps are ready
        from ots_portal.publishing import starter  # noqa: PLC0415

        starter.register(self, series="Series", meetings="Meeting")
        starter.afterwards(refresh_sort_dates)
