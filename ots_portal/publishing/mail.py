"""Mail to those whom an act concerns, each in their own language; nobody gets mail about their own acts."""

import logging
import re

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.mail import send_mail
from django.db.models import Q
from django.dispatch import receiver
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.translation import override

from ots_portal.accounts.models import AuditEntry, Event
from ots_portal.accounts.roles import Act, may
from ots_portal.languages import FIRST_LANGUAGE
from ots_portal.publishing.comments import Comment
from ots_portal.publishing.desk import Desk
from ots_portal.publishing.drafts import DraftLane, Pending
from ots_portal.publishing.publishable import Publishable
from ots_portal.publishing.signals import commented, content_published, draft_moved, promise_broken

logger = logging.getLogger(__name__)

EMPTY_LINES = re.compile(r"\n{3,}")


@receiver(draft_moved)
def tell_of_move(sender, record, languages, user, *, act, note, **_more):
    """A submission concerns those who may approve; what is sent back or approved, those who wrote it."""
    for language in languages:
        if act == Pending.IN_REVIEW:
            tell("submitted", approvers(record, language), record, language, user=user, note=note)
        elif act in (Pending.SENT_BACK, Pending.APPROVED):
            tell(act.replace("-", "_"), authors(record, language), record, language, user=user, note=note)


@receiver(content_published)
def tell_of_publication(sender, record, languages, user, *, authors=None, is_emergency=False, **_more):
    """A publication concerns whoever wrote it and whoever answers for the record; in an emergency those passed over."""
    if not issubclass(sender, Publishable) or authors is None:  # nobody wrote it where a merged duplicate was named
        return
    owner = {record.owner} if user and record.owner_id else set()
    for language in languages:
        concerned = owner | set(authors.get(language, ()))
        if is_emergency:
            concerned |= approvers(record, language)
        tell("published", concerned, record, language, user=user, is_emergency=is_emergency)


@receiver(promise_broken)
def tell_of_failure(sender, promise, failure, **_more):
    record = promise.draft.record
    concerned = {user for user in (promise.user, record.owner) if user}
    tell("not_kept", concerned, record, promise.language, promise=promise, failure=failure)


@receiver(commented)
def tell_of_comment(sender, record, comment, languages, label, **_more):
    """A comment concerns who writes in its languages, or wrote last, who answers for the record, and who spoke before."""
    concerned = {record.owner} if record.owner_id else set()
    concerned |= set().union(*(authors(record, language) or last_author(record, language) for language in languages))
    if comment.thread_id:
        concerned |= speakers(comment.thread)
    tell(
        "commented",
        concerned,
        record,
        FIRST_LANGUAGE,
        user=comment.author,
        comment=comment,
        label=label,
        page="comments",
    )


def speakers(thread):
    said = Comment.objects.filter(Q(pk=thread.pk) | Q(thread=thread))
    return set(get_user_model().objects.filter(pk__in=said.values("author")))


def authors(record, language):
    lanes = DraftLane.objects.filter(draft__in=record.drafts.all(), language=language)
    return set(get_user_model().objects.filter(pk__in=lanes.values("authors")))


def last_author(record, language):
    written = AuditEntry.objects.filter(event=Event.WRITE, lane=language, user__isnull=False, object_id=str(record.pk))
    of_type = written.filter(content_type=ContentType.objects.get_for_model(record)).select_related("user")
    return {entry.user for entry in of_type.order_by("-pk")[:1]}


def approvers(record, language):
    users = get_user_model().objects.filter(is_active=True, is_staff=True).exclude(email="")
    return {user for user in users if may(user, Act.APPROVE, record, language)}


def tell(name, concerned, record, language, *, user=None, **more):
    """Send one mail to each; a mail server out of reach stops neither the act nor the other mails."""
    told = [each for each in concerned - {user} if each.email and may(each, Act.VIEW, record)]
    record = Desk(record).built() if told else record
    for each in sorted(told, key=lambda other: other.pk):
        try:
            send(name, each, record, {"user": user, "language": str(language), **more})
        except OSError:
            logger.exception("No mail (%s) to %s about %s %s", name, each, record._meta.label, record.pk)


def send(name, recipient, record, facts):
    """The first line of the text is the subject."""
    with override(recipient.language):
        context = facts | {
            "recipient": recipient,
            "name": " ".join(str(record).split()),
            "type": record._meta.verbose_name,
            "language": dict(settings.LANGUAGES)[facts["language"]],
            "address": address_of(record, facts.get("page", "change")),
        }
        text = render_to_string(f"publishing/mail/{name}.txt", context)
    subject, _line_end, body = text.strip().partition("\n")
    body = EMPTY_LINES.sub("\n\n", body.strip()) + "\n"
    send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [recipient.email])


def address_of(record, page="change"):
    """Where the record is edited, or another page of the admin about it."""
    try:
        path = reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_{page}", args=[record.pk])
    except NoReverseMatch:
        path = reverse("admin:index")
    return settings.ORIGIN + path
