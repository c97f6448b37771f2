"""What speaks against an act: a right that is missing, a second person, a text, or a rule of the record."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from ots_portal.accounts.roles import may
from ots_portal.publishing.changes import apply
from ots_portal.publishing.desk import digest
from ots_portal.publishing.drafts import Pending
from ots_portal.publishing.parts import Kind, field_at, split
from ots_portal.publishing.rules import needs_two_persons
from ots_portal.publishing.writing import check, foresee

_refusing = []


def register(refusal):
    """Announce a function of a desk and languages that refuses what must not go on its way to readers."""
    if refusal not in _refusing:
        _refusing.append(refusal)


def refuse_registered(desk, languages):
    for refuse in _refusing:
        refuse(desk, languages)


def refuse_unless(user, act, record, languages):
    """PermissionDenied; without a user it is the command line that acts, which may do everything."""
    if user is not None and not all(may(user, act, record, language) for language in languages):
        raise PermissionDenied(_("You may not do this with this language of this record."))


def refuse_unstorable(model, changes):
    """A draft may be incomplete, but each value must be of its field's kind, or its form could not be opened."""
    errors = {
        path: [_("This value does not fit here.")] for path in changes if not is_storable(model, path, changes[path][1])
    }
    if errors:
        raise ValidationError(errors)


def is_storable(model, path, value):
    field = field_at(model, path)
    if value is None:
        return True
    if getattr(field, "many_to_many", False):
        return isinstance(value, list)
    try:
        return value is True and is_key(field, path) if isinstance(field, Kind) else can_read(field, value)
    except (ValidationError, TypeError, ValueError):
        return False


def is_key(kind, path):
    """Is the row named by its key, as it is written everywhere?"""
    row = split(path)[1]
    return str(kind.model._meta.pk.to_python(row)) == row


def can_read(field, value):
    field.to_python(value)
    return True


def refuse_unpublishable(desk, languages):
    document = apply(desk.live, desk.pick(languages))
    refuse_nameless(desk, document, languages)
    refuse_registered(desk, languages)
    check(type(desk.record)._base_manager.get(pk=desk.record.pk), document, desk.live)


def refuse_foreseeable(desk, languages):
    """The same as far as it is known without writing: for pages that are only read."""
    document = apply(desk.live, desk.pick(languages))
    refuse_nameless(desk, document, languages)
    refuse_registered(desk, languages)
    foresee(type(desk.record)._base_manager.get(pk=desk.record.pk), document, desk.live)


def refuse_nameless(desk, document, languages):
    columns = {language: f"{desk.model.naming_field}_{language}" for language in languages}
    missing = [column for column in columns.values() if hasattr(desk.record, column) and not document.get(column)]
    if missing:
        raise ValidationError({column: [_("Publication needs this text.")] for column in missing})


def refuse_unfit_notice(record, language, notice):
    path = f"notice_{language}"
    if not notice.strip():
        message = _("Say why it is withdrawn and where to look instead: readers get this in place of the page.")
        raise ValidationError({path: [message]})
    try:
        record._meta.get_field(path).run_validators(notice)
    except ValidationError as error:
        raise ValidationError({path: error.messages})


def refuse_without_second_person(desk, language, user, *, emergency=False):
    lane = lane_in(desk, language, missing_ok=True)
    if emergency or not lane or not needs_two_persons(desk.record):
        return
    if lane.state != Pending.APPROVED or lane.digest != digest(desk.own([language])):
        raise PermissionDenied(_("Someone else must approve this draft before it is published."))
    if user in lane.authors.all():
        raise PermissionDenied(_("Someone who has not written in this draft must publish it."))


def is_cleared(desk, language, user):
    """Whether the rule of two persons lets this user publish what a language has pending."""
    try:
        refuse_without_second_person(desk, language, user)
    except PermissionDenied:
        return False
    return True


def lane_in(desk, language, *, missing_ok=False):
    lanes = desk.draft.lanes.all() if desk.draft.pk else ()
    lane = next((each for each in lanes if each.language == language), None)
    if lane is None and not missing_ok:
        raise ValidationError(_("There is no draft in this language."))
    return lane
