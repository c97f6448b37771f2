from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "ots_portal.accounts"
    label = "accounts"
    verbose_name = _("Users and rights")

    def ready(self):
        from ots_portal.accounts import audit, checks  # noqa: F401, PLC0415 - receivers that need the models; registers
