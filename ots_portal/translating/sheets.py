"""Records with all that is live, submitted and drafted of them, and how far their texts are translated."""

from collections import defaultdict
from functools import cached_property

from django.contrib.contenttypes.models import ContentType

from ots_portal.labels import capitalized
from ots_portal.publishing.changes import apply, pick
from ots_portal.publishing.documents import dump_all
from ots_portal.publishing.drafts import Draft, Pending, Promise
from ots_portal.publishing.parts import known, lane_of, lanes_of
from ots_portal.publishing.record_pages import change_address
from ots_portal.translating.blocks import digest
from ots_portal.translating.comparing import Text
from ots_portal.translating.models import Rendering
from ots_portal.translating.texts import SOURCES, places_in

SUBMITTED = {Pending.IN_REVIEW, Pending.APPROVED}


def sheets_of(model, keys, lives=None):
    """The sheets of records of one model, in a number of queries that does not grow with them.

    `lives` are their live documents by their keys, if known.
    """
    records = list(model._base_manager.filter(pk__in=keys).order_by("pk"))
    lives, drafts = lives or dump_all(records), drafts_of(model, keys)
    return [Sheet(record, lives[record.pk], drafts.get(record.pk)) for record in records]


def drafts_of(model, keys):
    content_type = ContentType.objects.get_for_model(model)
    drafts = Draft.objects.filter(content_type=content_type, object_id__in=keys)
    return {draft.object_id: draft for draft in drafts.prefetch_related("lanes", "promises")}


class Sheet:
    def __init__(self, record, live, draft):
        self.record, self.model = record, type(record)
        self.live, self.draft = live, draft

    @property
    def address(self):
        return change_address(self.record)

    @property
    def type(self):
        return capitalized(self.model._meta.verbose_name)

    @cached_property
    def working(self):
        """The document as the draft wants it."""
        return apply(self.live, self.drafted) if self.draft else self.live

    @cached_property
    def drafted(self):
        return known(self.model, self.draft.changes)

    def source(self, language):
        """What is submitted or scheduled in a language, else what is published in it; nothing where neither is."""
        if changes := self.submitted(language):
            return apply(self.live, changes)
        return self.live if self.record.is_published_in(language) else {}

    def submitted(self, language):
        """The changes under review; if there are none, those that are scheduled, in the words of the day."""
        if self.draft is None:
            return {}
        if any(lane.language == language and lane.state in SUBMITTED for lane in self.draft.lanes.all()):
            return pick(self.drafted, lanes_of(language), self.lane_of)
        promises = [each for each in self.draft.promises.all() if each.language == language and not each.failure]
        return next((known(self.model, each.changes) for each in promises if each.act == Promise.Act.PUBLISH), {})

    def lane_of(self, path):
        return lane_of(self.model, path, self.live, self.working)

    def pending_in(self, language):
        return self.draft.pending_in(language) if self.draft else Pending.NONE

    def rows(self):
        """What names the rows of all texts, whichever document has them."""
        documents = [self.live, self.working, *(self.source(language) for language in set(SOURCES.values()))]
        return {place.key(self.record) for each in documents for place in places_in(self.model, each)}

    def texts(self, language, memory, target=None):
        """The texts beside their sources, as the draft, or another document, has them translated."""
        source, target = self.source(SOURCES[language]), self.working if target is None else target
        for place in places_in(self.model, source) if source else ():
            said, blocks = place.blocks(source, SOURCES[language]), place.blocks(target, language)
            if said or blocks:
                key = (place.key(self.record), place.name, language)
                official = place.is_official(target, language), place.is_official(source, SOURCES[language])
                yield Text(place, key, said, blocks, *official, memory.sources_of(key, digest(blocks)))


class Memory:
    """What the translations in these rows were made from."""

    def __init__(self, rows):
        self.known = defaultdict(dict)
        columns = ("row", "name", "language", "text_digest", "source_digest", "pk")
        for *key, text, source, pk in Rendering.objects.filter(row__in=rows).order_by("pk").values_list(*columns):
            self.known[tuple(key), text][source] = pk

    def sources_of(self, key, text):
        """The digests of the sources of a text, each with the key of its rendering; the last one stands last."""
        return self.known.get((key, text), {})

    def learn(self, rendering):
        """Take in what is not stored yet; False for a text of which something is known."""
        key = (rendering.row, rendering.name, rendering.language), rendering.text_digest
        is_new = key not in self.known
        self.known[key].setdefault(rendering.source_digest, rendering.pk)
        return is_new


def memory_of(sheets):
    return Memory(set().union(*(sheet.rows() for sheet in sheets)))
