"""What colleagues say to each other about a field of a record, until it is resolved; readers see none of it."""

from functools import partial

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ots_portal.accounts.audit import Event
from ots_portal.accounts.audit import record as audit
from ots_portal.accounts.roles import Act
from ots_portal.languages import LANGUAGES
from ots_portal.publishing import signals
from ots_portal.publishing.desk import Desk
from ots_portal.publishing.drafts import OfRecord, OfRecordQuerySet
from ots_portal.publishing.parts import Kind, field_at, lane_of, language_of, split
from ots_portal.publishing.problems import anchor
from ots_portal.publishing.refusals import refuse_unless
from ots_portal.publishing.words import Reader

MOST_QUOTED = 300


class CommentQuerySet(OfRecordQuerySet):
    def threads(self):
        """First comments; what was said to them is their `replies`."""
        return self.filter(thread=None)

    def open(self):
        return self.threads().filter(resolved_at=None)


class Comment(OfRecord):
    """A remark on a path of a record, or (empty path) on all of it; replies name the comment that they answer."""

    thread = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="replies", verbose_name=_("in reply to")
    )
    path = models.CharField(_("fact"), max_length=200, blank=True)
    words = models.TextField(_("the words it was about"), blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("author")
    )
    author_name = models.CharField(_("name of the author"), max_length=200)
    text = models.TextField(pgettext_lazy("comment", "text"))
    at = models.DateTimeField(_("time"), auto_now_add=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("resolved by")
    )
    resolved_at = models.DateTimeField(_("resolved"), null=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["id"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["content_type", "object_id", "id"], name="comment_record"),
            models.Index(
                fields=["content_type", "object_id"],
                condition=models.Q(thread=None, resolved_at=None),
                name="comment_open",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="comment_says_something"),
            models.CheckConstraint(
                condition=models.Q(resolved_at=None, resolved_by=None)
                | models.Q(resolved_at__isnull=False, resolved_by__isnull=False, thread=None),
                name="comment_resolved_by_someone",
            ),
        ]

    def __str__(self):
        return f"{self.author_name}: {Truncator(self.text).chars(60)}"


class Places:
    """The paths of a record as it is drafted, in words; what is no longer there counts as the whole record."""

    def __init__(self, desk):
        self.desk, self.model = desk, desk.model

    @cached_property
    def built(self):
        return self.desk.built()

    @cached_property
    def reader(self):
        return Reader(self.model, {}, (self.desk.live, self.desk.working))

    def has(self, path):
        """Whether a field or a row is there, written as drafts write it."""
        name, row, field_name = split(path)
        field = field_at(self.model, path)
        if field is None or path != "/".join(filter(None, (name, row, field_name))):
            return False
        return bool(self.desk.working.get(f"{name}/{row}")) if row else not isinstance(field, Kind)

    def label(self, path):
        """The name of a field or row; of what the models no longer have, nothing."""
        return self.reader.label(path) if path and field_at(self.model, path) else ""

    def language(self, path):
        """The language in which a field is written, if it has one."""
        return getattr(field_at(self.model, path), "language", "")

    def lane(self, path):
        return lane_of(self.model, path, self.desk.live, self.desk.working) if path else ""

    def anchor(self, path):
        return anchor(self.model, self.built, path) if path and self.has(path) else ""

    def quoted(self, path):
        """What stands at a path, as people read it, cut to a length that recalls it."""
        if not path:
            return ""
        field, value = field_at(self.model, path), self.desk.working.get(path)
        if isinstance(field, Kind):
            name, key, _field = split(path)
            text = next((str(row) for row in getattr(self.built, name).all() if str(row.pk) == key), "")
        else:
            text = Reader(self.model, {path: [value]}, ()).text_of(field, value)
        return Truncator(text).chars(MOST_QUOTED)


# ---- Acts ----------------------------------------------------------------------------------------------------
@transaction.atomic
def comment(record, user, text, path="", thread=None):
    """Say something about a path, or in reply; a reply to what was resolved opens it again."""
    refuse_unless(user, Act.COMMENT, record, [None])
    if thread is not None and thread.resolved_at:
        reopen(thread, user)
    places = Places(Desk(record))
    path = thread.path if thread else path
    said = Comment.objects.create(
        record=places.desk.record,
        thread=thread,
        path=path,
        words="" if thread else places.quoted(path),
        author=user,
        author_name=user.shown_name,
        text=text,
    )
    audit(user, Event.COMMENT, about=record, lane=places.lane(path), after={"comment": said.pk, "paths": [path]})
    languages = [language_of(places.lane(path))] if path else LANGUAGES
    facts = {"record": places.desk.record, "languages": languages, "label": partial(places.label, path)}
    transaction.on_commit(partial(signals.commented.send_robust, sender=Comment, comment=said, **facts))
    return said


def resolve(thread, user):
    move(thread, user, timezone.now())


def reopen(thread, user):
    move(thread, user, None)


@transaction.atomic
def move(thread, user, resolved_at):
    """Nothing happens where somebody else was faster."""
    refuse_unless(user, Act.COMMENT, thread.record, [None])
    rows = Comment.objects.threads().filter(pk=thread.pk, resolved_at__isnull=resolved_at is not None)
    if rows.update(resolved_at=resolved_at, resolved_by=user if resolved_at else None):
        is_resolved = resolved_at is not None
        before, after = {"resolved": not is_resolved}, {"resolved": is_resolved, "comment": thread.pk}
        audit(user, Event.COMMENT, about=thread.record, before=before, after=after)
