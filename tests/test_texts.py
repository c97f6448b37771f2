"""What every text of the starter content keeps to: our own words, stated facts, the term base, good typography."""

import csv
import re

import pytest

from ots_portal import richtext
from ots_portal.navigation import cited_address
from tests.starter_facts import known_dates, known_numbers, rows_of_facts, stated_dates, stated_numbers
from tests.starter_texts import (
    LINK,
    all_rows,
    plain,
    prose,
    prose_of,
    rows_by_kind,
    runs,
    shared_file,
    suspicious,
    texts_of,
    words_of,
)
from tests.turkish_suffixes import wrong_suffixes

MOST_WORDS = 250
# Names, titles and the words by which a place is found are the sources' own; everything else is ours.
SOURCES_OWN = {"name", "title", "title_as_published", "aliases", "phrase", "source", "theme", "value", "original_path"}
WRITTEN = {
    "area": ["lead", "body"],
    "topic": ["summary", "body"],
    "institution": ["summary"],
    "state": ["body"],
    "document": ["summary"],
    "series": ["summary"],
    "meeting": ["body"],
    "declaration": ["lead"],
    "pillar": ["lead"],
    "section": ["lead"],
    "page": ["body"],
}
BODIES = (
    *("Bakanlığı", "Cumhurbaşkanı", "Konseyi?", "Kurulu?", "Komite(?:si)?", "Gru[pb]u?", "Teşkilatı?", "Sekretarya"),
    *("Zirve(?:si)?", "Toplantısı", "İstişareleri", "Çalıştayı", "Forumu", "Fonu?", "Oda(?:sı)?", "Vakfı", "Birliği"),
    *("Akademisi", "Enstitüsü", "Üniversitesi", "Ofisi", "Temsilciliği", "Birleşmiş Milletler"),
)
RELATIVE_TIME = {
    "tr": r"\b(bugüne kadar|bugün|şimdiye (kadar|dek)|şimdi(lik)?|şu an(da)?|geçtiğimiz \w+|son (yıl|dönem|gün|zaman)\w*"
    r"|yakın zamanda|yakında|hâlen|halen|hâlâ|günümüz\w*|geçen (yıl|ay|hafta)|bu (yıl|ay)|önümüzdeki|gelecek (yıl|ay))\b",
    "en": r"\b(recent(ly)?|so far|to date|currently|current|at present|presently|nowadays|today|until now|now|lately"
    r"|still|soon|(last|this|next|coming) (\w+ )?(year|month|week)s?|in recent \w+)\b",
}


@pytest.mark.parametrize("kind", WRITTEN)
def test_every_record_has_its_words_in_both_languages(kind):
    silent = [
        (row["reference"], field, language)
        for row in rows_by_kind()[kind]
        for field in WRITTEN[kind]
        for language in ("tr", "en")
        if len(words_of(row.get(field, {}).get(language, ""))) < 5
    ]

    assert silent == []


def test_no_eight_words_in_a_row_are_a_sources():
    seeds = shared_file("seeds")
    texts = [path.read_text(encoding="utf-8") for path in seeds.glob("*.txt")]
    sources = set().union(*map(runs, texts))

    copied = {
        (file, name, text): runs(text) & sources
        for file, rows in all_rows().items()
        for name, text in texts_of(rows)
        if name not in SOURCES_OWN and runs(text) & sources
    }

    assert len(texts) == 5
    assert copied == {}


def test_every_phrase_stands_in_its_source():
    texts = [path.read_text(encoding="utf-8") for path in shared_file("seeds").glob("*.txt")]
    lines = [{" ".join(line.split()) for line in text.split("\n")} for text in texts]

    lost = [
        note["phrase"]
        for rows in all_rows().values()
        for row in rows
        for note in row.get("source_notes", [])
        if "phrase" in note and not any(" ".join(note["phrase"].split()) in line for text in lines for line in text)
    ]

    assert lost == []


def test_every_date_in_a_text_stands_in_a_record_or_a_source():
    unknown = [
        (kind, row["reference"], language, date)
        for kind, row in rows_of_facts()
        for texts in prose_of(row)
        for language in ("tr", "en")
        for date in stated_dates(plain(texts[language]), language)
        if not any(known.startswith(date) for known in known_dates(kind, row))
    ]

    assert unknown == []


def test_every_number_in_a_text_stands_in_a_record_or_a_source():
    unknown = [
        (kind, row["reference"], language, number)
        for kind, row in rows_of_facts()
        for texts in prose_of(row)
        for language in ("tr", "en")
        for number in stated_numbers(texts[language], language)
        if number not in known_numbers(kind, row)
    ]

    assert unknown == []


def test_english_uses_the_term_of_the_term_base():
    with shared_file("facts/glossary.csv").open(encoding="utf-8", newline="") as file:
        terms = [term for row in csv.DictReader(file) if (term := TermPair(row)).is_name]
    terms.sort(key=lambda term: -len(term.turkish))

    violations = []
    for kind, reference, texts in prose():
        rest, english = plain(texts["tr"]), singular(plain(texts["en"]))
        for term in terms:
            rest, found = term.pattern.subn(" ", rest)
            if found and not any(word in english for word in term.english):
                violations.append((kind, reference, term.turkish))

    assert len(terms) > 100
    assert violations == []


class TermPair:
    """A Turkish term, how its forms are recognised, and the English words that render it."""

    def __init__(self, row):
        self.turkish, *others = spellings(row["tr"])
        forms = [self.turkish, *(completed(self.turkish, other) for other in others)]
        self.pattern = re.compile(rf"\b(?:{'|'.join(map(inflected, forms))})(?:’?\w*)")
        english = [spelling.partition(" under ")[0] for spelling in spellings(row["en"])]
        self.english = [singular(word) for word in [*english, row["abbr_en"]] if word]
        # A plain word such as "hedef" has other senses, and the areas' names are such words.
        self.is_name = row["category"] != "area" and (" " in self.turkish or self.turkish[0].isupper())


def inflected(form):
    """“Dışişleri Bakanı” also stands for “Dışişleri Bakanları”, as in English one for many."""
    return re.sub(r"(s?[ıiuü])$", r"(?:\1|l[ae]r[ıi])", re.escape(form).replace(r"\ ", " "))


def singular(text):
    return re.sub(r"(\w{2,})s\b", r"\1", text.casefold()).replace("memoranda", "memorandum")


def spellings(names):
    return [name.strip() for name in re.sub(r"\s*\([^)]*\)", "", names).split("/")]


def completed(first, other):
    """“Sağlık Bilim Kurulu / Grubu” says the beginning of the second name only once."""
    return other if " " in other else f"{first.rpartition(' ')[0]} {other}".strip()


@pytest.mark.parametrize("language", RELATIVE_TIME)
def test_no_text_tells_time_from_when_it_was_written(language):
    assert suspicious(RELATIVE_TIME[language], language) == []


@pytest.mark.parametrize("language", ["tr", "en"])
def test_quotes_and_apostrophes_are_curved_and_letters_whole(language):
    assert suspicious(r"['\"`´‘]|\u00a0|\u0307|,,|\.\.| ,| \.|  ", language) == []


def test_english_is_spelt_as_the_organization_spells():
    american = r"\b(Turkey|labor|color|programm?ing|defense|honor|favor)\b|\bOrganisation of Turkic\b"

    assert suspicious(american, "en") == []


def test_suffixes_after_a_name_are_in_harmony_with_it():
    assert [
        (kind, reference, wrong) for kind, reference, texts in prose() for wrong in wrong_suffixes(plain(texts["tr"]))
    ] == []


def test_names_of_bodies_and_meetings_take_their_suffix_without_an_apostrophe():
    """As the Turkish Language Association rules; places, persons, documents and abbreviations take one."""
    assert suspicious(rf"\b(?:{'|'.join(BODIES)})’\w+", "tr") == []


def test_no_text_is_longer_than_a_page_bears():
    assert [
        (kind, reference, language, len(words_of(text)))
        for kind, reference, texts in prose()
        for language, text in texts.items()
        if len(words_of(text)) > MOST_WORDS
    ] == []


def test_rich_texts_pass_the_cleaner_unchanged():
    changed = [
        (kind, reference, language)
        for kind, reference, texts in prose()
        for language, text in texts.items()
        if "<" in text and richtext.clean(text).replace(' rel="noopener"', "") != text
    ]

    assert changed == []


def test_both_languages_lead_to_the_same_records_and_nowhere_else():
    astray = [
        (kind, reference)
        for kind, reference, texts in prose()
        if sorted(LINK.findall(texts["tr"])) != sorted(LINK.findall(texts["en"]))
        or texts["tr"].count("href=") != len(LINK.findall(texts["tr"]))
    ]

    assert astray == []


@pytest.mark.django_db
@pytest.mark.usefixtures("starter_content")
def test_every_link_in_a_text_lives():
    links = {link for _kind, _reference, texts in prose() for text in texts.values() for link in LINK.findall(text)}

    assert len(links) > 50
    assert [link for link in sorted(links) if cited_address(*link) is None] == []
