"""Addresses that records lead to, what became of each when it was last looked at, and where it is used."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from ots_portal.links.kinds import Kind, host_of, kind_of
from ots_portal.publishing.drafts import OfRecord, OfRecordQuerySet
from ots_portal.publishing.fields import ChoiceField
from ots_portal.publishing.record_types import publishable_models

_person = {"to": settings.AUTH_USER_MODEL, "on_delete": models.PROTECT, "related_name": "+", "null": True}


class Result(models.TextChoices):
    """In the order in which they want attention."""

    BROKEN = "broken", pgettext_lazy("link", "broken")
    PREVIOUS = "previous", pgettext_lazy("link", "address of the previous site")
    SHORTENED = "shortened", pgettext_lazy("link", "shortened address")
    MISSING = "missing", _("no address given")
    MOVED = "moved", pgettext_lazy("link", "moved for good")
    UNCLEAR = "unclear", pgettext_lazy("link", "not certain")
    UNCHECKED = "unchecked", pgettext_lazy("link", "not checked yet")
    WORKS = "works", _("works")


TO_MEND = (Result.BROKEN, Result.PREVIOUS, Result.SHORTENED, Result.MISSING)


class Problem(models.TextChoices):
    """Why an address is not simply fine; a sentence that goes on after a colon."""

    NONE = "", ""
    NO_RECORD = "no-record", _("there is no such record")
    NO_PAGE = "no-page", _("the portal has no such page")
    NO_FILE = "no-file", _("there is no such file")
    LOST_FILE = "lost-file", _("the file is missing on the disk; upload it again")
    UNPUBLISHED = "unpublished", _("it leads to a record that is not published")
    NOT_OFFERED = "not-offered", _("no published document offers this file")
    WITHDRAWN = "withdrawn", _("it leads to a record that is withdrawn")
    STATUS = "status", _("the server answers with an error")
    BARRED = "barred", _("the server answers people only, perhaps")
    WAIT = "wait", _("the server asks for patience")
    NO_HOST = "no-host", _("there is no such server")
    NO_ANSWER = "no-answer", _("the server does not answer")
    TIMEOUT = "timeout", _("the server takes too long")
    CERTIFICATE = "certificate", _("the server’s certificate is not valid")
    REDIRECTS = "redirects", _("it leads on too often, perhaps in a circle")
    PRIVATE = "private", _("it is no public address")
    INVALID = "invalid", _("it is not a valid address")


class AddressQuerySet(models.QuerySet):
    def used(self):
        return self.filter(Exists(Use.objects.filter(address=OuterRef("pk"))))

    def ours(self):
        return self.filter(url__startswith="/")

    def elsewhere(self):
        return self.exclude(host="")

    def open_at(self, now):
        """Without those whose server asked for patience until later."""
        asked = self.model.objects.filter(host=OuterRef("host"), retry_at__gt=now)
        return self.elsewhere().filter(~Exists(asked))

    def longest_unchecked(self):
        return self.order_by(F("checked_at").asc(nulls_first=True), "pk")

    def to_mend(self):
        """What somebody should change, except what was found fine as it is."""
        return self.filter(result__in=TO_MEND, fine_because="")


class Address(models.Model):
    """An address, shared by all records that use it; "" stands for those of which none was given."""

    url = models.CharField(_("address"), max_length=2000, unique=True)
    host = models.CharField(max_length=255, blank=True, db_index=True)  # "": ours, or none
    result = ChoiceField(_("result"), max_length=10, choices=Result.choices, default=Result.UNCHECKED)
    problem = ChoiceField(_("reason"), max_length=12, choices=Problem.choices, default=Problem.NONE, blank=True)
    status = models.PositiveSmallIntegerField(_("status"), null=True)
    moved_to = models.CharField(_("moved to"), max_length=2000, blank=True)
    checked_at = models.DateTimeField(_("last checked"), null=True)
    since = models.DateField(_("since"), null=True)  # the day of the first answer of this kind
    failed_on = models.DateField(_("first failure"), null=True)  # of those that nothing interrupted
    retry_at = models.DateTimeField(_("not before"), null=True)
    fine_because = models.CharField(_("why it is fine as it is"), max_length=300, blank=True)
    fine_by = models.ForeignKey(**_person, verbose_name=_("marked by"))
    fine_at = models.DateTimeField(_("marked"), null=True)

    objects = AddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        default_permissions = ()
        indexes = [models.Index(fields=["result"], name="address_result")]

    def __str__(self):
        return self.url or gettext("no address given")

    @property
    def kind(self):
        return kind_of(self.url)

    @property
    def in_words(self):
        """The result with its reason: “broken: the server answers with an error (404)”."""
        reason = self.get_problem_display() if self.problem else ""
        if self.status and self.problem in {Problem.STATUS, Problem.BARRED, Problem.WAIT}:
            reason = f"{reason} ({self.status})"
        return ": ".join(str(part) for part in (self.get_result_display(), reason) if part)

    def begin(self):
        """What is known without looking."""
        self.host = host_of(self.url)
        self.result = FIRST_RESULTS.get(self.kind, Result.UNCHECKED)
        self.since = timezone.localdate()
        if self.kind == Kind.OTHER and not self.host:
            self.result, self.problem = Result.BROKEN, Problem.INVALID

    def note(self, outcome, at):
        """Keep what was found. Somebody else's page is broken only once it failed on two different days."""
        day, before = timezone.localdate(at), (self.result, self.moved_to)
        self.problem, self.status, self.checked_at = outcome.problem, outcome.status, at
        self.retry_at = at + outcome.retry_after if outcome.retry_after else None
        if outcome.problem != Problem.WAIT:  # which says nothing about the page
            self.failed_on = (self.failed_on or day) if outcome.is_failure else None
            self.result, self.moved_to = self.result_of(outcome, day), outcome.moved_to
        if (self.result, self.moved_to) != before:
            self.since = (self.failed_on or day) if self.result == Result.BROKEN else day
            self.end_fine()

    def result_of(self, outcome, day):
        if outcome.is_failure and not self.is_uncertain(outcome, day):
            return Result.BROKEN
        if self.kind in FIRST_RESULTS:
            return FIRST_RESULTS[self.kind]
        if outcome.problem:
            return Result.UNCLEAR
        return Result.MOVED if outcome.moved_to else Result.WORKS

    def is_uncertain(self, outcome, day):
        """One day's failure of another server alarms nobody; nor does what only drafts lead to."""
        if self.host:
            return self.failed_on == day
        return outcome.problem in NOT_YET and not self.uses.filter(is_live=True).exists()

    def call_fine(self, reason, user):
        self.fine_because, self.fine_by, self.fine_at = reason, user, timezone.now()

    def end_fine(self):
        self.fine_because, self.fine_by, self.fine_at = "", None, None

    @property
    def since_in_words(self):
        return date_format(self.since, "DATE_FORMAT") if self.since else ""


NOT_YET = {Problem.UNPUBLISHED, Problem.NOT_OFFERED}
FIRST_RESULTS = {Kind.NONE: Result.MISSING, Kind.PREVIOUS: Result.PREVIOUS, Kind.SHORT: Result.SHORTENED}


class UseQuerySet(OfRecordQuerySet):
    def in_records(self, condition):
        """In records of whatever type that fulfil a condition."""
        found = Q(pk__in=[])
        for model in publishable_models():
            keys = model._base_manager.order_by().filter(condition).values("pk")
            found |= Q(content_type=ContentType.objects.get_for_model(model), object_id__in=keys)
        return self.filter(found)


class Use(OfRecord):
    """That a record has an address at a path, for readers or in its draft."""

    address = models.ForeignKey(Address, on_delete=models.CASCADE, related_name="uses", verbose_name=_("address"))
    path = models.CharField(max_length=120)
    is_live = models.BooleanField(_("readers see it"), default=True)

    objects = UseQuerySet.as_manager()

    class Meta:
        verbose_name = _("use of a link")
        verbose_name_plural = _("uses of links")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id", "path", "address"], name="use_once")
        ]

    def __str__(self):
        return f"{self.path}: {self.address_id}"
