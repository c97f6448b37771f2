from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TermsConfig(AppConfig):
    name = "ots_portal.terms"
    label = "terms"
    verbose_name = _("Term base")

    def ready(self):
        from ots_portal.publishing import starter  # noqa: PLC0415 - records exist only when the apps are ready

        starter.register(self, terms="Term")
