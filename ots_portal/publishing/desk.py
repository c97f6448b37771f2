"""All that is known of one record at once: its live document, its draft, and what it will be."""

import hashlib
import json
from functools import cached_property

from ots_portal.languages import LANGUAGES
from ots_portal.publishing.changes import apply, diff, own, pick
from ots_portal.publishing.documents import build, dump
from ots_portal.publishing.drafts import Draft, Pending
from ots_portal.publishing.parts import known, lane_of, lanes_of, language_of


class Desk:
    """What lies before an editor of a record; reading it writes nothing."""

    def __init__(self, record, *, locked=False):
        rows = type(record)._base_manager
        rows = rows.select_for_update(of=("self",)) if locked else rows
        self.model = type(record)
        self.record = rows.get(pk=record.pk)
        self.live = dump(self.record)

    @cached_property
    def draft(self):
        """The record's draft; a new one, not stored, where it has none."""
        stored = Draft.objects.of(self.record).prefetch_related("lanes", "promises").first()
        return stored or Draft(record=self.record)

    @cached_property
    def changes(self):
        return known(self.model, self.draft.changes)

    @cached_property
    def working(self):
        """The document as the draft wants it."""
        return apply(self.live, self.changes)

    def lanes_in(self, changes):
        """A function of the path that gives its lane, live or once these changes are."""
        wanted = {path: value for path, (_was, value) in changes.items()}
        return lambda path: lane_of(self.model, path, self.live, wanted)

    def languages_of(self, old, new):
        """The languages whose rights are needed to go from one document to the other."""
        return {language_of(lane_of(self.model, path, old, new)) for path in diff(old, new)}

    def own(self, languages, changes=None):
        """The pending changes of these languages, with words that wait for a row not yet live."""
        changes = self.changes if changes is None else changes
        return own(changes, lanes_of_all(languages), self.lanes_in(changes))

    def pick(self, languages):
        """The pending changes that would go live with these languages."""
        return pick(self.changes, lanes_of_all(languages), self.lanes_in(self.changes))

    def changes_to(self, wanted):
        """What leads from live to a document; where the draft wanted the same before, the live value of that time."""
        old = self.changes
        pairs = diff(self.live, wanted)
        return {path: old[path] if path in old and old[path][1] == pair[1] else pair for path, pair in pairs.items()}

    def overtaken(self):
        """Drafted paths whose live value has changed since, {path: live value now}."""
        return {path: self.live.get(path) for path, (was, _new) in self.changes.items() if self.live.get(path) != was}

    def pending(self):
        """The pending state per language."""
        return {each: self.draft.pending_in(each) if self.draft.pk else Pending.NONE for each in LANGUAGES}

    def authors(self, languages):
        """Who has written in the draft, per language."""
        lanes = self.draft.lanes.all() if self.draft.pk else ()
        return {lane.language: list(lane.authors.all()) for lane in lanes if lane.language in languages}

    def built(self, document=None):
        """The record in memory as the draft, or another document, wants it."""
        return build(self.record, self.working if document is None else known(self.model, document))


def lanes_of_all(languages):
    return set().union(*(lanes_of(language) for language in languages))


def digest(changes):
    return hashlib.sha256(json.dumps(changes, sort_keys=True).encode()).hexdigest() if changes else ""
