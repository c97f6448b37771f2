"""What the lists of documents and institutions can be narrowed by."""

from django.db.models import Case, F, Value, When
from django.db.models.functions import Left
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cooperation.models import Area, Document, Institution, Person, Topic
from ots_portal.languages import column
from ots_portal.listing.filters import ValuesFilter, ValuesFilterSet, YearFilter, vocabulary
from ots_portal.listing.linked_filters import RecordFilter

YEAR = Left("date", 4)  # a partial date is kept as ISO text


def of_years(documents, name, years):
    return documents.alias(year=YEAR).filter(year__in=years) if years else documents


class DocumentFilter(ValuesFilterSet):
    first_names = ("kind", "year")

    kind = ValuesFilter(
        lookup_expr="in",
        field_name="kind",
        counts=lambda: F("kind"),
        label=pgettext_lazy("of a document", "Kind"),
        choices=vocabulary(Document.Kind.choices),
        refusal=_("“%(value)s” is not a known kind of document and was ignored."),
    )
    year = YearFilter(
        label=_("Year"),
        method=of_years,
        counts=lambda: YEAR,
        refusal=_("“%(value)s” is not a year of four digits and was ignored."),
    )
    area = RecordFilter(Area, "areas", label=_("Area of cooperation"))
    topic = RecordFilter(Topic, "topics", label=_("Topic"))
    institution = RecordFilter(Institution, "parties", label=pgettext_lazy("to a document", "Party"))
    person = RecordFilter(Person, "authors", label=_("Author"))


class InstitutionFilter(ValuesFilterSet):
    first_names = ("kind",)

    kind = ValuesFilter(
        lookup_expr="in",
        field_name="kind",
        counts=lambda: F("kind"),
        label=pgettext_lazy("of an institution", "Kind"),
        choices=vocabulary(Institution.Kind.choices),
        refusal=_("“%(value)s” is not a known kind of institution and was ignored."),
    )


def by_kind(institutions):
    """In the order of the kinds, and alphabetically within each."""
    whens = [When(kind=kind, then=Value(position)) for position, kind in enumerate(Institution.Kind.values)]
    return institutions.order_by(Case(*whens), column("sort_key"), "pk")
