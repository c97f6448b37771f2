from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    name = "meetings"
    verbose_name = _("Meetings")

    def ready(self):
        from meetings import ordering, searched, waiting  # noqa: PLC0415 - records exist only when the apps are ready
        from ots_portal.publishing import signals, starter  # noqa: PLC0415
        from ots_portal.translating import areas  # noqa: PLC0415

        starter.register(self, series="Series", meetings="Meeting")
        starter.afterwards(ordering.refresh_sort_dates)
        signals.content_published.connect(ordering.refresh_after)
        waiting.register_meetings()
        searched.register()
        areas.register(self.get_model("Meeting"), "areas__reference")
        areas.register(self.get_model("Series"), "topic__area__reference")
