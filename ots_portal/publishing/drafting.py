"""Writing drafts: starting a record, saving, discarding and restoring; readers see nothing of it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation

from ots_portal.accounts.roles import Act
from ots_portal.languages import FIRST_LANGUAGE, LANGUAGES
from ots_portal.publishing.announcing import announce_typed, tell
from ots_portal.publishing.changes import apply, diff, merge, tidy
from ots_portal.publishing.desk import Desk
from ots_portal.publishing.documents import fill
from ots_portal.publishing.keeping import keep
from ots_portal.publishing.mergers import followed, mergers_in
from ots_portal.publishing.parts import SHARED, base_names, fields_of, known, lane_of
from ots_portal.publishing.refusals import refuse_unless, refuse_unstorable
from ots_portal.publishing.writing import broken_rules


class Clash(Exception):
    """Two people changed the same words: {path: [theirs, mine]}, the document with mine, and the one with theirs."""

    def __init__(self, clashes, merged, theirs):
        super().__init__(", ".join(clashes))
        self.clashes, self.merged, self.theirs = clashes, merged, theirs


@transaction.atomic
def start(model, user, wanted):
    """Add a record: stored are the shared facts that the database demands; every word, part and relation is a draft."""
    refuse_unless(user, Act.ADD, model, [FIRST_LANGUAGE])
    refuse_unstorable(model, diff({}, wanted))
    record, shared = model(), [field for field in fields_of(model) if lane_of(model, field.name) == SHARED]
    with translation.override(FIRST_LANGUAGE):
        fill(record, {field.name: wanted.get(field.name) for field in shared if wanted.get(field.name) is not None})
        record.clean_fields(exclude=base_names(model))
        record.clean()
        if refusals := broken_rules(record):
            raise ValidationError({name or "__all__": errors for name, errors in refusals.items()})
        record.save()
    desk = Desk(record, locked=True)
    refuse_unless(user, Act.WRITE, record, desk.languages_of({}, wanted))
    names = {field.name for field in shared}
    changes = {
        path: pair for path, pair in diff(desk.live, wanted).items() if path not in names and pair[1] is not None
    }
    keep(desk, changes, user)
    announce_typed(desk, {}, wanted, user)
    return desk.record


@transaction.atomic
def save_draft(record, user, base, wanted):
    """Keep what `wanted` changes since `base`, the document that the person was shown; Clash where others did too."""
    desk = Desk(record, locked=True)
    base, wanted = known(desk.model, base), known(desk.model, wanted)
    bring_in(desk, user, base, wanted)
    announce_typed(desk, base, wanted, user)
    tell(desk, "save", sorted(desk.languages_of(base, wanted)), user)


def bring_in(desk, user, base, wanted):
    refuse_unless(user, Act.WRITE, desk.record, desk.languages_of(base, wanted))
    merged, clashes = merge(base, wanted, desk.working)
    if clashes:
        raise Clash(clashes, merged, desk.working)
    refuse_unstorable(desk.model, diff(desk.working, merged))
    keep(desk, desk.changes_to(merged), user)


@transaction.atomic
def discard(record, languages, user):
    """Drop the pending changes of these languages; what is scheduled stays until it is cancelled."""
    desk = Desk(record, locked=True)
    gone = desk.own(languages)
    refuse_unless(user, Act.DISCARD, desk.record, languages)
    keep(desk, {path: pair for path, pair in desk.changes.items() if path not in gone}, user)
    tell(desk, "discard", languages, user)


@transaction.atomic
def restore(revision, user, languages=LANGUAGES):
    """Make what a revision holds in these languages a draft again; Clash where another draft wants something else.

    Of records that were merged since it names those that stayed.
    """
    desk = Desk(revision.record, locked=True)
    old = known(desk.model, revision.document)
    old = followed(desk.model, old, mergers_in(desk.model, old))
    younger = {path: value for path, value in desk.live.items() if path not in old and path.count("/") != 1}
    wanted = apply(desk.live, desk.own(languages, diff(desk.live, tidy(younger | old))))
    bring_in(desk, user, desk.live, wanted)
    tell(desk, "save", sorted(desk.languages_of(desk.live, wanted)), user)
