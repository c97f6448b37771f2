"""A record and its parts as an import changes them: stored at once, or as a draft where readers know the record."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ots_portal.languages import FIRST_LANGUAGE
from ots_portal.publishing.desk import Desk
from ots_portal.publishing.documents import dump_row
from ots_portal.publishing.drafting import Clash, save_draft
from ots_portal.publishing.publishable import State


def kept(record, language):
    """The record for an import to change; what was ever published changes by a draft only."""
    is_unknown = record.pk is None or record.state_in(FIRST_LANGUAGE) == State.NEVER
    return StoredRecord(record) if is_unknown else DraftedRecord(record, language)


class StoredRecord:
    """A record that no reader knows: its rows are written as they come."""

    def __init__(self, record):
        self.record = record

    def differing(self, row, columns, kind):
        return {name: value for name, value in columns.items() if getattr(row, name) != value}

    def set(self, row, columns, kind):
        for name, value in columns.items():
            setattr(row, name, value)
        row.save()

    def finish(self):
        """Nothing is left to be done, and there is no draft."""
        return False


class DraftedRecord:
    """A record that readers know: its rows stand in memory, and what changes in them becomes its draft."""

    def __init__(self, record, language):
        self.desk = Desk(record)
        self.record = self.desk.built()
        self.wanted = dict(self.desk.working)
        self.is_shared = has_authors(self.desk, language)

    def differing(self, row, columns, kind):
        """Where readers have the text already, words that somebody drafted instead stay."""
        known = self.desk.live if self.is_shared else {}
        return {
            name: value
            for name, value in columns.items()
            if getattr(row, name) != value and known.get(path(row, kind, name)) != value
        }

    def set(self, row, columns, kind):
        for name, value in columns.items():
            setattr(row, name, value)
        if kind and not self.wanted.get(path(row, kind)):
            self.wanted[path(row, kind)] = True
            columns = dump_row(row)
        self.wanted |= {path(row, kind, name): value for name, value in columns.items()}

    def finish(self):
        """Keep the draft; is there anything new in it?"""
        if self.wanted == self.desk.working:
            return False
        try:
            save_draft(self.desk.record, None, *self.base_and_mine())
        except Clash:
            raise refusal(
                _("Someone’s draft of %(type)s “%(record)s” holds other words. Publish or discard it first."),
                self.record,
            )
        return True

    def base_and_mine(self):
        """Words of people are never written over; words of an earlier import are."""
        working = self.desk.working
        base = self.desk.live if self.is_shared else working
        return base, base | {name: value for name, value in self.wanted.items() if working.get(name) != value}


def path(row, kind, name=""):
    return "/".join(filter(None, [kind, str(row.pk), name])) if kind else name


def has_news(record, language):
    """Would a publication in this language show readers anything new; people's own drafts are theirs to publish."""
    state = record.state_in(language)
    if state == State.WITHDRAWN or record.state_in(FIRST_LANGUAGE) == State.WITHDRAWN:
        return False
    desk = Desk(record)
    if not desk.own([language], desk.pick([language])):
        return state == State.NEVER
    if has_authors(desk, language):
        raise refusal(_("People are at work on %(type)s “%(record)s”. Publish it in the administration."), record)
    return True


def has_authors(desk, language):
    lanes = desk.draft.lanes.all() if desk.draft.pk else ()
    return any(lane.language == language and lane.authors.exists() for lane in lanes)


def refusal(message, record):
    return ValidationError(message, params={"type": record._meta.verbose_name, "record": record})
