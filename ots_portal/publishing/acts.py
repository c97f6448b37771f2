"""The buttons of a draft: which acts are offered for each language, and what is done when one is pressed."""

import logging
from typing import NamedTuple

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from ots_portal.accounts.audit import Event
from ots_portal.accounts.audit import record as audit
from ots_portal.accounts.roles import Act, may
from ots_portal.languages import FIRST_LANGUAGE, LANGUAGES
from ots_portal.publishing import drafting, workflow
from ots_portal.publishing.bundles import companions
from ots_portal.publishing.desk import Desk
from ots_portal.publishing.drafts import Pending
from ots_portal.publishing.forms import language_name
from ots_portal.publishing.problems import problems
from ots_portal.publishing.publishable import State
from ots_portal.publishing.remarks import remarks
from ots_portal.publishing.rules import needs_two_persons

logger = logging.getLogger(__name__)

FIELD = "_act"
LOOKED_AT = {"submit", "publish", "emergency", "schedule"}  # by which words go on their way to readers


class Lane(NamedTuple):
    """What a form says and offers for one language."""

    code: str
    language: str
    live: State
    pending: Pending
    note: str
    moved_by: str
    promise: object
    companions: list
    digest: str
    notice: str
    acts: set


def lanes_of_form(user, record, desk=None):
    """The lanes of a record; without a desk, those of one that is about to be added."""
    return [lane_of_form(user, record, desk, code) for code in LANGUAGES]


def lane_of_form(user, record, desk, code):
    live, pending = record.state_in(code), desk.pending()[code] if desk else Pending.NONE
    stored = desk is not None and desk.draft.pk is not None
    lane = next((each for each in desk.draft.lanes.all() if each.language == code), None) if stored else None
    promise = next((each for each in desk.draft.promises.all() if each.language == code), None) if stored else None
    offered = acts_for(user, record, code, live=live, pending=pending, lane=lane, promise=promise)
    return Lane(
        code=code,
        language=language_name(code),
        live=live,
        pending=pending,
        note=lane.note if lane else "",
        moved_by=lane.moved_by.shown_name if lane and lane.moved_by else "",
        promise=promise,
        companions=companions(promise, user),
        digest=lane.digest if lane else "",
        notice=getattr(record, f"notice_{code}") or "",
        acts=offered,
    )


def acts_for(user, record, code, *, live, pending, lane, promise):
    has_words = pending != Pending.NONE or may(user, Act.WRITE, record, code)
    is_open = code == FIRST_LANGUAGE or record.is_published_in(FIRST_LANGUAGE)
    is_cleared = not needs_two_persons(record) or is_cleared_by_another(user, lane, live)
    possible = {
        Act.SUBMIT: has_words and pending not in {Pending.IN_REVIEW, Pending.APPROVED},
        Act.SEND_BACK: pending in {Pending.IN_REVIEW, Pending.APPROVED},
        Act.APPROVE: pending == Pending.IN_REVIEW,
        Act.PUBLISH: has_words and is_open and is_cleared,
        Act.SCHEDULE: has_words and is_cleared,
        Act.WITHDRAW: live == State.PUBLISHED,
        Act.DISCARD: lane is not None,
    }
    offered = {act.value for act, is_possible in possible.items() if is_possible and may(user, act, record, code)}
    further = {
        "cancel": promise and Act.SCHEDULE,
        "change_notice": live == State.WITHDRAWN and Act.WITHDRAW,
        "emergency": has_words and is_open and not is_cleared and Act.PUBLISH,
    }
    return offered | {name for name, act in further.items() if act and may(user, act, record, code)}


def is_cleared_by_another(user, lane, live):
    """Whether the rule of two persons is kept; what was published once and has no draft may come back."""
    if lane is None:
        return live == State.WITHDRAWN
    return lane.state == Pending.APPROVED and user not in lane.authors.all()


def may_publish_all(user, lanes):
    """Whether one press may publish all languages."""
    return all("schedule" in lane.acts for lane in lanes) and any(
        lane.pending != Pending.NONE or lane.live == State.NEVER for lane in lanes[1:]
    )


# ---- Doing what was pressed ----------------------------------------------------------------------------------
class Pressed(NamedTuple):
    """A button, and the fields that stand beside it."""

    record: object
    languages: list
    user: object
    posted: dict

    def text(self, name):
        return self.posted.get(f"_{name}_{self.languages[0]}", "").replace("\r\n", "\n").strip()

    @property
    def public_notes(self):
        return {code: self.posted.get(f"_public_note_{code}", "") for code in self.languages}

    @property
    def at(self):
        try:
            return forms.DateTimeField().clean(self.text("at"))
        except ValidationError:
            raise ValidationError(
                {"at": [_("Nothing was scheduled: write a day and a time, for example 22.11.2026 10:00.")]}
            )


def submit(pressed):
    workflow.submit(pressed.record, pressed.languages[0], pressed.user, pressed.text("note"))


def send_back(pressed):
    workflow.send_back(pressed.record, pressed.languages[0], pressed.user, pressed.text("note"))


def approve(pressed):
    seen = pressed.text("digest")
    workflow.approve(pressed.record, pressed.languages[0], pressed.user, seen, pressed.text("note"))


def publish(pressed):
    note, public_notes = pressed.text("note"), pressed.public_notes
    return workflow.publish(pressed.record, pressed.languages, pressed.user, note, public_notes=public_notes)


def emergency(pressed):
    if not pressed.text("reason"):
        raise ValidationError({"reason": [_("Say why it cannot wait for a second person.")]})
    told = {"note": pressed.text("reason"), "public_notes": pressed.public_notes}
    return workflow.publish(pressed.record, pressed.languages, pressed.user, **told, emergency=True)


def schedule(pressed):
    told = {"note": pressed.text("note"), "public_notes": pressed.public_notes}
    workflow.schedule(pressed.record, pressed.languages, pressed.at, pressed.user, **told)


def cancel(pressed):
    workflow.cancel(pressed.record, pressed.languages[0], pressed.user)


def withdraw(pressed):
    workflow.withdraw(pressed.record, pressed.languages[0], pressed.user, pressed.text("notice"))


def change_notice(pressed):
    workflow.change_notice(pressed.record, pressed.languages[0], pressed.user, pressed.text("notice"))


def discard(pressed):
    drafting.discard(pressed.record, pressed.languages, pressed.user)


ACTS = {
    act.__name__: act
    for act in (
        submit,
        send_back,
        approve,
        publish,
        emergency,
        schedule,
        cancel,
        withdraw,
        change_notice,
        discard,
    )
}


def done(name, languages):
    """What is said after an act."""
    sentences = {
        "submit": _("%(language)s: submitted for review."),
        "send_back": _("%(language)s: sent back to its authors."),
        "approve": _("%(language)s: approved."),
        "publish": _("%(language)s: published."),
        "emergency": _("%(language)s: published without a second person; this is logged and told to the reviewers."),
        "schedule": _("%(language)s: scheduled."),
        "cancel": _("%(language)s: no longer scheduled."),
        "withdraw": _("%(language)s: withdrawn."),
        "change_notice": _("%(language)s: the notice of withdrawal was changed; readers see it now."),
        "discard": _("%(language)s: the draft was discarded."),
    }
    return sentences[name] % {"language": ", ".join(language_name(code) for code in languages)}


def is_known(button):
    name, _colon, languages = button.partition(":")
    return name in ACTS and set(languages.split("+")) <= set(LANGUAGES)


def press(request, record):
    """Do what the pressed button says, if it is one of ours."""
    if is_known(request.POST.get(FIELD, "")):
        return perform(request, record)
    audit(request.user, Event.FORGED, about=record)
    return messages.error(request, _("This form asked for something unknown. Nothing else was done."))


def perform(request, record):
    """Do what the pressed button says, and say what came of it."""
    name, _colon, languages = request.POST[FIELD].partition(":")
    pressed = Pressed(record, languages.split("+"), request.user, request.POST)
    noticed = remarks(Desk(record), pressed.languages) if name in LOOKED_AT else []
    try:
        result = ACTS[name](pressed)
    except PermissionDenied as refusal:
        messages.error(request, str(refusal) or _("You may not do this with this language of this record."))
    except ValidationError as refusal:
        messages.error(request, told(name, problems(Desk(record), refusal)))
    else:
        is_idle = name in {"publish", "emergency"} and not result
        messages.success(request, _("There was nothing new to publish.") if is_idle else done(name, pressed.languages))
        if noticed:
            messages.warning(request, listed(_("This is done, but please look again:"), noticed))


def told(name, found):
    """Why it was not done, each reason with a link to its field."""
    return listed(_("This has not been done yet; the draft is kept."), found)


def listed(first, sentences):
    return format_html("{} <ul>{}</ul>", first, format_html_join("", "<li>{}</li>", [(each,) for each in sentences]))
