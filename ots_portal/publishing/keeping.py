"""Storing what is left of a draft: its changes, and per language who wrote it and how far it has come."""

from ots_portal.languages import LANGUAGES
from ots_portal.publishing.changes import apply, diff
from ots_portal.publishing.desk import digest
from ots_portal.publishing.drafts import DraftLane, Pending, Promise
from ots_portal.turkish import fold


def keep(desk, changes, user, *, keeps_approval=False):
    """Store these changes as the record's draft, or nothing where there are none and nothing is scheduled."""
    draft = desk.draft
    draft.changes = noted(desk, changes)
    is_scheduled = bool(draft.pk) and Promise.objects.filter(draft=draft).exists()
    if not draft.changes and not is_scheduled:
        return draft.delete() if draft.pk else None
    wanted = apply(desk.live, draft.changes)
    draft.search_text = fold(" ".join(wanted.get(name) or "" for name in desk.model.searched_columns()))
    before = {lane.language: lane for lane in draft.lanes.all()} if draft.pk else {}
    draft.save()
    for language in LANGUAGES:
        keep_lane(
            draft,
            language,
            before.get(language),
            digest(desk.own([language], draft.changes)),
            user=user,
            keeps_approval=keeps_approval,
        )
    return draft


def noted(desk, changes):
    """Only what differs from the live record, each with the live value that its author saw."""
    return {
        path: [changes[path][0] if path in changes else live, wanted]
        for path, (live, wanted) in diff(desk.live, apply(desk.live, changes)).items()
    }


def keep_lane(draft, language, lane, new_digest, *, user, keeps_approval):
    """A lane with other changes than before is a draft again, and whoever saved is one of its authors."""
    if not new_digest:
        return lane.delete() if lane else None
    if lane and lane.digest == new_digest:
        return None
    lane = lane or DraftLane(draft=draft, language=language)
    lane.digest = new_digest
    if not keeps_approval:
        lane.state = Pending.DRAFT
    lane.save()
    if user:
        lane.authors.add(user)
    return None
