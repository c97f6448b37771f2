"""The term base: how the organisation's terms are said in each language, and how they are not."""

from functools import lru_cache, reduce
from operator import or_

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ots_portal.accounts.roles import Governed
from ots_portal.languages import LANGUAGES
from ots_portal.publishing.fields import ChoiceField, reference_validator
from ots_portal.terms.checking import DO_NOT_TRANSLATE, MUST_USE
from ots_portal.terms.matching import Entry, TermBase
from ots_portal.turkish import SORT_KEY_LENGTH, sort_key

FOUND_BY = ["wording", "also", "abbreviation", "forbidden"]
MOST_LETTERS, MOST_SHOWN = 200, 40
WORDS = [*FOUND_BY, "note"]


class TermQuerySet(models.QuerySet):
    def in_force(self):
        """Without those that are only proposed."""
        return self.exclude(status=Term.Status.PROPOSED)

    def with_forbidden(self):
        """Terms of which some wording is not to be used."""
        return self.filter(reduce(or_, (Q(**{f"forbidden_{code}__gt": ""}) for code in LANGUAGES)))

    def base(self):
        """These terms, ready to be looked for in texts; made anew only when one of them has changed."""
        columns = [f"{name}_{code}" for code in LANGUAGES for name in WORDS]
        return made(tuple(self.order_by("reference").values_list("pk", "kind", *columns)))


class Term(models.Model):
    """A thing that has a fixed name; every language has its own columns."""

    class Category(models.TextChoices):
        ORGANISATION = "organisation", pgettext_lazy("terms", "the organisation")
        ORGAN = "organ", pgettext_lazy("terms", "organs")
        OFFICE = "office", pgettext_lazy("terms", "offices")
        STATUS = "status", pgettext_lazy("terms", "membership")
        DOCUMENT = "document", pgettext_lazy("terms", "documents")
        MEETING = "meeting", pgettext_lazy("terms", "meetings")
        AREA = "area", pgettext_lazy("terms", "areas of cooperation")
        VISION = "vision", pgettext_lazy("terms", "the Vision")
        TOPIC = "topic", pgettext_lazy("terms", "topics")
        INSTITUTION = "institution", pgettext_lazy("terms", "institutions")
        PARTNER = "partner", pgettext_lazy("terms", "partners")
        STATE = "state", pgettext_lazy("terms", "states")
        PLACE = "place", pgettext_lazy("terms", "places")

    class Kind(models.TextChoices):
        MUST_USE = MUST_USE, pgettext_lazy("term", "must be used")
        ADVICE = "advice", pgettext_lazy("term", "advice")
        DO_NOT_TRANSLATE = DO_NOT_TRANSLATE, pgettext_lazy("term", "not translated")

    class Status(models.TextChoices):
        VERIFIED = "verified", pgettext_lazy("term", "found in official texts")
        OWN = "own", pgettext_lazy("term", "chosen by us")
        PROPOSED = "proposed", pgettext_lazy("term", "proposed")

    reference = models.CharField(
        _("reference"),
        max_length=100,
        unique=True,
        validators=[reference_validator],
        help_text=_("The permanent short name of this term, by which files of terms name it. Never changed."),
    )
    category = ChoiceField(_("category"), max_length=20, choices=Category.choices)
    kind = ChoiceField(
        _("kind"),
        max_length=20,
        choices=Kind.choices,
        default=Kind.MUST_USE,
        help_text=_(
            "What must be used is missed in translations; advice is only shown; what is not translated stays as it is."
        ),
    )
    status = ChoiceField(
        _("status"),
        max_length=20,
        choices=Status.choices,
        default=Status.OWN,
        help_text=_("A proposed term is neither marked nor missed."),
    )
    wording = models.CharField(
        pgettext_lazy("term", "wording"),
        max_length=200,
        help_text=_("What to write. With a small letter it is found everywhere, with a capital only where one stands."),
    )
    also = models.TextField(_("other wordings"), blank=True, help_text=_("Found and accepted, too; one on each line."))
    abbreviation = models.CharField(
        _("abbreviation"), max_length=40, blank=True, help_text=_("Found exactly as it is written.")
    )
    forbidden = models.TextField(
        _("not to be used"), blank=True, help_text=_("Wordings for which translators are warned; one on each line.")
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    source = models.URLField(_("source"), max_length=500, blank=True, help_text=_("Where the wording was found."))

    sort_key = models.CharField(max_length=SORT_KEY_LENGTH, db_collation="C", default="", blank=True, editable=False)

    objects = TermQuerySet.as_manager()

    governed = Governed.WHOLE

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["reference"]
        indexes = [models.Index(fields=["category"], name="term_category")]

    def __str__(self):
        return self.wording or self.reference

    def save(self, *args, **kwargs):
        for code in LANGUAGES:
            setattr(self, f"sort_key_{code}", sort_key(getattr(self, f"wording_{code}") or "", code))
        super().save(*args, **kwargs)

    def clean(self):
        """What has no word could never be found; what may be written cannot be forbidden."""
        for code in LANGUAGES:
            texts = {name: lines(getattr(self, f"{name}_{code}") or "") for name in FOUND_BY}
            refuse_wordless(code, texts)
            accepted = {text for name, found in texts.items() if name != "forbidden" for text in found}
            if both := accepted & set(texts["forbidden"]):
                refusal = _("“%(text)s” is among the wordings that may be used.")
                raise ValidationError({f"forbidden_{code}": refusal % {"text": min(both)}})


@lru_cache(maxsize=4)
def made(rows):
    """The term base of rows of columns; equal rows give the same one."""
    return TermBase(entry_of(pk, kind, columns) for pk, kind, *columns in rows)


def entry_of(pk, kind, columns):
    size = len(WORDS)
    by_language = {
        code: dict(zip(WORDS, columns[number * size : (number + 1) * size], strict=True))
        for number, code in enumerate(LANGUAGES)
    }
    filled = {code: {name: text for name, text in words.items() if text} for code, words in by_language.items()}
    return Entry(
        key=pk,
        kind=kind,
        wordings={code: wordings_of(words) for code, words in filled.items()},
        abbreviations={code: words["abbreviation"] for code, words in filled.items() if "abbreviation" in words},
        forbidden={code: lines(words.get("forbidden", "")) for code, words in filled.items()},
        note={code: words["note"] for code, words in filled.items() if "note" in words},
    )


def wordings_of(words):
    return (*([words["wording"]] if "wording" in words else ()), *lines(words.get("also", "")))


def refuse_wordless(code, texts):
    for name, found in texts.items():
        for text in found:
            if not any(letter.isalnum() for letter in text) or len(text) > MOST_LETTERS:
                refusal = _("“%(text)s” is no wording: write words, at most %(number)d letters each.")
                values = {"text": text[:MOST_SHOWN], "number": MOST_LETTERS}
                raise ValidationError({f"{name}_{code}": refusal % values})


def lines(text):
    return tuple(line.strip() for line in text.splitlines() if line.strip())
