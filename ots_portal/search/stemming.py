"""Stems of folded words, the same however a word was typed; a language without a stemmer has none."""

import re
from functools import lru_cache

import snowballstemmer

from ots_portal.turkish import fold

SHORTEST_STEM = 3
LONGEST_WORD = 60

# Folding leaves i for ı and u for ü, and c and s for ç and ş: one spelling of a suffix stands for all its vowels.
_SOFT = "(?<=[aeiou])"
_HARD = "(?<=[^aeiou])"
_SHARP = "(?<=[fstkcshp])"
_CASE = (
    f"d[ae]n?|{_SHARP}t[ae]n?|{_SOFT}n[iu]n|{_HARD}[iu]n|{_SOFT}y[iuae]|{_HARD}[iuae]|{_SOFT}yl[ae]|{_HARD}l[ae]|nc[ae]"
)
_AFTER_OWNED = "nd[ae]n?|n[iu]n|n[iuae]|yl[ae]|nc[ae]"
_OWNED = f"l[ae]ri|{_SOFT}s[iu]|{_HARD}[iu]"
_OURS = f"{_HARD}[iu]m[iu]z|{_SOFT}m[iu]z|{_HARD}[iu]n[iu]z|{_SOFT}n[iu]z"
_ENDING = re.compile(
    rf"(?:l[ae]r)?(?:(?:{_OWNED})(?:{_AFTER_OWNED})?|(?:{_OURS})(?:{_CASE})?|(?:{_CASE}))?(?:ki(?:l[ae]r)?)?"
)
_HARDENED = str.maketrans("bdg", "ptk")  # kitabı is of kitap, işbirliği of işbirlik
_VOWEL = re.compile("[aeiou]")
# Words whose end only looks like a suffix, or which a suffix would leave in two ways.
_WHOLE_WORDS = """
    ada aile ajan akran alan ankara anlasma asya atilim avrasya azerbaycan bakan baku basin birim bursa calisma
    deklarasyon dunya duzen egitim enstitu federasyon fon forum gelisim genc gocmen gozlem hazirlik heyet iliski inan
    insan iran islem kadin kanun kazan kazim kenes kisi komisyon komite konferans konsey kurul kurum lisan liman medya
    meclis misyon mubadele nahcivan organizasyon orman plan politika portal rejim sanayi savun sayin secim soy surec tasarim
    tarim toplanti toplum turan turizm turkiye turkmenistan turkistan uretim uyelik uyum uzman vatan vizyon yatirim
    yayin yerel yil yonetim yonetisim zaman zemin zirve
"""
_WHOLE = frozenset(_WHOLE_WORDS.split())


def _turkish(word: str) -> str:
    """What is left when suffixes come off again and again, down to a known word if there is one on the way."""
    while word not in _WHOLE and (shorter := _shorter(word)):
        word = shorter
    return word if word in _WHOLE else word[:-1] + word[-1:].translate(_HARDENED)


def _shorter(word: str) -> str:
    """The shortest beginning whose rest is a chain of suffixes; a known word goes before all others."""
    ends = [end for end in range(SHORTEST_STEM, len(word)) if _ENDING.fullmatch(word, end)]
    stems = [word[:end] for end in ends if _VOWEL.search(word[:end])]
    return next((stem for stem in stems if stem in _WHOLE), stems[0] if stems else "")


_ENGLISH = snowballstemmer.stemmer("english")
_BRITISH = {"isation": "ization", "centre": "center", "programme": "program", "labour": "labor", "defence": "defense"}


def _english(word: str) -> str:
    for british, american in _BRITISH.items():
        word = word.replace(british, american)
    return _ENGLISH.stemWord(word)


STEMMERS = {"tr": _turkish, "en": _english}


@lru_cache(maxsize=20_000)
def stem(word: str, language: str) -> str:
    """The stem of a folded word; words with figures and very long ones stay as they are."""
    stemmer = STEMMERS.get(language)
    if not stemmer or not word.isalpha() or len(word) > LONGEST_WORD:
        return word
    return stemmer(word)


SHORTEST_BEGINNING = 4


def beginnings(text: str) -> list[str]:
    """The folded words of a text without their suffixes: texts that hold these have the words in any form."""
    return [beginning(word) for word in fold(text).split()]


def beginning(word: str) -> str:
    """What a word shares with its stems; short words and words with figures stay whole, as they would fit anything."""
    shared = [common_beginning(word, stem(word, language)) for language in STEMMERS]
    return min([word, *(each for each in shared if len(each) >= SHORTEST_BEGINNING)], key=len)


def common_beginning(word: str, other: str) -> str:
    pairs = zip(word, other, strict=False)
    return word[: next((place for place, (own, its) in enumerate(pairs) if own != its), min(len(word), len(other)))]
