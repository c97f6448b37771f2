from functools import cached_property

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Concat, Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ots_portal.accounts.roles import FIRST_LANGUAGE, LANGUAGES, Governed, Grant, Role


class User(AbstractUser):
    """A member of staff; deactivated when leaving, never deleted, because records name their authors."""

    language = models.CharField(
        _("language"),
        max_length=5,
        choices=settings.LANGUAGES,
        default=settings.LANGUAGE_CODE,
        help_text=_("The language of the administration and of mail after signing in."),
    )

    daily_mail = models.BooleanField(
        _("daily mail of new work"),
        default=True,
        help_text=_("Once a day, and only if there is something new."),
    )

    governed = Governed.ADMINISTERED

    class Meta(AbstractUser.Meta):
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=~models.Q(email=""),
                name="user_email_unique",
                violation_error_message=_("Another user already has this mail address."),
            )
        ]

    @property
    def shown_name(self):
        """The full name, or the user name of whoever gave none."""
        return self.get_full_name() or self.get_username()

    @cached_property
    def grants(self):
        """The rights given, read once for each request."""
        return list(self.assignments.grants()) if self.pk else []


class AssignmentQuerySet(models.QuerySet):
    def grants(self):
        label = Concat("content_types__app_label", Value("."), "content_types__model")
        types = ArrayAgg(label, filter=Q(content_types__isnull=False), default=Value([]))
        for role, languages, labels in self.annotate(types=types).values_list("role", "languages", "types"):
            yield Grant(role, frozenset(languages), frozenset(labels))


class Assignment(models.Model):
    """A role of a user, for some languages and types of record or for all."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="assignments", verbose_name=_("user"))
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    languages = ArrayField(
        models.CharField(max_length=5, choices=settings.LANGUAGES),
        verbose_name=_("languages"),
        default=list,
        blank=True,
        help_text=_("In which languages the role may write and publish. None chosen: in all."),
    )
    content_types = models.ManyToManyField(
        ContentType,
        blank=True,
        related_name="+",
        verbose_name=_("types of record"),
        help_text=_("For which records the role holds. None chosen: for all."),
    )

    objects = AssignmentQuerySet.as_manager()

    governed = Governed.ADMINISTERED

    class Meta:
        verbose_name = _("role of a user")
        verbose_name_plural = _("roles of users")
        ordering = ["user", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="assignment_role_known"),
            models.CheckConstraint(
                condition=Q(languages__contained_by=sorted(LANGUAGES)), name="assignment_languages_known"
            ),
        ]

    def __str__(self):
        return str(self.get_role_display())

    def save(self, *args, **kwargs):
        """Whoever has a role may enter the administration, also where a command gives it: is_staff only repeats it."""
        super().save(*args, **kwargs)
        if not self.user.is_staff:
            self.user.is_staff = True
            self.user.save(update_fields=["is_staff"])

    @property
    def with_languages(self):
        """The role and its languages, for lists: “translator (en)”."""
        return f"{self} ({', '.join(self.languages)})" if self.languages else str(self)

    def clean(self):
        if self.role == Role.TRANSLATOR and set(self.languages or []) == {FIRST_LANGUAGE}:
            message = _("Translators write into the other languages; whoever writes the first one is an editor.")
            raise ValidationError({"languages": message})


class Event(models.TextChoices):
    """What is recorded: every act that changes something, and what happens to users."""

    ADD = "add", pgettext_lazy("event", "added")
    WRITE = "write", pgettext_lazy("event", "wrote")
    SUBMIT = "submit", pgettext_lazy("event", "submitted for review")
    SEND_BACK = "send_back", pgettext_lazy("event", "sent back")
    APPROVE = "approve", pgettext_lazy("event", "approved")
    PUBLISH = "publish", pgettext_lazy("event", "published")
    EMERGENCY = "emergency", pgettext_lazy("event", "published in an emergency")
    SCHEDULE = "schedule", pgettext_lazy("event", "scheduled")
    CANCEL = "cancel", pgettext_lazy("event", "cancelled what was scheduled")
    WITHDRAW = "withdraw", pgettext_lazy("event", "withdrew")
    DISCARD = "discard", pgettext_lazy("event", "discarded")
    RESTORE = "restore", pgettext_lazy("event", "restored as a draft")
    MERGE = "merge", pgettext_lazy("event", "merged duplicates")
    DELETE = "delete", pgettext_lazy("event", "deleted")
    COMMENT = "comment", pgettext_lazy("event", "commented")
    SHARE = "share", pgettext_lazy("event", "shared a preview")
    REVOKE = "revoke", pgettext_lazy("event", "ended a shared preview")
    EXPORT = "export", pgettext_lazy("event", "downloaded for translation")
    DOWNLOAD = "download", pgettext_lazy("event", "downloaded")
    IMPORT = "import", pgettext_lazy("event", "imported")
    UNDO = "undo", pgettext_lazy("event", "took an import back")
    FORGED = "forged", pgettext_lazy("event", "sent a forged form")
    BACKUP = "backup", pgettext_lazy("event", "made a backup")
    VERIFIED = "verified", pgettext_lazy("event", "verified a backup")
    RESTORED = "restored", pgettext_lazy("event", "restored a backup")
    SETTING = "setting", pgettext_lazy("event", "changed a setting")
    INVITE = "invite", pgettext_lazy("event", "invited")
    USER = "user", pgettext_lazy("event", "changed a user")
    PASSWORD = "password", pgettext_lazy("event", "set a password")
    SIGN_IN = "sign_in", pgettext_lazy("event", "signed in")
    SIGN_IN_FAILED = "sign_in_failed", pgettext_lazy("event", "failed to sign in")
    SIGN_OUT = "sign_out", pgettext_lazy("event", "signed out")


class AuditEntry(models.Model):
    """One thing that somebody did; the database refuses to change or delete it."""

    at = models.DateTimeField(_("time"), auto_now_add=True)
    user = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("user"), db_index=False
    )
    user_name = models.CharField(pgettext_lazy("audit", "who"), max_length=150, blank=True)
    event = models.CharField(pgettext_lazy("audit", "event"), max_length=20, choices=Event.choices)
    content_type = models.ForeignKey(
        ContentType,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("type of record"),
        db_index=False,
    )
    object_id = models.CharField(max_length=40, blank=True)
    record_name = models.CharField(_("record"), max_length=300, blank=True)
    reference = models.CharField(_("reference"), max_length=80, blank=True)
    lane = models.CharField(_("language"), max_length=10, blank=True)
    before = models.JSONField(pgettext_lazy("audit", "before"), null=True, encoder=DjangoJSONEncoder)
    after = models.JSONField(pgettext_lazy("audit", "after"), null=True, encoder=DjangoJSONEncoder)

    governed = Governed.ADMINISTERED

    class Meta:
        verbose_name = _("entry of the log")
        verbose_name_plural = _("log of acts")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["at"], name="audit_time"),
            models.Index(fields=["user", "-id"], name="audit_user"),
            models.Index(fields=["content_type", "object_id", "-id"], name="audit_record"),
            models.Index(fields=["event", "-id"], name="audit_event"),
        ]
        constraints = [models.CheckConstraint(condition=Q(event__in=Event.values), name="audit_event_known")]

    def __str__(self):
        return f"{self.user_name}: {self.get_event_display()}"
