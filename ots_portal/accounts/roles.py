"""Who may do what: one table from roles to acts, limited per language and type of record."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

FIRST_LANGUAGE = settings.LANGUAGE_CODE
LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)
SHARED = "shared"  # the lane of dates, places, order and parts; it goes with the first language


class Role(TextChoices):
    READER = "reader", _("reader of drafts")
    TRANSLATOR = "translator", _("translator")
    EDITOR = "editor", _("editor")
    REVIEWER = "reviewer", _("reviewer")
    ADMINISTRATOR = "administrator", _("administrator")


class Act(TextChoices):
    VIEW = "view", pgettext_lazy("act", "view")
    COMMENT = "comment", pgettext_lazy("act", "comment and resolve comments")
    ADD = "add", pgettext_lazy("act", "add")
    WRITE = "write", pgettext_lazy("act", "write")
    SUBMIT = "submit", pgettext_lazy("act", "submit for review")
    SEND_BACK = "send_back", pgettext_lazy("act", "send back")
    APPROVE = "approve", pgettext_lazy("act", "approve")
    PUBLISH = "publish", pgettext_lazy("act", "publish")
    SCHEDULE = "schedule", pgettext_lazy("act", "schedule")
    WITHDRAW = "withdraw", pgettext_lazy("act", "withdraw")
    DISCARD = "discard", pgettext_lazy("act", "discard")
    MERGE = "merge", pgettext_lazy("act", "merge duplicates")
    INVITE = "invite", pgettext_lazy("act", "invite")
    ADMINISTER = "administer", pgettext_lazy("act", "administer users")


READING = {Act.VIEW, Act.COMMENT}  # whoever sees a draft may say something about it
WRITING = {*READING, Act.WRITE, Act.SUBMIT, Act.DISCARD}
PUBLISHING = {Act.PUBLISH, Act.SCHEDULE, Act.WITHDRAW}

TABLE = {
    Role.READER: READING,
    Role.TRANSLATOR: WRITING,
    Role.EDITOR: {*WRITING, *PUBLISHING, Act.ADD, Act.INVITE},
    Role.REVIEWER: {*READING, *PUBLISHING, Act.SEND_BACK, Act.APPROVE, Act.MERGE},
    Role.ADMINISTRATOR: set(Act),
}
ABOUT_ALL_LANGUAGES = {*READING, Act.INVITE, Act.ADMINISTER}
ABOUT_WHOLE_RECORDS = {Act.ADD, Act.MERGE}


class Governed(Enum):
    """How the table applies to a model, which says so in `governed`; a model that says nothing is nobody's."""

    PER_LANE = "per lane"  # published per language
    WHOLE = "whole"  # live as soon as saved: whoever writes it needs the shared lane
    ADMINISTERED = "administered"  # users, rights and what was recorded of them


@dataclass(frozen=True)
class Grant:
    """A role, and the languages and types of record it is limited to; empty means all."""

    role: str
    languages: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()

    @property
    def acts(self) -> set[str]:
        return TABLE[self.role]

    @property
    def written_languages(self) -> frozenset[str]:
        """Translators write into the other languages only: the first one carries what all share."""
        if self.acts <= ABOUT_ALL_LANGUAGES:
            return frozenset()
        languages = self.languages or LANGUAGES
        return languages - {FIRST_LANGUAGE} if self.role == Role.TRANSLATOR else languages

    def allows(self, act: str, label: str | None, languages: Iterable[str]) -> bool:
        if act not in self.acts or (self.types and label and label not in self.types):
            return False
        return act in ABOUT_ALL_LANGUAGES or self.written_languages.issuperset(languages)

    def covers(self, other: "Grant") -> bool:
        """Whether every right of another grant is also one of this."""
        has_types = not self.types or (other.types and other.types <= self.types)
        return bool(other.acts <= self.acts and has_types and other.written_languages <= self.written_languages)


def may(user, act, subject=None, lane=None):
    """Whether a user may do something: to a model, a record or (None) anything; in a lane or (None) any lane."""
    if not user.is_active:
        return False
    return user.is_superuser or any(is_allowed(grant, act, model_of(subject), lane) for grant in user.grants)


def may_word(user, model, language):
    """Whether a user gives the words of a language, also in tables that are live as soon as saved (decision 017)."""
    if not user.is_active:
        return False
    return user.is_superuser or any(
        grant.allows(Act.WRITE, model._meta.label_lower, {language}) for grant in user.grants
    )


def is_allowed(grant, act, model, lane):
    if model is None:
        return any(grant.allows(act, None, languages) for languages in languages_asked(act, None, lane))
    governed = getattr(model, "governed", None)
    if governed is Governed.ADMINISTERED:
        return Act.ADMINISTER in grant.acts
    if governed is None:
        return False
    return any(grant.allows(act, model._meta.label_lower, each) for each in languages_asked(act, governed, lane))


def languages_asked(act, governed, lane):
    """The sets of languages of which a grant must hold one entirely."""
    language = FIRST_LANGUAGE if lane == SHARED else lane
    if governed is Governed.WHOLE or act in ABOUT_WHOLE_RECORDS:
        return [{FIRST_LANGUAGE, language or FIRST_LANGUAGE}]
    return [{language}] if language else [{code} for code in LANGUAGES]


def model_of(subject):
    """The model whose rights hold for a model or record: for parts, that of the record they belong to."""
    while parent_field := getattr(subject, "parent_field", ""):
        is_generic_part = parent_field == "record" and not isinstance(subject, type)
        related = subject._meta.get_field(parent_field).related_model
        subject = subject.content_type.model_class() if is_generic_part else related
    return subject if subject is None or isinstance(subject, type) else type(subject)


def may_give(user, grant):
    """Nobody gives rights that they do not have."""
    if may(user, Act.ADMINISTER):
        return True
    return may(user, Act.INVITE) and any(own.covers(grant) for own in user.grants)
