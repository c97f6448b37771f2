"""What readers narrow results by, as it stands in the address: kinds, areas and years, each with its number."""

from typing import NamedTuple

from django.http import QueryDict
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy

from ots_portal.listing.filters import Chip, Choice, shortened
from ots_portal.page_cache.knowing import known
from ots_portal.search.models import Name
from ots_portal.search.searching import Filters, kind_label
from ots_portal.search.sources import vocabularies

PARAMETERS = ("type", "area", "year")
LINKED = ("type",)  # the others are chosen in a form
MOST_VALUES = 20
YEARS = {str(year) for year in range(1000, 10_000)}
REFUSAL = gettext_lazy("“%(value)s” is no filter of the search and was ignored.")
LABELS = {
    "type": pgettext_lazy("of a record", "Kind"),
    "kind": pgettext_lazy("of a meeting", "Kind"),
    "status": pgettext_lazy("of a meeting", "Status"),
    "format": pgettext_lazy("of a meeting", "Format"),
    "series": gettext_lazy("Series of meetings"),
    "city": gettext_lazy("City"),
    "country": gettext_lazy("Country"),
    "area": gettext_lazy("Area of cooperation"),
    "year": gettext_lazy("Year"),
    "date": gettext_lazy("Date"),
    "ordinal": pgettext_lazy("of a meeting", "Ordinal"),
}


class Option(NamedTuple):
    """A value that can be chosen, how many results it leads to, and for a link what chooses it or takes it back."""

    choice: Choice
    number: int
    is_chosen: bool
    query: str


class Chosen:
    """The text and the values of an address; what is no value is left out and said."""

    def __init__(self, parameters):
        self.text = parameters.get("q", "").strip()
        self.is_literal = parameters.get("literal") == "1"
        self.areas = area_choices()
        possible = {"type": kinds(), "area": self.areas, "year": YEARS}
        given = {name: [value for value in parameters.getlist(name) if value][:MOST_VALUES] for name in PARAMETERS}
        self.values = {
            name: list(dict.fromkeys(each for each in given[name] if each in possible[name])) for name in given
        }
        refused = [value for name, values in given.items() for value in values if value not in possible[name]]
        self.remarks = [REFUSAL % {"value": shortened(value)} for value in dict.fromkeys(refused)]

    @property
    def filters(self):
        years = tuple(int(year) for year in self.values["year"])
        return Filters(kinds=tuple(self.values["type"]), areas=tuple(self.values["area"]), years=years)

    def __bool__(self):
        return any(self.values.values())

    def query(self, **changed):
        """The address's query, with other values for some filters."""
        query = QueryDict(mutable=True)
        is_literal = changed.pop("is_literal", self.is_literal and "text" not in changed)
        query["q"] = changed.pop("text", self.text)
        if is_literal:
            query["literal"] = "1"
        for name, values in (self.values | changed).items():
            query.setlist(name, values)
        return query.urlencode()


def kinds():
    """{data-type: its name for one and for several}."""
    return {kind: names for each in vocabularies() if each.field == "type" for kind, names in each.values.items()}


def kind_name(kind):
    """The name of a data-type for one of them."""
    return kinds().get(kind, [kind])[0]


def options(chosen, name, numbers, choices):
    """The choices that lead to something or are chosen; choosing one takes the place of what was chosen before."""
    values = chosen.values[name]
    for choice in choices:
        is_chosen = choice.value in values
        if numbers.get(choice.value) or is_chosen:
            query = chosen.query(**{name: [] if is_chosen else [choice.value]}) if name in LINKED else ""
            yield Option(choice, numbers.get(choice.value, 0), is_chosen, query)


def offered(chosen, results):
    """{filter: its options}: kinds and areas with the most results first, the latest years first."""
    years = {str(year): number for year, number in results.years.items()}
    numbers = {"type": results.kinds, "area": results.areas, "year": years}
    found = {name: list(dict.fromkeys([*numbers[name], *chosen.values[name]])) for name in PARAMETERS}
    choices = {
        "type": [Choice(kind, kind_label(kind, get_language())) for kind in found["type"]],
        "area": [chosen.areas[area] for area in found["area"] if area in chosen.areas],
        "year": [Choice(year, year) for year in sorted(found["year"], reverse=True)],
    }
    return {name: list(options(chosen, name, numbers[name], choices[name])) for name in PARAMETERS}


def chips(chosen, results, offers):
    """What the text was understood to ask for, and what was chosen beside it; each can be taken back."""
    for each in results.understood:
        yield Chip(LABELS.get(each.field, ""), Choice(each.label, each.label), chosen.query(text=each.text))
    for name, values in chosen.values.items():
        choices = {option.choice.value: option.choice for option in offers[name]}
        for value in values:
            rest = chosen.query(**{name: [other for other in values if other != value]})
            yield Chip(LABELS[name], choices.get(value, Choice(value, value)), rest)


def area_choices():
    """{reference: area} as the index knows them, by the name in the reader's language if they have one there."""
    return known(("areas of the search", get_language()), find_areas)


def find_areas():
    rows = Name.objects.filter(field="area", is_head=False).order_by("pk")
    in_own_language_last = sorted(rows, key=lambda name: name.language == get_language())
    return {name.value: Choice(name.value, name.text, name.language) for name in in_own_language_last}
