"""What every published record has in common: reference, address, state per language, owner; and its parts."""

import uuid

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ots_portal import turkish
from ots_portal.accounts.roles import Governed
from ots_portal.addresses import RESERVED_SLUGS
from ots_portal.languages import FIRST_LANGUAGE, LANGUAGES, column, current_language
from ots_portal.publishing.fields import reference_validator
from ots_portal.search.stemming import beginnings


class State(models.TextChoices):
    NEVER = "never", _("not published")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


def state_constraints():
    """The rules of publication that the database holds, per language (design: publishing.md)."""
    first = f"published_at_{FIRST_LANGUAGE}"
    rules = {}
    for code in LANGUAGES:
        published, withdrawn = f"published_at_{code}", f"withdrawn_at_{code}"
        rules[f"withdrawn_{code}_was_published"] = Q(**{f"{withdrawn}__isnull": True}) | Q(
            **{f"{published}__isnull": False}
        )
        rules[f"published_{code}_has_change"] = Q(**{f"{published}__isnull": True}) | Q(
            **{f"changed_at_{code}__isnull": False}
        )
        if code != FIRST_LANGUAGE:
            rules[f"published_{code}_after_first"] = Q(**{f"{published}__isnull": True}) | Q(
                **{f"{first}__isnull": False}
            )
            rules[f"withdrawn_{code}_with_first"] = (
                Q(**{f"withdrawn_at_{FIRST_LANGUAGE}__isnull": True})
                | Q(**{f"{published}__isnull": True})
                | Q(**{f"{withdrawn}__isnull": False})
            )
    return [models.CheckConstraint(condition=rule, name=f"%(class)s_{name}") for name, rule in rules.items()]


def slug_constraints():
    return [
        models.UniqueConstraint(
            fields=[f"slug_{code}"],
            name=f"%(class)s_slug_{code}_unique",
            violation_error_message=_("Another record of this type already has this address. Choose another one."),
        )
        for code in LANGUAGES
    ]


class PublishableQuerySet(models.QuerySet):
    """Rows by what readers may see; nothing here looks at the clock or at the language of import time."""

    def readable(self):
        """Published in the first language and not withdrawn: what pages, lists and counts show in any language."""
        return self.published(FIRST_LANGUAGE)

    def published(self, language):
        """Published in this very language: for hreflang, sitemap and worklists."""
        states = {f"published_at_{language}__isnull": False, f"withdrawn_at_{language}__isnull": True}
        return self.within_readable().filter(**states)

    def withdrawn(self, language):
        """Taken from readers in this language, who find a notice instead."""
        return self.within_readable().filter(**{f"withdrawn_at_{language}__isnull": False})

    def within_readable(self):
        """Without those whose address leads through a record that readers may not see."""
        if not (within := self.model.lies_within):
            return self
        published, withdrawn = f"{within}__published_at_{FIRST_LANGUAGE}", f"{within}__withdrawn_at_{FIRST_LANGUAGE}"
        return self.filter(**{f"{published}__isnull": False, f"{withdrawn}__isnull": True})

    def ever_published(self):
        """Readable or withdrawn: what a permanent citation may lead to."""
        return self.filter(**{f"published_at_{FIRST_LANGUAGE}__isnull": False})

    def in_alphabetical_order(self):
        return self.order_by(column("sort_key"), "pk")

    def containing(self, text, *, drafted=False):
        """Rows whose names hold every word of a text in any form; for staff also those in their drafts."""
        rows = self
        for word in beginnings(text):
            found = Q(search_text__contains=word)
            if drafted:
                found |= Q(pk__in=self.model._base_manager.filter(drafts__search_text__contains=word).values("pk"))
            rows = rows.filter(found)
        return rows


class Publishable(models.Model):
    """A record that is published per language; its columns hold what is live (docs/architecture.md)."""

    reference = models.CharField(
        _("reference"),
        max_length=80,
        validators=[reference_validator],
        help_text=_("The permanent short name of this record, used in citations and data. Never changed."),
    )
    slug = models.SlugField(
        _("address"),
        max_length=120,
        null=True,
        blank=True,
        db_index=False,
        help_text=_("The last part of the page's address. Left empty, it is made from the title."),
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    changed_at = models.DateTimeField(_("last publication"), null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)
    notice = models.CharField(
        _("notice of withdrawal"),
        max_length=300,
        blank=True,
        help_text=_("Shown instead of the page after it is withdrawn: why, and where to look instead."),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("owner"),
        help_text=_("Who answers for this record."),
    )
    internal_note = models.TextField(
        _("internal note"), blank=True, help_text=_("For staff only; never shown to readers.")
    )
    review_on = models.DateField(
        _("to be reviewed on"),
        null=True,
        blank=True,
        help_text=_("From this day on the record waits for its owner to look at it again; never shown to readers."),
    )
    sort_key = models.CharField(max_length=200, default="", blank=True, editable=False, db_collation="C")
    search_text = models.TextField(default="", blank=True, editable=False)

    links = GenericRelation("publishing.Link")
    source_notes = GenericRelation("publishing.SourceNote")
    variants = GenericRelation("publishing.Variant")
    drafts = GenericRelation("publishing.Draft")  # goes with its record; revisions stay

    objects = PublishableQuerySet.as_manager()

    governed = Governed.PER_LANE
    naming_field = "title"
    searched_fields = ()
    linked_fields = ()  # what pages tell of a record beside a link to it, other than name and address
    has_page = True
    lies_within = ""  # the foreign key to the record that its address leads through; unreadable, it hides this one

    class Meta:
        abstract = True
        ordering = ["reference"]
        constraints = [
            models.UniqueConstraint(
                fields=["reference"],
                name="%(class)s_reference_unique",
                violation_error_message=_("Another record of this type already has this reference."),
            ),
            *slug_constraints(),
            *state_constraints(),
        ]
        indexes = [
            *[models.Index(fields=[f"sort_key_{code}"], name=f"%(class)s_sort_{code}") for code in LANGUAGES],
            models.Index(fields=["review_on"], name="%(class)s_review", condition=Q(review_on__isnull=False)),
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="%(class)s_search"),
        ]

    def __str__(self):
        return self.name_in(get_language()) or self.reference

    def clean(self):
        super().clean()
        taken = [code for code in LANGUAGES if getattr(self, f"slug_{code}") in RESERVED_SLUGS]
        if taken:
            raise ValidationError(
                {f"slug_{code}": _("This address is reserved. Choose another one.") for code in taken}
            )

    def save(self, *args, **kwargs):
        self.fill_keys()
        super().save(*args, **kwargs)

    def fill_keys(self):
        """Set what is computed from the names: addresses not chosen yet, sort keys, and the text searched."""
        for code in LANGUAGES:
            setattr(self, f"slug_{code}", getattr(self, f"slug_{code}") or self.proposed_slug(code))
            setattr(self, f"sort_key_{code}", turkish.sort_key(self.name_in(code), code))
        self.search_text = turkish.fold(" ".join(getattr(self, name) or "" for name in self.searched_columns()))

    @classmethod
    def searched_columns(cls):
        for name in ("reference", cls.naming_field, *cls.searched_fields):
            yield from (
                [column(name, code) for code in LANGUAGES] if hasattr(cls, column(name, FIRST_LANGUAGE)) else [name]
            )

    def proposed_slug(self, language):
        """A free address from the name in this language; None without a page or a name."""
        slug = turkish.slugify(getattr(self, f"{self.naming_field}_{language}", getattr(self, self.naming_field)) or "")
        if not self.has_page or not slug:
            return None
        others = type(self)._base_manager.exclude(pk=self.pk).filter(**{f"slug_{language}__startswith": slug})
        left = apps.get_model("publishing", "OldAddress").objects.left_by_others(self)
        taken = {*others.values_list(f"slug_{language}", flat=True), *RESERVED_SLUGS, *left}
        return next(each for each in [slug, *(f"{slug}-{n}" for n in range(2, len(taken) + 3))] if each not in taken)

    def name_in(self, language):
        """The name in a language, or in the first one where it has none."""
        return (
            getattr(self, f"{self.naming_field}_{language}", None)
            or getattr(self, f"{self.naming_field}_{FIRST_LANGUAGE}", None)
            or getattr(self, self.naming_field)
            or ""
        )

    def slug_in(self, language):
        return getattr(self, f"slug_{language}") or getattr(self, f"slug_{FIRST_LANGUAGE}")

    @property
    def current_slug(self):
        return self.slug_in(current_language())

    def state_in(self, language):
        if getattr(self, f"withdrawn_at_{language}"):
            return State.WITHDRAWN
        return State.PUBLISHED if getattr(self, f"published_at_{language}") else State.NEVER

    def is_published_in(self, language):
        return self.state_in(language) == State.PUBLISHED

    @property
    def is_readable(self):
        parent = getattr(self, self.lies_within) if self.lies_within else None
        return self.is_published_in(FIRST_LANGUAGE) and (parent is None or parent.is_readable)

    @property
    def published_languages(self):
        return [code for code in LANGUAGES if self.is_published_in(code)]

    @property
    def changed(self):
        """When what readers see in the active language was last published."""
        language = current_language()
        return getattr(self, f"changed_at_{language if self.is_published_in(language) else FIRST_LANGUAGE}")


class Part(models.Model):
    """A row that is edited and published with its parent; its key exists before the row does."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0, help_text=_("Lower numbers stand first."))

    parent_field = ""
    language_field = ""  # the column that names the one language to which a row belongs, where there is one
    worded = {}  # the fields that say of a text, per language, whether it is a summary or official: {text: field}

    class Meta:
        abstract = True
        ordering = ["position", "id"]

    @property
    def parent(self):
        return getattr(self, self.parent_field)


class GenericPart(Part):
    """A part of any publishable record."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    record = GenericForeignKey("content_type", "object_id")

    parent_field = "record"

    class Meta(Part.Meta):
        abstract = True
        indexes = [models.Index(fields=["content_type", "object_id", "position"], name="%(class)s_record")]
