"""What waits for a person, in groups of records; the front page counts them, and a filter of each list shows them."""

from collections import defaultdict
from collections.abc import Callable
from typing import NamedTuple

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ots_portal.accounts.models import AuditEntry, Event
from ots_portal.accounts.roles import SHARED, Act, may
from ots_portal.labels import capitalized
from ots_portal.publishing.comments import Comment
from ots_portal.publishing.drafts import DraftLane, Pending, Promise
from ots_portal.publishing.models import Variant
from ots_portal.publishing.record_types import publishable_models
from ots_portal.turkish import sort_key


class Group(NamedTuple):
    """`find` gives the keys of the records that wait for a user, by model: {model: keys}; the daily mail tells of some.

    `address` gives where those of a model are listed; without it, the list of the model shows them.
    """

    name: str
    title: str
    find: Callable
    model: type | None = None  # None: records of any type
    is_told: bool = False
    address: Callable | None = None


_groups = []


def register(name, title, find, model=None, *, is_told=False, address=None):
    """Announce a group; the front page has the groups in this order."""
    if name not in [group.name for group in _groups]:
        _groups.append(Group(name, title, find, model, is_told, address))


def told_groups():
    return [group for group in _groups if group.is_told]


def waiting_for(user):
    """The groups that hold something for a user: title, and per type of record its name, number and list."""
    for group in _groups:
        found = {model: keys for model, keys in group.find(user).items() if keys and may(user, Act.VIEW, model)}
        lists = [
            (capitalized(each._meta.verbose_name_plural), len(found[each]), list_of(group, each)) for each in found
        ]
        if lists:
            yield {"name": group.name, "title": group.title, "lists": sorted(lists, key=by_name)}


def by_name(row):
    return sort_key(row[0], get_language())


def list_of(group, model):
    if group.address:
        return group.address(model)
    try:
        return f"{reverse(f'admin:{model._meta.app_label}_{model._meta.model_name}_changelist')}?waiting={group.name}"
    except NoReverseMatch:
        return ""


class WaitingFilter(admin.SimpleListFilter):
    """The records of a list that wait for whoever reads it."""

    title = _("waiting for you")
    parameter_name = "waiting"

    def lookups(self, request, model_admin):
        return [(group.name, group.title) for group in _groups if group.model in (None, model_admin.model)]

    def queryset(self, request, queryset):
        group = next((group for group in _groups if group.name == self.value()), None)
        return queryset.filter(pk__in=group.find(request.user).get(queryset.model, ())) if group else queryset


# ---- Drafts --------------------------------------------------------------------------------------------------
def in_state(state, act):
    """Drafts of others or one's own in a state, to which the user may do something."""

    def find(user):
        return by_model((each for each in lanes(state=state)), lambda model, language: may(user, act, model, language))

    return find


def of_mine(state):
    def find(user):
        return by_model(lanes(state=state, authors=user))

    return find


def lanes(**wanted):
    """Type, key and language of what drafts hold and is not scheduled already."""
    same = Promise.objects.filter(draft=OuterRef("draft"), language=OuterRef("language"), digest=OuterRef("digest"))
    rows = DraftLane.objects.filter(~Exists(same.filter(failure="")), **wanted)
    return rows.values_list("draft__content_type", "draft__object_id", "language")


def promises(*, is_broken):
    def find(user):
        rows = Promise.objects.exclude(failure="") if is_broken else Promise.objects.filter(failure="")
        return by_model(
            rows.values_list("draft__content_type", "draft__object_id", "language"),
            lambda model, language: may(user, Act.SCHEDULE, model, language),
        )

    return find


def comments(user):
    """Open comments on records that a user writes, wrote last or answers for, and those to which the user has spoken."""
    same = {"content_type": OuterRef("content_type"), "object_id": OuterRef("object_id")}
    drafted = DraftLane.authors.through.objects.filter(
        user=user, **{f"draftlane__draft__{name}": key for name, key in same.items()}
    )
    spoken = Comment.objects.filter(thread=OuterRef("pk"), author=user)
    is_mine = Exists(drafted) | Exists(spoken) | Q(author=user)
    rows = Comment.objects.open().annotate(is_mine=is_mine).values_list("content_type", "object_id", "is_mine")
    mine = by_model([row for row in rows if row[2]] + written_last(rows, user))
    return {model: keys for model, keys in there(by_model(rows), mine, user).items() if keys}


def written_last(rows, user):
    """Those of these records in one of whose languages a user was the last to write."""
    lane = ("content_type", "object_id", "lane")
    entries = AuditEntry.objects.filter(
        event=Event.WRITE, content_type__in={row[0] for row in rows}, object_id__in={str(row[1]) for row in rows}
    )
    last = entries.order_by(*lane, "-pk").distinct(*lane).values_list("content_type", "object_id", "user")
    return [(content_type, int(key), "") for content_type, key, author in last if author == user.pk]


def there(commented, mine, user):
    """Of these records those that still exist and are the user's: one query for each type."""
    return {
        model: {
            key
            for key, owner in model._base_manager.filter(pk__in=keys).values_list("pk", "owner")
            if owner == user.pk or key in mine.get(model, ())
        }
        for model, keys in commented.items()
    }


def unsettled(user):
    rows = Variant.objects.filter(is_settled=False).values_list("content_type", "object_id")
    return by_model(((*row, SHARED) for row in rows), lambda model, lane: may(user, Act.WRITE, model, lane))


def to_be_reviewed(user, now=None):
    """Records whose review date has come: one's own, and those of nobody who still works here."""
    due = [due_for_review(model, user, timezone.localdate(now)) for model in publishable_models()]
    return by_model(
        due[0].union(*due[1:], all=True),
        lambda model, is_own: is_own or may(user, Act.WRITE, model, SHARED),
    )


def due_for_review(model, user, today):
    """Type and key of a model's records, and whether they are the user's own."""
    rows = model._base_manager.order_by().filter(review_on__lte=today)
    rows = rows.filter(Q(owner=user) | Q(owner=None) | Q(owner__is_active=False))
    content_type = ContentType.objects.get_for_model(model).pk
    is_own = Case(When(owner=user, then=True), default=False)
    return rows.values_list(Value(content_type), "pk", is_own)


def by_model(rows, is_wanted=lambda model, language: True):
    """{model: keys} of rows of (type, key, language)."""
    found = defaultdict(set)
    for content_type, key, language in rows:
        model = ContentType.objects.get_for_id(content_type).model_class()
        if model is not None and is_wanted(model, language):
            found[model].add(key)
    return dict(found)


def of_model(rows):
    """A group of one model's records that everyone may mend who writes their shared facts."""

    def find(user):
        found = rows()
        return (
            {found.model: set(found.values_list("pk", flat=True))} if may(user, Act.WRITE, found.model, SHARED) else {}
        )

    return find


def register_drafts():
    register("to-review", _("To review"), in_state(Pending.IN_REVIEW, Act.APPROVE), is_told=True)
    register("sent-back", _("Sent back to you"), of_mine(Pending.SENT_BACK), is_told=True)
    register("approved", _("Approved, to be published"), in_state(Pending.APPROVED, Act.PUBLISH), is_told=True)
    register("not-kept", _("Scheduled, but it failed"), promises(is_broken=True), is_told=True)
    register("mine", _("Your drafts"), of_mine(Pending.DRAFT))
    register("scheduled", _("Scheduled"), promises(is_broken=False))
    register("to-be-reviewed", _("Review date reached"), to_be_reviewed, is_told=True)
    register("comments", _("Comments for you"), comments, is_told=True)
    register("unsettled", _("Sources disagree, not settled"), unsettled)
