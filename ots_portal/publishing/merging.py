"""Merging duplicates: whatever names the one that goes, live or in drafts, names the one that stays, at one moment."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ots_portal import turkish
from ots_portal.accounts.audit import Event
from ots_portal.accounts.audit import record as audit
from ots_portal.accounts.roles import Act
from ots_portal.languages import FIRST_LANGUAGE, LANGUAGES
from ots_portal.publishing import signals
from ots_portal.publishing.announcing import announce
from ots_portal.publishing.changes import diff
from ots_portal.publishing.desk import Desk, digest
from ots_portal.publishing.documents import dump, dump_row, live_rows
from ots_portal.publishing.drafts import Draft
from ots_portal.publishing.keeping import keep
from ots_portal.publishing.mergers import Merger, keep_merger
from ots_portal.publishing.naming import renamed_changes
from ots_portal.publishing.old_addresses import OldAddress
from ots_portal.publishing.parts import kinds_of
from ots_portal.publishing.publishable import Part, Publishable, State
from ots_portal.publishing.refusals import refuse_unless
from ots_portal.publishing.revisions import record_revision
from ots_portal.publishing.uses import drafts_naming, is_own_part, relations_to, used_by, users_by
from ots_portal.publishing.workflow import take_away


@transaction.atomic
def merge(leaving, staying, user, *, keeps_names=False):
    """Put one record in the place of another of its type; return how many records named the other."""
    refuse_unless(user, Act.MERGE, leaving, [FIRST_LANGUAGE])
    leaving, staying = locked(leaving, staying)
    refuse_unfit(leaving, staying)
    document, names = facts_of(leaving), names_of(leaving)
    desks = [Desk(record, locked=True) for record in concerned(leaving, staying)]
    move_references(leaving, staying)
    for desk in desks:
        settle(desk, leaving, staying, user)
    keep_merger(leaving, staying, names[0], user)
    OldAddress.objects.of(leaving).update(object_id=staying.pk)
    if keeps_names and alias_field(staying):
        add_names(staying, names, user)
    number = sum(desk.record != staying for desk in desks)
    before = {"name": names[0], "key": leaving.pk, "document": document}
    audit(user, Event.MERGE, staying, before=before, after={"records": number})
    let_go(leaving, staying, user)
    return number


# ---- Before --------------------------------------------------------------------------------------------------
def locked(*records):
    """The records freshly read, locked in an order in which nobody waits for the other."""
    rows = type(records[0])._base_manager.select_for_update(of=("self",)).order_by("pk")
    found = {row.pk: row for row in rows.filter(pk__in=[record.pk for record in records])}
    if any(record.pk not in found for record in records):
        raise ValidationError(_("One of the two records is no longer there."))
    return [found[record.pk] for record in records]


def refuse_unfit(leaving, staying):
    if type(leaving) is not type(staying) or leaving.pk == staying.pk:
        raise ValidationError(_("Choose another record of the same type."))
    if Merger.objects.of(staying).exists() and not getattr(staying, "is_readable", True):
        raise ValidationError(_("The record that is to stay was itself merged with another one. Choose that one."))
    was_seen = isinstance(leaving, Publishable) and leaving.state_in(FIRST_LANGUAGE) != State.NEVER
    if was_seen and not staying.is_readable:
        raise ValidationError(
            _("Readers know the one that would go, but not the one that would stay. Publish that one first.")
        )


def concerned(leaving, staying):
    """The published records that change with the merger, and the one that stays, in the order of locking."""
    keys = {(type(staying), staying.pk), *((model, key) for model, found in used_by(leaving).items() for key in found)}
    keys |= {(draft.content_type.model_class(), draft.object_id) for draft in drafts_naming(leaving, sides=(0, 1))}
    keys = {(model, key) for model, key in keys - {(type(leaving), leaving.pk)} if issubclass(model, Publishable)}
    in_order = sorted(keys, key=lambda each: (each[0]._meta.label, each[1]))
    found = [model._base_manager.filter(pk=key).first() for model, key in in_order]
    return [record for record in found if record]


def doubles(leaving, staying):
    """The keys of records of which parts name both, {model: keys}: nothing is dropped there, an editor decides."""
    found = {}
    for relation in relations_to(type(leaving)):
        if relation.one_to_many and issubclass(relation.related_model, Part) and not is_own_part(relation):
            model, keys = users_by(relation, leaving)
            found[model] = found.get(model, set()) | (keys & users_by(relation, staying)[1])
    return {model: keys for model, keys in found.items() if keys}


def facts_of(record):
    """The document of a record as its editors see it."""
    return Desk(record).working if isinstance(record, Publishable) else dump_row(record)


def alias_field(record):
    """The column that holds other names, one a line, where the model has one."""
    return getattr(record, "alias_field", "")


def names_of(record):
    """The names of a record in all languages, the reference where it has none, then its other names."""
    shown = Desk(record).built() if isinstance(record, Publishable) else record
    names = []
    for language in LANGUAGES:
        with translation.override(language):
            names.append(str(shown))
    others = getattr(shown, alias_field(record), "").splitlines() if alias_field(record) else []
    return list(dict.fromkeys([*names, *others]))


# ---- Live rows -----------------------------------------------------------------------------------------------
def move_references(leaving, staying):
    try:
        with transaction.atomic(), translation.override(FIRST_LANGUAGE):  # as in writing.py
            for relation in relations_to(type(leaving)):
                move = move_links if relation.many_to_many else move_rows
                move(relation.field, leaving, staying)
            for kind in kinds_of(type(leaving)) if isinstance(leaving, Publishable) else ():
                move_parts(kind, leaving, staying)
    except IntegrityError:
        raise ValidationError(_("What refers to both records allows only one of them. Change it there first."))


def move_links(field, leaving, staying):
    """Whoever names both names the one that stays once."""
    through = field.remote_field.through._base_manager
    source, target = field.m2m_column_name(), field.m2m_reverse_name()
    there = through.filter(**{target: staying.pk}).values(source)
    through.filter(**{target: leaving.pk, f"{source}__in": there}).delete()
    through.filter(**{target: leaving.pk}).update(**{target: staying.pk})


def move_rows(field, leaving, staying):
    """Saved one by one, because columns may follow from what they name; no record refers to itself."""
    for row in field.model._base_manager.filter(**{field.name: leaving.pk}):
        setattr(row, field.attname, None if row == staying else staying.pk)
        row.save()


def move_parts(kind, leaving, staying):
    """Links, sources and other parts stand after those of the record that stays."""
    model = type(leaving)
    last = max((row.position for row in live_rows(model, kind, [staying.pk])), default=0)
    for row in live_rows(model, kind, [leaving.pk]):
        setattr(row, kind.parent_column, staying.pk)
        row.position += last
        row.save()


# ---- What follows from it ------------------------------------------------------------------------------------
def settle(desk, leaving, staying, user):
    """Bring the draft and the promises of a record in line with its new live rows, and publish these anew."""
    keys = {leaving.pk: None if desk.record == staying else staying.pk}
    changes = renamed_changes(desk.model, desk.changes, type(leaving), keys)
    before, desk.live = desk.live, dump(desk.model._base_manager.get(pk=desk.record.pk))
    if desk.draft.pk:
        settle_draft(desk, changes, type(leaving), keys)
    paths = sorted(diff(before, desk.live))
    if paths or desk.record == staying:
        publish_anew(desk, paths, user, _("Merged with “%(record)s”") % {"record": staying})


def settle_draft(desk, changes, related, keys):
    """What was approved stays approved, and what was promised stays promised: only a key is another one."""
    digests = {lane.language: lane.digest for lane in desk.draft.lanes.all()}
    promises = list(desk.draft.promises.all())
    keep(desk, changes, None, keeps_approval=True)
    for promise in promises:
        is_of_draft = promise.digest == digests.get(promise.language, "")
        promise.changes = renamed_changes(desk.model, promise.changes, related, keys)
        if is_of_draft:
            promise.digest = digest(desk.own([promise.language], desk.draft.changes))
        promise.save()


def publish_anew(desk, paths, user, note):
    record, at = desk.model._base_manager.get(pk=desk.record.pk), timezone.now()
    languages = record.published_languages
    if not languages:
        return
    for language in languages if paths else ():
        setattr(record, f"changed_at_{language}", at)
    if paths:
        record.save()
        record_revision(record, desk.live, languages, user, note=note, at=at, news_in=[])
    announce(signals.content_published, record, languages, user, live=desk.live, paths=paths, note=note)


def add_names(staying, names, user):
    """Add names to the other names of a record, as a draft."""
    desk, field = Desk(staying, locked=True), alias_field(staying)
    known = {turkish.fold(name) for name in names_of(staying)}
    new = [name for name in names if turkish.fold(name) not in known]
    if new:
        text = "\n".join([*filter(None, [desk.working.get(field)]), *new])
        keep(desk, desk.changes_to(desk.working | {field: text}), user)


def let_go(leaving, staying, user):
    """What readers never saw is deleted; what they saw is withdrawn, and leads to the one that stays."""
    if not isinstance(leaving, Publishable) or leaving.state_in(FIRST_LANGUAGE) == State.NEVER:
        leaving.delete()
        return
    Draft.objects.of(leaving).delete()
    for language in sorted(leaving.published_languages, key=lambda code: code == FIRST_LANGUAGE):  # each by itself
        with translation.override(language):
            notice = _("This record was merged with “%(record)s”.") % {"record": staying}
        take_away(Desk(leaving, locked=True), language, user, notice[:300])
