from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from meetings.models.meeting import Meeting
from ots_portal.publishing.fields import ChoiceField
from ots_portal.publishing.publishable import Part


class AgendaItem(Part):
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda", verbose_name=_("meeting"))
    text = models.CharField(_("text"), max_length=500)

    parent_field = "meeting"

    class Meta(Part.Meta):
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda")

    def __str__(self):
        return self.text or ""


class Participation(Part):
    """Who took part, in which role, and in the office of that time."""

    class Role(models.TextChoices):
        HOST = "host", _("host")
        CO_HOST = "co-host", _("co-host")
        CHAIR = "chair", _("chair")
        INITIATOR = "initiator", _("initiator")
        ORGANISER = "organiser", _("organiser")
        CO_ORGANISER = "co-organiser", _("co-organiser")
        PARTICIPANT = "participant", _("participant")
        VISITED = "visited", _("visited")
        RECEIVED_BY = "received-by", _("received by")

    meeting = models.ForeignKey(
        Meeting, on_delete=models.CASCADE, related_name="participations", verbose_name=_("meeting")
    )
    role = ChoiceField(_("role"), max_length=20, choices=Role.choices, default=Role.PARTICIPANT)
    person = models.ForeignKey(
        "cooperation.Person",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="participations",
        verbose_name=_("person"),
    )
    institution = models.ForeignKey(
        "cooperation.Institution",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="participations",
        verbose_name=_("institution"),
    )
    state = models.ForeignKey(
        "cooperation.State",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="participations",
        verbose_name=_("state"),
    )
    office = models.CharField(
        _("office at the time"),
        max_length=300,
        blank=True,
        help_text=_("As it was on the day of the meeting."),
    )

    parent_field = "meeting"

    class Meta(Part.Meta):
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, institution__isnull=True, state__isnull=True)
                | Q(person__isnull=True, institution__isnull=False, state__isnull=True)
                | Q(person__isnull=True, institution__isnull=True, state__isnull=False),
                name="participation_is_one_of_three",
                violation_error_message=_("Choose exactly one: a person, an institution or a state."),
            ),
        ]

    def __str__(self):
        return str(self.participant or "")

    @property
    def participant(self):
        return self.person or self.institution or self.state


class Outcome(Part):
    """What came out of a meeting."""

    class Kind(models.TextChoices):
        DECISION = "decision", _("decision")
        AGREEMENT = "agreement", _("agreement")
        DOCUMENT_SIGNED = "document-signed", _("document signed")
        DOCUMENT_ADOPTED = "document-adopted", _("document adopted")
        DOCUMENT_APPROVED = "document-approved", _("document approved")
        RECOMMENDATION = "recommendation", _("recommendation")
        CALL = "call", _("call")
        BODY_ESTABLISHED = "body-established", _("body established")
        PUBLICATION_PRESENTED = "publication-presented", _("publication presented")
        STATEMENT = "statement", _("statement")
        PROPOSAL = "proposal", _("proposal")

    class FollowUp(models.TextChoices):
        OPEN = "open", _("open")
        DONE = "done", _("done")
        DROPPED = "dropped", _("dropped")

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="outcomes", verbose_name=_("meeting"))
    kind = ChoiceField(_("kind"), max_length=30, choices=Kind.choices)
    text = models.TextField(_("text"))
    document = models.ForeignKey(
        "cooperation.Document",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="outcomes",
        verbose_name=_("document"),
    )
    membership = models.ForeignKey(
        "cooperation.Membership",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="outcomes",
        verbose_name=_("membership"),
        help_text=_("The membership that this outcome decided."),
    )
    follow_up = ChoiceField(
        _("follow-up"),
        max_length=20,
        choices=FollowUp.choices,
        blank=True,
        help_text=_("Empty when not recorded."),
    )
    fulfilled_by = models.ForeignKey(
        Meeting,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="fulfilled_outcomes",
        verbose_name=_("fulfilled by"),
        help_text=_("The meeting that did what was decided here."),
    )

    parent_field = "meeting"

    class Meta(Part.Meta):
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")

    def __str__(self):
        return self.text or ""
