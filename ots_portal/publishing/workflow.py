"""The acts by which drafts are reviewed and go live, each one transaction under a lock on the record.

Every act asks `may()` and raises PermissionDenied; what stands against it is a ValidationError, {path: messages}.
"""

import logging
import uuid
from collections import defaultdict
from contextlib import contextmanager

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ots_portal.accounts.roles import Act
from ots_portal.languages import LANGUAGES
from ots_portal.publishing import signals
from ots_portal.publishing.announcing import announce, tell
from ots_portal.publishing.changes import apply, diff
from ots_portal.publishing.desk import Desk, digest
from ots_portal.publishing.documents import dump
from ots_portal.publishing.drafts import PUBLIC_NOTE_LENGTH, Pending, Promise, Revision
from ots_portal.publishing.keeping import keep
from ots_portal.publishing.mergers import Merger
from ots_portal.publishing.old_addresses import keep_old_addresses
from ots_portal.publishing.publishable import State
from ots_portal.publishing.refusals import (
    is_cleared,
    lane_in,
    refuse_nameless,
    refuse_registered,
    refuse_unfit_notice,
    refuse_unless,
    refuse_unpublishable,
    refuse_without_second_person,
)
from ots_portal.publishing.revisions import record_revision
from ots_portal.publishing.rules import needs_two_persons
from ots_portal.publishing.states import mark_published, mark_withdrawn
from ots_portal.publishing.writing import write

logger = logging.getLogger(__name__)

# Readers never see these, or see them only when the record is withdrawn.
UNSEEN = {"owner", "internal_note", "review_on", *(f"notice_{code}" for code in LANGUAGES)}


# ---- Review --------------------------------------------------------------------------------------------------
@transaction.atomic
def submit(record, language, user, note=""):
    """Ask for a review; what publication would refuse is refused now, with all its reasons."""
    desk = Desk(record, locked=True)
    refuse_unless(user, Act.SUBMIT, desk.record, [language])
    refuse_unpublishable(desk, [language])
    move(desk, language, Pending.IN_REVIEW, user, note)


@transaction.atomic
def send_back(record, language, user, note):
    """Return a draft to its authors with a reason."""
    if not note.strip():
        raise ValidationError({"note": [_("Say what is to be changed.")]})
    desk = Desk(record, locked=True)
    refuse_unless(user, Act.SEND_BACK, desk.record, [language])
    move(desk, language, Pending.SENT_BACK, user, note)


@transaction.atomic
def approve(record, language, user, seen, note=""):
    """Approve the changes whose digest the reviewer has seen; any later save makes them a draft again."""
    desk = Desk(record, locked=True)
    refuse_unless(user, Act.APPROVE, desk.record, [language])
    lane = lane_in(desk, language)
    if lane.digest != seen:
        raise ValidationError(_("The draft was changed after you opened it. Read it again."))
    if needs_two_persons(desk.record) and user in lane.authors.all():
        raise PermissionDenied(_("Someone who has not written in this draft must approve it."))
    move(desk, language, Pending.APPROVED, user, note)


# ---- Going live ----------------------------------------------------------------------------------------------
@transaction.atomic
def publish(record, languages, user, note="", *, public_notes=None, emergency=False, at=None):
    """Make the pending changes of these languages live; return the languages that readers now see anew.

    `note` is for the staff; `public_notes`, {language: text}, tells readers what has changed.
    """
    desk = Desk(record, locked=True)
    refuse_unless(user, Act.PUBLISH, desk.record, languages)
    for language in languages:
        refuse_without_second_person(desk, language, user, emergency=emergency)
    refuse_registered(desk, languages)
    if emergency:
        logger.warning("Emergency publication of %s %s by %s", record._meta.label, record.pk, user)
    more = {"public_notes": legible(public_notes), "emergency": emergency, "at": at}
    return put_live(desk, languages, desk.pick(languages), user, note, **more)


@transaction.atomic
def publish_together(targets, user, note="", *, public_notes=None, emergency=False):
    """Publish several [(record, languages)] at one moment, all or none; the first language of all goes first.

    In an emergency only those are published as such that lack a second person. What is refused says of whom, in `about`.
    """
    at, shown = timezone.now(), []
    lock(record for record, _languages in targets)
    for language in LANGUAGES:
        for record in (record for record, languages in targets if language in languages):
            with naming(record, [language]):
                passes_over = emergency and not is_cleared(Desk(record), language, user)
                more = {"public_notes": public_notes, "emergency": passes_over, "at": at}
                shown += [(record, code) for code in publish(record, [language], user, note, **more)]
    return shown


@transaction.atomic
def withdraw(record, language, user, notice, *, at=None):
    """Take a language from readers, the first one with all others; they get the notice instead. `at`: later."""
    refuse_unfit_notice(record, language, notice)
    desk = Desk(record, locked=True)
    refuse_unless(user, Act.WITHDRAW, desk.record, [language])
    if at:
        return promise(desk, language, Promise.Act.WITHDRAW, at, changes={}, user=user, note=notice)
    return take_away(desk, language, user, notice)


@transaction.atomic
def change_notice(record, language, user, notice):
    """Give readers another notice in place of what is withdrawn already; at once, since no draft holds notices."""
    refuse_unfit_notice(record, language, notice)
    desk = Desk(record, locked=True)
    refuse_unless(user, Act.WITHDRAW, desk.record, [language])
    if desk.record.state_in(language) != State.WITHDRAWN:
        raise ValidationError(_("This language is not withdrawn."))
    if getattr(desk.record, f"notice_{language}") != notice:
        give_notice(desk, language, [language], user, notice, news_in=[])


@transaction.atomic
def schedule(record, languages, at, user, note="", *, public_notes=None, bundle=None):
    """Promise to publish these languages later, in the words they have now; work on the draft goes on."""
    desk = Desk(record, locked=True)
    refuse_unless(user, Act.SCHEDULE, desk.record, languages)
    refuse_unpublishable(desk, languages)
    frozen, told = desk.pick(languages), legible(public_notes)
    for language in languages:
        refuse_without_second_person(desk, language, user)
        values = {"changes": desk.own([language], frozen), "public_note": told.get(language, ""), "bundle": bundle}
        promise(desk, language, Promise.Act.PUBLISH, at, user=user, note=note, **values)


@transaction.atomic
def schedule_together(targets, at, user, note="", *, public_notes=None):
    """Promise to publish several [(record, languages)] at one moment later, all or none."""
    bundle = uuid.uuid4()
    lock(record for record, _languages in targets)
    for record, languages in targets:
        with naming(record, languages):
            schedule(record, languages, at, user, note, public_notes=public_notes, bundle=bundle)


@transaction.atomic
def cancel(record, language, user):
    """Take back what was scheduled for a language, with all that was scheduled together with it."""
    refuse_unless(user, Act.SCHEDULE, record, [language])
    lock(by_record(Promise.objects.bundle_of(record, language)))
    for each, languages in by_record(Promise.objects.bundle_of(record, language)).items():
        desk = Desk(each, locked=True)
        break_promises(desk, languages)
        keep(desk, desk.changes, user)
        tell(desk, "cancel", languages, user)


# ---- What the acts share -------------------------------------------------------------------------------------
def lock(records):
    """Locked in one order, two acts on several records wait for each other and never both."""
    for record in sorted(records, key=lambda each: (each._meta.label, each.pk)):
        type(record)._base_manager.select_for_update(of=("self",)).get(pk=record.pk)


@contextmanager
def naming(record, languages):
    """What fails here says of which of several records: `error.about`."""
    try:
        yield
    except Exception as error:
        error.about = record, languages
        raise


def move(desk, language, state, user, note):
    lane = lane_in(desk, language)
    lane.state, lane.note, lane.moved_by, lane.moved_at = state, note, user, timezone.now()
    lane.save()
    tell(desk, state, [language], user, note)


def promise(desk, language, act, at, *, changes, user, note, public_note="", bundle=None):
    if at <= timezone.now():
        raise ValidationError({"at": [_("Choose a time that is still to come.")]})
    if desk.draft.pk is None:
        desk.draft.save()
    values = {"act": act, "at": at, "changes": changes, "digest": digest(desk.own([language])), "failure": ""}
    values |= {"user": user, "note": note, "public_note": public_note, "bundle": bundle}
    Promise.objects.update_or_create(draft=desk.draft, language=language, defaults=values)
    tell(desk, "schedule", [language], user, note)


def put_live(desk, languages, picked, user, note, *, public_notes=None, emergency=False, at=None):
    """Write the picked changes, mark what readers see anew, keep a revision and what is left of the draft."""
    at = at or timezone.now()
    document = apply(desk.live, picked)
    picked = {path: pair for path, pair in picked.items() if pair[1] is None or path in document}
    refuse_nameless(desk, document, languages)
    write(desk.record, document, desk.live)
    keep_old_addresses(desk.record, desk.live)
    shown = [language for language in LANGUAGES if language in languages and is_news(desk, language, picked)]
    for language in shown:
        mark_published(desk.record, language, at=at)
    if shown:
        desk.record.save()
        Merger.objects.of(desk.record).delete()  # what is published again stands for itself
    break_promises(desk, languages)
    before, desk_live = desk.live, dump(desk.record)
    if shown or picked:
        told = {language: text for language, text in (public_notes or {}).items() if language in shown}
        more = {"note": note, "public_notes": told, "news_in": shown, "at": at, "is_emergency": emergency}
        record_revision(desk.record, desk_live, languages, user, **more)
    authors = desk.authors(shown)
    keep_rest(desk, picked, desk_live)
    if shown:
        facts = {"paths": sorted(diff(before, desk_live)), "authors": authors, "is_emergency": emergency}
        announce(signals.content_published, desk.record, shown, user, live=desk_live, **facts)
    return shown


def is_news(desk, language, picked):
    """Is there something that readers of a language have not seen?"""
    own = desk.own([language], picked)
    return bool(own.keys() - UNSEEN) or not desk.record.is_published_in(language)


def legible(public_notes):
    """The notes for readers, each on one line; refused where one is too long."""
    notes = {language: " ".join(text.split()) for language, text in (public_notes or {}).items()}
    if any(len(text) > PUBLIC_NOTE_LENGTH for text in notes.values()):
        refusal = _("Tell readers in at most %(number)d characters what has changed.")
        raise ValidationError(refusal % {"number": PUBLIC_NOTE_LENGTH})
    return {language: text for language, text in notes.items() if text}


def keep_rest(desk, picked, live):
    """What was not published stays in the draft; words written over what was published now refer to it."""
    left = {path: pair for path, pair in desk.changes.items() if path not in picked or pair[1] != picked[path][1]}
    left = {path: [live.get(path), pair[1]] if path in picked else pair for path, pair in left.items()}
    desk.live = live
    keep(desk, left, None, keeps_approval=True)


def take_away(desk, language, user, notice):
    taken = mark_withdrawn(desk.record, language)
    if not taken:
        raise ValidationError(_("This language is not published."))
    for code in taken:
        setattr(desk.record, f"notice_{code}", None)  # what was said of an earlier withdrawal
    break_promises(desk, taken)
    give_notice(desk, language, taken, user, notice, news_in=taken)
    return taken


def give_notice(desk, language, withdrawn, user, notice, *, news_in):
    setattr(desk.record, f"notice_{language}", notice)
    desk.record.save()
    desk.live = dump(desk.record)
    more = {"note": notice, "act": Revision.Act.WITHDRAWN, "news_in": news_in}
    record_revision(desk.record, desk.live, withdrawn, user, **more)
    keep(desk, desk.changes, None, keeps_approval=True)
    announce(signals.content_withdrawn, desk.record, withdrawn, user, live=desk.live, note=notice)


def by_record(promises):
    languages = defaultdict(list)
    for each in promises.select_related("draft__content_type"):
        languages[each.draft.record].append(each.language)
    return languages


def break_promises(desk, languages):
    if desk.draft.pk:
        desk.draft.promises.filter(language__in=languages).delete()
