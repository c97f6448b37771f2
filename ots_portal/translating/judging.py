"""Saying without a new translation that a text is still right, until its source changes again."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ots_portal.accounts.audit import Event
from ots_portal.accounts.audit import record as audit
from ots_portal.accounts.roles import Act
from ots_portal.publishing.desk import Desk
from ots_portal.publishing.refusals import refuse_unless
from ots_portal.translating.comparing import TextState
from ots_portal.translating.models import Rendering
from ots_portal.translating.remembering import keep, rendering
from ots_portal.translating.sheets import memory_of, sheets_of
from ots_portal.translating.texts import SOURCES
from ots_portal.translating.worklist import refresh


@transaction.atomic
def still_correct(record, language, seen, user, reason):
    """The translation says what its new source says, too; `seen` names the texts as they were shown (Text.seen)."""
    refuse_unless(user, Act.WRITE, record, [language])
    judge(record, [language], seen, user=user, reason=reason, basis=Rendering.Basis.CORRECT)


@transaction.atomic
def minor_change(record, language, seen, user, reason):
    """Nothing is to be translated anew because of what changed in the source, into whatever language."""
    refuse_unless(user, Act.WRITE, record, [SOURCES[language]])
    targets = [code for code in SOURCES if SOURCES[code] == SOURCES[language]]
    judge(record, targets, seen, user=user, reason=reason, basis=Rendering.Basis.MINOR)


def judge(record, languages, seen, *, user, reason, basis):
    if not reason.strip() or not seen:
        raise ValidationError(_("Choose the texts and say why they need no new translation."))
    Desk(record, locked=True)
    [sheet] = sheets_of(type(record), [record.pk])
    texts = [each for code in languages for each in stale_texts(sheet, code)]
    if not set(seen) <= {each.seen for each in texts}:
        raise ValidationError(_("A text was changed after you opened this page. Nothing was kept; read it again."))
    sources = {each.source_seen for each in texts if each.seen in seen}
    judged = [each for each in texts if each.source_seen in sources]
    more = {"basis": basis, "user": user, "reason": reason.strip()}
    keep(renderings_of(sheet, judged, more))
    for code in languages:
        paths = [each.place.path(code) for each in judged if each.key[2] == code]
        audit(user, Event.WRITE, about=record, lane=code, after={"judged": str(basis), "paths": paths, "note": reason})
    refresh(type(record), [record.pk])


def stale_texts(sheet, language):
    return [text for text in sheet.texts(language, memory_of([sheet])) if text.state == TextState.STALE]


def renderings_of(sheet, texts, more):
    for text in texts:
        language = text.key[2]
        source = sheet.source(SOURCES[language])
        yield rendering(sheet.record, text.place, language, sheet.working, source, **more)
