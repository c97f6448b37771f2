from django.apps import AppConfig
from django.db.models.signals import post_delete, post_migrate, post_save
from django.utils.translation import pgettext_lazy


class SearchConfig(AppConfig):
    name = "ots_portal.search"
    label = "search"
    verbose_name = pgettext_lazy("part of the portal", "Search")

    def ready(self):
        from ots_portal.publishing import signals, starter  # noqa: PLC0415 - models exist only now
        from ots_portal.search import indexing, synonyms  # noqa: PLC0415

        signals.moving.connect(indexing.follow)
        post_delete.connect(indexing.forget)
        post_save.connect(indexing.follow_text, sender=self.get_model("FileText"))
        post_migrate.connect(indexing.begin, sender=self)
        starter.register(self, synonyms="Synonym")
        starter.afterwards(indexing.refresh_all)
        synonyms.register()
