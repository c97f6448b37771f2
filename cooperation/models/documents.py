from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ots_portal.library.models import File
from ots_portal.publishing.fields import ChoiceField, PartialDateField
from ots_portal.publishing.publishable import Part, Publishable


class Document(Publishable):
    """A text that was signed, adopted or published; where it was adopted is told by a meeting's outcome."""

    class Kind(models.TextChoices):
        TREATY = "treaty", _("treaty")
        PROTOCOL = "protocol", _("protocol")
        DECLARATION = "declaration", _("declaration")
        STATEMENT = "statement", _("statement")
        STRATEGY = "strategy", _("strategy")
        PLAN = "plan", _("plan")
        MOU = "mou", _("memorandum of understanding")
        PUBLICATION = "publication", _("publication")
        REPORT = "report", _("report")

    title = models.CharField(
        _("title"),
        max_length=300,
        help_text=_("As the portal shows it; the title as published stands below."),
    )
    title_as_published = models.CharField(
        _("title as published"),
        max_length=500,
        blank=True,
        help_text=_("Word for word, in the document's own language; never brought up to date."),
    )
    aliases = models.TextField(
        _("other names"),
        blank=True,
        help_text=_("Other names found in texts, one a line; they are found by searching."),
    )
    kind = ChoiceField(_("kind"), max_length=20, choices=Kind.choices)
    summary = models.TextField(_("summary"), blank=True, help_text=_("One or two sentences on what it is."))
    date = PartialDateField(
        _("date"),
        null=True,
        blank=True,
        help_text=_("A day, a month or a year: 12.11.2021, 11.2021 or 2021."),
    )
    languages = ArrayField(
        models.CharField(max_length=5),
        verbose_name=_("languages"),
        default=list,
        blank=True,
        help_text=_("Codes of the languages it is written in, separated by commas: tr, en. Empty when unknown."),
    )
    version_note = models.CharField(_("note on the version"), max_length=300, blank=True)
    supersedes = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_by",
        verbose_name=_("replaces"),
    )
    areas = models.ManyToManyField("cooperation.Area", blank=True, related_name="documents", verbose_name=_("areas"))
    parties = models.ManyToManyField(
        "cooperation.Institution", blank=True, related_name="documents", verbose_name=_("parties")
    )
    authors = models.ManyToManyField(
        "cooperation.Person", blank=True, related_name="documents", verbose_name=_("authors")
    )

    searched_fields = ("title_as_published", "aliases")

    class Meta(Publishable.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = [F("date").desc(nulls_last=True), "reference"]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(condition=~Q(supersedes=F("pk")), name="document_not_its_own"),
        ]
        indexes = [
            *Publishable.Meta.indexes,
            models.Index(F("date").desc(nulls_last=True), "reference", name="document_date"),
            models.Index(fields=["kind"], name="document_kind"),
        ]

    def get_absolute_url(self):
        return reverse("cooperation:document_detail", args=[self.current_slug])


class DocumentFile(Part):
    """A document's text in one language: the stored file, or that it is missing."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="files", verbose_name=_("document"))
    language = ChoiceField(_("language"), max_length=5, choices=settings.LANGUAGES)
    file = models.ForeignKey(
        File,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="document_files",
        verbose_name=_("file"),
        help_text=_("Empty: the file is known to exist and is missing."),
    )
    original_path = models.CharField(
        _("previous path"),
        max_length=500,
        blank=True,
        help_text=_("Where the previous site kept it; never a link."),
    )

    parent_field = "document"
    language_field = "language"

    class Meta(Part.Meta):
        verbose_name = _("file of the document")
        verbose_name_plural = _("files of the document")

    def __str__(self):
        return str(self.file) if self.file else str(_("missing file"))

    @property
    def is_missing(self):
        return self.file_id is None
