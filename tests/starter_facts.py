"""Dates and numbers: those that a text of the starter states, and those that the records around it know."""

import re
from collections import defaultdict
from functools import cache

from tests.starter_texts import LINK, PROSE, prose_of, rows_by_kind

MONTHS = {
    "tr": [
        "Ocak",
        "Şubat",
        "Mart",
        "Nisan",
        "Mayıs",
        "Haziran",
        "Temmuz",
        "Ağustos",
        "Eylül",
        "Ekim",
        "Kasım",
        "Aralık",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
CARDINALS = {
    "tr": ["üç", "dört", "beş", "altı", "yedi", "sekiz", "dokuz", "on"],
    "en": ["three", "four", "five", "six", "seven", "eight", "nine", "ten"],
}
DATE = {
    language: re.compile(rf"(?:(\d{{1,2}})(?:[-–](\d{{1,2}}))? )?\b({'|'.join(months)}) (\d{{4}})|\b((?:19|20)\d\d)\b")
    for language, months in MONTHS.items()
}
ISO = re.compile(r"\b\d{4}(?:-\d\d){0,2}\b")
# Where in the files a thing stands is no fact of it; of its parts, these are counted.
PLACES = PROSE | {"reference", "position", "line", "internal_note", "legacy_path", "original_path", "address"}
COUNTED = {"objectives", "recitals", "commitments", "parties"}
# What was written when, as the content model dates the five source texts; the other three bear their own date.
SOURCE_DATES = {"İşbirliği Alanları": "2022-11", "Türk Dünyası 2040 Vizyonu": "2021-11-12"}
# Names that hold a number.
NAMED = re.compile(r"COVID-19|BAPA ?\+ ?40|2040 Vizyonu?|Vision 2040|2030|\d+(?:\.\d+)+")


def rows_of_facts():
    """Every (kind, row) that tells of the Organization; a page that leads to no record tells of the portal itself."""
    for kind, rows in rows_by_kind().items():
        for row in rows:
            if "reference" in row and (kind != "page" or LINK.search(row["body"]["tr"])):
                yield kind, row


def stated_dates(text, language):
    """The dates in a text, as the beginning of an ISO date: as precise as they are stated."""
    for first, last, month, year, bare_year in DATE[language].findall(NAMED.sub(" ", text)):
        if bare_year:
            yield bare_year
            continue
        number = MONTHS[language].index(month) + 1
        for day in filter(None, (first, last)):
            yield f"{year}-{number:02}-{int(day):02}"
        if not first:
            yield f"{year}-{number:02}"


def stated_numbers(html, language):
    """The other numbers in a text, in figures or in words from three on."""
    text = NAMED.sub(" ", re.sub(r"<[^>]+>", " ", html))
    text = DATE[language].sub(" ", text)
    return numbers_in(text, language)


def numbers_in(text, language):
    numbers = {int(figure) for figure in re.findall(r"\d+", text)}
    words = re.findall(r"\w+", text.lower().replace("i̇", "i"))
    return numbers | {CARDINALS[language].index(word) + 3 for word in words if word in CARDINALS[language]}


def known_dates(kind, row):
    strings = [value for value in facts_around(kind, row) if isinstance(value, str)]
    strings += [SOURCE_DATES[value] for value in strings if value in SOURCE_DATES]
    spoken = {date for value in strings for date in stated_dates(value, "tr")}
    written = {"-".join(reversed(date)) for value in strings for date in re.findall(r"(\d\d)\.(\d\d)\.(\d{4})", value)}
    return spoken | written | {date for value in strings for date in ISO.findall(value)}


def known_numbers(kind, row):
    values = facts_around(kind, row)
    strings = [value for value in values if isinstance(value, str) and not ISO.fullmatch(value)]
    counts = {value for value in values if isinstance(value, int)}
    return counts | {number for value in strings for number in numbers_in(value, "tr")}


def facts_around(kind, row):
    """What a record knows, and the records that it names or that name it."""
    return _facts_around(kind, row["reference"])


@cache
def _facts_around(kind, reference):
    index = _index()
    keys = {(kind, reference)} | index.named[kind, reference] | index.naming[kind, reference]
    return [value for key in keys for value in index.facts[key]]


class _Index:
    def __init__(self):
        self.facts, self.named, self.naming = {}, defaultdict(set), defaultdict(set)
        rows = {
            (kind, row["reference"]): row for kind, rows in rows_by_kind().items() for row in rows if "reference" in row
        }
        by_reference = defaultdict(set)
        for kind, reference in rows:
            by_reference[reference].add((kind, reference))
        for key, row in rows.items():
            self.facts[key] = list(_facts(row))
            values = {value.split("/")[0] for value in self.facts[key] if isinstance(value, str)}
            linked = {link for texts in prose_of(row) for link in LINK.findall(texts["tr"])}
            self.named[key] = (linked & set(rows)) | {named for value in values for named in by_reference[value]}
            for named in self.named[key]:
                self.naming[named].add(key)
        self.facts["declaration", "vision-2040"] += [sum(self.parts(rows, "section", "objectives"))]
        self.facts["declaration", "vision-2040"] += [len(self.parts(rows, "section", "objectives"))]

    @staticmethod
    def parts(rows, wanted, name):
        return [len(row[name]) for (kind, _reference), row in rows.items() if kind == wanted]


@cache
def _index():
    return _Index()


def _facts(value, name=""):
    """Every value that is not prose, and how many parts of each kind there are."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _facts(each, name if key in {"tr", "en"} else key)
    elif isinstance(value, list):
        if name in COUNTED:
            yield len(value)
        for each in value:
            yield from _facts(each, name)
    elif name not in PLACES:
        yield value
