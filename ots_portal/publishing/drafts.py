"""What is not live yet and what was live: drafts, promises for later, and the revisions of each record."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ots_portal.publishing.fields import ChoiceField
from ots_portal.search.stemming import beginnings

PUBLIC_NOTE_LENGTH = 300

_person = {"to": settings.AUTH_USER_MODEL, "on_delete": models.PROTECT, "related_name": "+"}


class OfRecordQuerySet(models.QuerySet):
    def of(self, record):
        """The rows about one record."""
        content_type = ContentType.objects.get_for_model(record)
        return self.filter(content_type=content_type, object_id=record.pk)


class OfRecord(models.Model):
    """A row about a publishable record of any type."""

    content_type = models.ForeignKey(
        ContentType, on_delete=models.PROTECT, related_name="+", verbose_name=_("type of record")
    )
    object_id = models.PositiveBigIntegerField(_("key of the record"))
    record = GenericForeignKey("content_type", "object_id")

    objects = OfRecordQuerySet.as_manager()

    class Meta:
        abstract = True


class Pending(models.TextChoices):
    """How far what is not live yet has come in one language."""

    NONE = "none", pgettext_lazy("pending", "nothing")
    DRAFT = "draft", _("draft")
    IN_REVIEW = "in-review", _("in review")
    SENT_BACK = "sent-back", _("sent back")
    APPROVED = "approved", _("approved")
    SCHEDULED = "scheduled", _("scheduled")


class DraftQuerySet(OfRecordQuerySet):
    def in_state(self, state, language=""):
        """Drafts with this pending state in a language, or in any."""
        named = {"language": language} if language else {}
        promises = Promise.objects.filter(draft=OuterRef("pk"), failure="", **named)
        lanes = DraftLane.objects.filter(draft=OuterRef("pk"), **named)
        same = {"draft": OuterRef("draft"), "language": OuterRef("language")}
        if state == Pending.SCHEDULED:
            changed = DraftLane.objects.filter(~Q(digest=OuterRef("digest")), **same)
            return self.filter(Exists(promises.filter(~Exists(changed))))
        promised = Promise.objects.filter(failure="", digest=OuterRef("digest"), **same)
        return self.filter(Exists(lanes.filter(~Exists(promised), state=state)))

    def in_language(self, language):
        """Drafts that hold something in a language, or of which something is scheduled in it."""
        rows = [model.objects.filter(draft=OuterRef("pk"), language=language) for model in (DraftLane, Promise)]
        return self.filter(Exists(rows[0]) | Exists(rows[1]))

    def containing(self, text):
        """Drafts in which the names of the record hold every word of a text."""
        rows = self
        for word in beginnings(text):
            rows = rows.filter(search_text__contains=word)
        return rows


class Draft(OfRecord):
    """The pending changes of one record, {path: [live value when written, wanted value]}; none, no row."""

    changes = models.JSONField(_("changes"), default=dict)
    updated_at = models.DateTimeField(_("last saved"), auto_now=True)
    search_text = models.TextField(default="", blank=True, editable=False)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["content_type", "object_id"], name="one_draft_per_record")]

    def __str__(self):
        return str(self.record)

    def pending_in(self, language):
        """The pending state in a language; what was scheduled and failed or was changed since is a draft again."""
        lane = next((each for each in self.lanes.all() if each.language == language), None)
        promise = next((each for each in self.promises.all() if each.language == language), None)
        if promise and not promise.failure and (lane is None or lane.digest == promise.digest):
            return Pending.SCHEDULED
        return Pending(lane.state) if lane else Pending.NONE


class DraftLane(models.Model):
    """What a draft holds in one language: who wrote it, and how far its review has come."""

    STATES = [state for state in Pending.choices if state[0] not in {Pending.NONE, Pending.SCHEDULED}]

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="lanes", verbose_name=_("draft"))
    language = ChoiceField(_("language"), max_length=5, choices=settings.LANGUAGES)
    state = ChoiceField(_("state"), max_length=10, choices=STATES, default=Pending.DRAFT)
    digest = models.CharField(_("digest of the changes"), max_length=64)
    note = models.TextField(_("note"), blank=True)
    authors = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", verbose_name=_("authors"))
    moved_by = models.ForeignKey(**_person, null=True, verbose_name=_("submitted, sent back or approved by"))
    moved_at = models.DateTimeField(_("since"), null=True)

    class Meta:
        verbose_name = _("language of a draft")
        verbose_name_plural = _("languages of drafts")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["draft", "language"], name="one_lane_per_language")]
        indexes = [models.Index(fields=["state"], name="lane_state")]

    def __str__(self):
        return f"{self.draft_id} {self.language}: {self.get_state_display()}"


class PromiseQuerySet(models.QuerySet):
    def bundle_of(self, record, language):
        """The promise for a language of a record, with all that are kept together with it."""
        own = self.filter(draft__in=Draft.objects.of(record), language=language)
        return self.filter(Q(pk__in=own.values("pk")) | Q(bundle__in=own.values("bundle")))


class Promise(models.Model):
    """That a language of a record will be published or withdrawn at a time, in the words of the day it was given.

    Promises of one bundle are kept together or not at all.
    """

    class Act(models.TextChoices):
        PUBLISH = "publish", _("publish")
        WITHDRAW = "withdraw", _("withdraw")

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="promises", verbose_name=_("draft"))
    language = ChoiceField(_("language"), max_length=5, choices=settings.LANGUAGES)
    act = ChoiceField(_("act"), max_length=10, choices=Act.choices)
    at = models.DateTimeField(_("time"))
    changes = models.JSONField(_("changes"), default=dict)
    digest = models.CharField(_("digest of the changes"), max_length=64)
    user = models.ForeignKey(**_person, null=True, verbose_name=_("given by"))
    note = models.TextField(_("note"), blank=True, help_text=_("The note on the publication, or the notice."))
    public_note = models.CharField(_("note for readers"), max_length=PUBLIC_NOTE_LENGTH, blank=True)
    failure = models.TextField(_("why it was not kept"), blank=True)
    bundle = models.UUIDField(_("bundle"), null=True, editable=False)

    objects = PromiseQuerySet.as_manager()

    class Meta:
        verbose_name = _("scheduled act")
        verbose_name_plural = _("scheduled acts")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["draft", "language"], name="one_promise_per_language")]
        indexes = [
            models.Index(fields=["at"], condition=models.Q(failure=""), name="promise_due"),
            models.Index(fields=["bundle"], condition=models.Q(bundle__isnull=False), name="promise_bundle"),
        ]

    def __str__(self):
        return f"{self.get_act_display()} ({self.language}), {self.at:%Y-%m-%d %H:%M}"


class Revision(OfRecord):
    """What was live after one publication or withdrawal, or another notice of it; the database refuses to change or delete it."""

    class Act(models.TextChoices):
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")

    document = models.JSONField(_("document"))
    languages = ArrayField(models.CharField(max_length=5), verbose_name=_("languages"))
    news_in = ArrayField(
        models.CharField(max_length=5), default=list, verbose_name=_("languages in which readers saw something new")
    )
    act = ChoiceField(_("act"), max_length=10, choices=Act.choices, default=Act.PUBLISHED)
    user = models.ForeignKey(**_person, null=True, verbose_name=_("user"))
    user_name = models.CharField(_("name of the user"), max_length=200, blank=True)
    at = models.DateTimeField(_("time"))
    note = models.TextField(_("note"), blank=True)
    public_notes = models.JSONField(_("notes for readers"), default=dict)  # {language: text}
    is_emergency = models.BooleanField(_("published in an emergency"), default=False)

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-id"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["content_type", "object_id", "-id"], name="revision_record"),
            models.Index(fields=["-at", "-id"], name="revision_time"),
        ]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.get_act_display()} ({', '.join(self.languages)})"
