"""Drafts and revisions; and the parts of any record: links, where a fact comes from, what other sources say."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ots_portal.publishing.comments import Comment
from ots_portal.publishing.drafts import Draft, DraftLane, Promise, Revision
from ots_portal.publishing.fields import ChoiceField
from ots_portal.publishing.mails import DailyMail
from ots_portal.publishing.mergers import Merger
from ots_portal.publishing.old_addresses import OldAddress
from ots_portal.publishing.publishable import GenericPart
from ots_portal.publishing.rules import TwoPersonRule
from ots_portal.publishing.shared_previews import SharedPreview

__all__ = [
    "Comment",
    "DailyMail",
    "Draft",
    "DraftLane",
    "Link",
    "Merger",
    "OldAddress",
    "Promise",
    "Revision",
    "SharedPreview",
    "SourceNote",
    "TwoPersonRule",
    "Variant",
]

FACT_HELP = _("Which fact it is about, by the name of its field: start, outcomes, areas. Empty: the whole record.")


class Link(GenericPart):
    """An address elsewhere; without an address it says that the source names one and gives none."""

    class Kind(models.TextChoices):
        PAGE = "page", _("web page")
        VIDEO = "video", _("video")
        DOCUMENT = "document", _("document")

    class Result(models.TextChoices):
        UNCHECKED = "unchecked", _("not checked")
        WORKS = "works", _("works")
        BROKEN = "broken", _("broken")
        SHORTENED = "shortened", _("shortened address, target unknown")
        MISSING = "missing", _("no address given")

    address = models.URLField(_("address"), max_length=500, blank=True)
    label = models.CharField(_("text of the link"), max_length=200)
    kind = ChoiceField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.PAGE)
    checked_on = models.DateField(_("last checked"), null=True, blank=True)
    result = ChoiceField(_("result"), max_length=20, choices=Result.choices, default=Result.UNCHECKED)

    class Meta(GenericPart.Meta):
        verbose_name = _("link")
        verbose_name_plural = _("links")

    def __str__(self):
        return self.label or self.address

    @property
    def is_shown(self):
        """Readers get a link only where its target is known."""
        return bool(self.address) and self.result in {self.Result.UNCHECKED, self.Result.WORKS}


class SourceNote(GenericPart):
    """Where a fact comes from."""

    class Basis(models.TextChoices):
        STATED = "stated", _("stated in the source")
        INFERRED = "inferred", _("inferred from the source")
        JUDGED = "judged", _("the editors’ judgement")

    source = models.CharField(_("source"), max_length=200, help_text=_("The page or document it stands in."))
    line = models.PositiveIntegerField(_("line"), null=True, blank=True)
    phrase = models.CharField(
        _("where it stands"),
        max_length=200,
        blank=True,
        help_text=_("A few words by which one finds the place."),
    )
    path = models.CharField(_("fact"), max_length=120, blank=True, help_text=FACT_HELP)
    basis = ChoiceField(_("basis"), max_length=20, choices=Basis.choices, default=Basis.STATED)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta(GenericPart.Meta):
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def __str__(self):
        return self.source


class Variant(GenericPart):
    """What another source says about a fact, kept although it was not chosen."""

    path = models.CharField(_("fact"), max_length=120, help_text=FACT_HELP)
    value = models.CharField(_("other value"), max_length=300)
    source = models.CharField(_("source"), max_length=200, blank=True)
    is_settled = models.BooleanField(
        _("settled"), default=False, help_text=_("An editor has compared the sources and decided.")
    )
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta(GenericPart.Meta):
        verbose_name = _("other value in a source")
        verbose_name_plural = _("other values in sources")

    def __str__(self):
        return f"{self.path}: {self.value}"
