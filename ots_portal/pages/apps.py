from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "ots_portal.pages"
    label = "pages"
    verbose_name = _("Free pages")

    def ready(self):
        from ots_portal.pages import searched  # noqa: PLC0415 - records exist only when the apps are ready
        from ots_portal.publishing import starter  # noqa: PLC0415

        starter.register(self, pages="Page", menu="MenuItem")
        searched.register()
