from django.apps import AppConfig
from django.db.models.signals import post_delete, post_migrate, post_save
from django.utils.translation import gettext_lazy as _


class PublishingConfig(AppConfig):
    name = "ots_portal.publishing"
    label = "publishing"
    verbose_name = _("Publishing")

    def ready(self):
        from ots_portal.publishing import mail, waiting  # noqa: F401, PLC0415 - models exist only now
        from ots_portal.publishing.announcing import tell_of_plain_rows  # noqa: PLC0415
        from ots_portal.publishing.new_language import fill_sort_keys  # noqa: PLC0415

        post_save.connect(tell_of_plain_rows)
        post_delete.connect(tell_of_plain_rows)
        post_migrate.connect(fill_sort_keys, sender=self)
        waiting.register_drafts()
