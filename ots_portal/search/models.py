"""What readers can find: one row per thing and reader's language, written from what is published (indexing.py)."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ots_portal.accounts.roles import Governed
from ots_portal.library.models import File
from ots_portal.publishing.drafts import OfRecord
from ots_portal.publishing.fields import ChoiceField


class Entry(OfRecord):
    """A record, a part of one or a page of its file, as readers of a language find it; nothing else is kept here."""

    language = ChoiceField(_("language"), max_length=5, choices=settings.LANGUAGES)
    part = models.CharField(max_length=60, blank=True)
    thing = models.CharField(max_length=140)  # what is shown once: pages of a file are all its document
    kind = models.CharField(max_length=20)
    reference = models.CharField(max_length=100)
    title = models.CharField(max_length=600)
    title_language = models.CharField(max_length=5)
    url = models.CharField(max_length=600)
    place = models.CharField(max_length=300, blank=True)
    date_words = models.CharField(max_length=80, blank=True)
    date_machine = models.CharField(max_length=10, blank=True)
    date = models.DateField(null=True)
    is_official = models.BooleanField(null=True)  # None: it is not said whose words these are
    text = models.TextField(blank=True)
    text_language = models.CharField(max_length=5, blank=True)
    page = models.PositiveIntegerField(null=True)
    keys = ArrayField(models.CharField(max_length=200), default=list)  # its names, to be found by the whole of one
    facets = ArrayField(models.CharField(max_length=120), default=list)
    names = SearchVectorField(null=True)  # small: what it is called, and facts
    words = SearchVectorField()  # all it says

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id", "part", "language"], name="entry_once"),
        ]
        indexes = [
            GinIndex(fields=["words"], name="entry_words"),
            GinIndex(fields=["facets"], name="entry_facets"),
            GinIndex(fields=["keys"], name="entry_keys"),
        ]

    def __str__(self):
        return f"{self.thing} ({self.language})"


class Name(models.Model):
    """A name by which people ask for something: what a query means by it, and what else it is called."""

    owner = models.CharField(max_length=80)  # the row that bears it
    group = models.CharField(max_length=80)  # names of one group mean the same
    key = models.CharField(max_length=300)  # the stems of its words (tokens.py: name_key)
    text = models.CharField(max_length=300)
    language = models.CharField(max_length=5, blank=True)
    field = models.CharField(max_length=20, blank=True)  # what a query is narrowed to by it: series, city, ...
    value = models.CharField(max_length=100, blank=True)
    is_head = models.BooleanField(default=False)  # the word for what it is, which counts only where no other has it

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["key"], name="name_key"),
            models.Index(fields=["group"], name="name_group"),
            models.Index(fields=["owner"], name="name_owner"),
            models.Index(fields=["field", "value"], name="name_value"),
        ]

    def __str__(self):
        return self.text


class Synonym(models.Model):
    """Words that mean the same to readers; they work from the next search on."""

    terms = models.TextField(
        pgettext_lazy("synonyms", "terms"),
        help_text=_("Words or names that mean the same, one a line, in any language. Each finds what the others find."),
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    governed = Governed.WHOLE

    class Meta:
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")
        ordering = ["terms"]

    def __str__(self):
        return " = ".join(self.lines)

    @property
    def lines(self):
        return [line for line in (" ".join(line.split()) for line in self.terms.splitlines()) if line]


class MissedQuery(models.Model):
    """What readers sought and did not find: the folded text and how often, and nothing about anybody."""

    text = models.CharField(_("text"), max_length=100)
    language = ChoiceField(_("language"), max_length=5, choices=settings.LANGUAGES)
    count = models.PositiveIntegerField(_("how often"), default=1)
    last_on = models.DateField(_("last on"))

    governed = Governed.WHOLE

    class Meta:
        verbose_name = _("search without result")
        verbose_name_plural = _("searches without result")
        ordering = ["-count", "-last_on", "text"]
        default_permissions = ("view", "delete")
        constraints = [models.UniqueConstraint(fields=["text", "language"], name="missed_query_once")]
        indexes = [models.Index(fields=["-count"], name="missed_query_count")]

    def __str__(self):
        return self.text


class FileText(models.Model):
    """What a stored file says, page by page."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("file", "not read yet")
        READ = "read", pgettext_lazy("file", "read")
        EMPTY = "empty", pgettext_lazy("file", "no text")
        FAILED = "failed", pgettext_lazy("file", "cannot be read")

    file = models.OneToOneField(File, on_delete=models.CASCADE, primary_key=True, related_name="text")
    state = ChoiceField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    pages = ArrayField(models.TextField(), default=list)
    checksum = models.CharField(max_length=64, default="")

    class Meta:
        verbose_name = _("text of a file")
        verbose_name_plural = _("texts of files")
        default_permissions = ()

    def __str__(self):
        return str(self.file)


class Word(models.Model):
    """A word that the index holds or held, for those who mistype it."""

    folded = models.CharField(max_length=60, primary_key=True)
    shown = models.CharField(max_length=80)

    class Meta:
        default_permissions = ()
        indexes = [GinIndex(fields=["folded"], opclasses=["gin_trgm_ops"], name="word_letters")]

    def __str__(self):
        return self.shown
