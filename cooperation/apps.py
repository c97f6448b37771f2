from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CooperationConfig(AppConfig):
    name = "cooperation"
    verbose_name = _("Cooperation")

    def ready(self):
        from cooperation import searched, waiting  # noqa: PLC0415 - records exist only when the apps are ready
        from ots_portal.publishing import starter  # noqa: PLC0415
        from ots_portal.translating import areas  # noqa: PLC0415

        starter.register(
            self,
            countries="Country",
            cities="City",
            areas="Area",
            institutions="Institution",
            people="Person",
            documents="Document",
            topics="Topic",
            states="State",
            names="OrganisationName",
        )
        waiting.register_documents()
        searched.register()
        areas.register(self.get_model("Area"), "reference", is_area=True)
        areas.register(self.get_model("Topic"), "area__reference")
        areas.register(self.get_model("Document"), "areas__reference")
