from django.apps import AppConfig
from django.db.models.signals import post_delete, post_migrate
from django.utils.translation import pgettext_lazy


class LinksConfig(AppConfig):
    name = "ots_portal.links"
    label = "links"
    verbose_name = pgettext_lazy("part of the portal", "Links")

    def ready(self):
        from ots_portal.links import following, form_note, noticing, waiting  # noqa: PLC0415 - models exist only now
        from ots_portal.publishing import form_notes, refusals, remarks, signals, starter  # noqa: PLC0415

        signals.moving.connect(following.follow)
        post_delete.connect(following.forget)
        post_migrate.connect(following.begin, sender=self)
        starter.afterwards(following.refresh_all)
        waiting.register_links()
        remarks.register(noticing.remarks)
        form_notes.register(form_note.note)
        refusals.register(noticing.refuse_nowhere)
