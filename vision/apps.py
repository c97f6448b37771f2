from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VisionConfig(AppConfig):
    name = "vision"
    verbose_name = _("Turkic World Vision 2040")

    def ready(self):
        from meetings.filters import add_filter  # noqa: PLC0415 - records exist only when the apps are ready
        from ots_portal.publishing import starter  # noqa: PLC0415
        from ots_portal.translating import areas  # noqa: PLC0415
        from vision import searched  # noqa: PLC0415
        from vision.filters import OBJECTIVE, PILLAR  # noqa: PLC0415

        add_filter("pillar", PILLAR)
        add_filter("objective", OBJECTIVE)
        searched.register()
        starter.register(self, declaration="Declaration", pillars="Pillar", sections="Section", evidence="Evidence")
        areas.register(self.get_model("Section"), "areas__reference")
