from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ots_portal.publishing.fields import ChoiceField
from ots_portal.publishing.publishable import Publishable


class Evidence(Publishable):
    """That a meeting served an objective, and how; published like a record, without a page of its own."""

    class Basis(models.TextChoices):
        STATED = "stated", _("stated in the source")
        JUDGED = "judged", _("the editors’ judgement")

    class Direction(models.TextChoices):
        DISCUSSED = "discussed", _("discussed")
        DECIDED = "decided", _("decided")
        DONE = "done", _("done")

    objective = models.ForeignKey(
        "vision.Objective", on_delete=models.PROTECT, related_name="evidence", verbose_name=_("objective")
    )
    meeting = models.ForeignKey(
        "meetings.Meeting", on_delete=models.PROTECT, related_name="evidence", verbose_name=_("meeting")
    )
    outcome = models.ForeignKey(
        "meetings.Outcome",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="evidence",
        verbose_name=_("outcome"),
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    basis = ChoiceField(_("basis"), max_length=20, choices=Basis.choices, default=Basis.JUDGED)
    direction = ChoiceField(_("how far"), max_length=20, choices=Direction.choices, default=Direction.DISCUSSED)

    naming_field = "reference"
    has_page = False

    class Meta(Publishable.Meta):
        verbose_name = _("evidence")
        verbose_name_plural = pgettext_lazy("plural", "evidence")
        constraints = [
            *Publishable.Meta.constraints,
            models.UniqueConstraint(
                fields=["objective", "meeting", "outcome"],
                nulls_distinct=False,
                name="evidence_unique",
                violation_error_message=_("This meeting is already given as evidence for this objective."),
            ),
        ]
