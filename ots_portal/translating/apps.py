from django.apps import AppConfig
from django.db.models.signals import post_delete, post_migrate
from django.utils.translation import gettext_lazy as _


class TranslatingConfig(AppConfig):
    name = "ots_portal.translating"
    label = "translating"
    verbose_name = _("Translating")

    def ready(self):
        from ots_portal.publishing import remarks, signals, starter  # noqa: PLC0415 - models exist only now
        from ots_portal.translating import remembering, terminology, waiting, worklist  # noqa: PLC0415

        signals.typed.connect(remembering.remember_typed)
        signals.moving.connect(worklist.follow)
        signals.promise_broken.connect(worklist.follow_broken_promise)
        post_delete.connect(worklist.forget)
        post_migrate.connect(worklist.begin, sender=self)
        starter.afterwards(worklist.refresh_all)
        waiting.register_translations()
        remarks.register(terminology.remarks)
