"""Several records to be published together: what each language of each would bring, and what stands against it."""

from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.utils.functional import cached_property

from ots_portal.accounts.roles import Act, may
from ots_portal.labels import capitalized
from ots_portal.languages import FIRST_LANGUAGE, LANGUAGES, column
from ots_portal.publishing.desk import Desk
from ots_portal.publishing.drafts import Pending, Promise
from ots_portal.publishing.forms import language_name
from ots_portal.publishing.problems import problems
from ots_portal.publishing.publishable import State
from ots_portal.publishing.record_pages import address_of, change_address
from ots_portal.publishing.record_types import models_by_label
from ots_portal.publishing.refusals import is_cleared, refuse_foreseeable
from ots_portal.publishing.remarks import remarks
from ots_portal.publishing.state_columns import name_of
from ots_portal.publishing.words import differences

MOST = 100
MOST_DIGITS = 18  # what a key of the database can hold


def key_of(record):
    """How an address and a form name a record of any type."""
    return f"{record._meta.label_lower}-{record.pk}"


def found(keys, user):
    """The records that keys name, in their order; 404 for what is none, 403 for types that the user may not see."""
    wanted = [key.rpartition("-") for key in dict.fromkeys(keys)][:MOST]
    known = models_by_label()
    models = {label: known.get(label) for label, _dash, _pk in wanted}
    if not all(models.values()):
        raise Http404
    if not all(may(user, Act.VIEW, model) for model in models.values()):
        raise PermissionDenied
    rows = {}
    for label, model in models.items():
        pks = [pk for each, _dash, pk in wanted if each == label and is_key(pk)]
        rows |= {key_of(row): row for row in model._base_manager.filter(pk__in=pks)}
    return [rows[key] for key in dict.fromkeys(keys) if key in rows]


def is_key(text):
    return text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS


@dataclass
class Lane:
    """One language of a record of the bundle."""

    item: object
    code: str
    is_chosen: bool = False
    problems: list = field(default_factory=list)
    remarks: list = field(default_factory=list)

    @property
    def value(self):
        return f"{self.item.key}:{self.code}"

    @property
    def language(self):
        return language_name(self.code)

    @property
    def live(self):
        return self.item.desk.record.state_in(self.code)

    @cached_property
    def pending(self):
        return self.item.desk.pending()[self.code]

    @cached_property
    def changes(self):
        """What would go live, each fact by its name."""
        desk = self.item.desk
        return [
            each.label for each in differences(desk.model, desk.own([self.code]), desk.live, desk.working) if each.label
        ]

    @cached_property
    def has_news(self):
        desk = self.item.desk
        name = desk.working.get(column(desk.model.naming_field, self.code), True)
        return bool(desk.own([self.code])) or (self.live != State.PUBLISHED and bool(name))

    @cached_property
    def may_publish(self):
        return any(may(self.item.user, act, self.item.desk.record, self.code) for act in (Act.PUBLISH, Act.SCHEDULE))

    @cached_property
    def needs_other_person(self):
        return not is_cleared(self.item.desk, self.code, self.item.user)

    @property
    def is_offered(self):
        return self.has_news and self.may_publish

    @property
    def is_ready(self):
        """Whether it would go live as it stands; another language needs the first one, live or chosen."""
        first = self.item.lanes[0]
        is_open = self is first or self.item.desk.record.is_published_in(FIRST_LANGUAGE) or first.is_chosen
        is_fit = self.is_offered and not self.needs_other_person and not self.problems
        return is_fit and is_open and self.pending not in {Pending.SCHEDULED, Pending.IN_REVIEW}

    def foresee(self):
        try:
            refuse_foreseeable(self.item.desk, [self.code])
        except ValidationError as refusal:
            self.problems = self.item.told(refusal)

    def look(self, *, together):
        """What is worth a second look, knowing what else would go live at this moment."""
        if self.is_offered:
            self.remarks = remarks(self.item.desk, [self.code], together=together, form=self.item.form)


class Item:
    """One record of the bundle, with its languages."""

    def __init__(self, record, user):
        self.desk, self.user, self.key = Desk(record), user, key_of(record)
        self.lanes = [Lane(self, code) for code in LANGUAGES]
        for lane in self.lanes:
            if lane.is_offered:
                lane.foresee()

    @property
    def record(self):
        return self.desk.record

    @property
    def name(self):
        return name_of(self.desk.record, self.desk.draft if self.desk.draft.pk else None)

    @property
    def type(self):
        return capitalized(self.desk.model._meta.verbose_name)

    @property
    def form(self):
        return change_address(self.desk.record)

    @property
    def difference(self):
        return address_of(self.desk.record, "difference")

    def told(self, refusal):
        return problems(self.desk, refusal, self.form)


def bundle_of(records, user, chosen=None):
    """The records as a page shows them; nothing chosen yet, what is ready is."""
    items = [Item(record, user) for record in records]
    for lane in (lane for item in items for lane in item.lanes):
        lane.look(together=records)
        lane.is_chosen = lane.is_ready if chosen is None else lane.value in chosen
    return items


def targets_of(records, chosen):
    """[(record, languages)] of what was chosen."""
    languages = {record: [code for code in LANGUAGES if f"{key_of(record)}:{code}" in chosen] for record in records}
    return [(record, codes) for record, codes in languages.items() if codes]


def companions(promise, user):
    """What is scheduled together with a promise, (name, form, language); hidden where the user may not view the type."""
    if promise is None or promise.bundle is None:
        return []
    others = Promise.objects.filter(bundle=promise.bundle).exclude(pk=promise.pk).order_by("pk")
    return [companion(each, user) for each in others.select_related("draft__content_type")]


def companion(promise, user):
    record = promise.draft.record
    if not may(user, Act.VIEW, record):
        return capitalized(record._meta.verbose_name), "", language_name(promise.language)
    return name_of(record, promise.draft), change_address(record), language_name(promise.language)
