"""Turkish letters done right: folding for search, sort keys, slugs and case; pure functions on text."""

import re
import unicodedata
from functools import lru_cache

SORT_KEY_LENGTH = 200
SLUG_LENGTH = 100
NUMBER_WIDTH = 6

# ', ’, ‘, ‛, `, ´, ʼ, ʻ, ʹ, ˈ and ′: all of them are typed for the one apostrophe.
APOSTROPHES = "'’‘‛`´ʼʻʹˈ′"
# NUL, the soft hyphen and the invisible joiners stand inside words and part nothing.
INVISIBLE = "\0\u00ad\u200c\u200d\u2060\ufeff"
_DROPPED = str.maketrans("", "", APOSTROPHES + INVISIBLE)

# Letters that Unicode does not take apart into a base letter and a mark.
_BASE_LETTERS = {"ı": "i", "ə": "e", "ǝ": "e", "ŋ": "n", "ɵ": "o", "ƣ": "g", "ⱨ": "h", "ⱪ": "k", "ø": "o"}
_BASE_LETTERS |= {"đ": "d", "ð": "d", "ħ": "h", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "ŧ": "t"}

DOTTED = {"tr", "az"}  # the languages in which "i" and "ı" are two letters

# "~" follows every letter and digit in ASCII, so "c~" stands after all of "c" and before "d".
_TURKISH_ORDER = {"ç": "c~", "ğ": "g~", "ı": "i", "i": "i~", "ö": "o~", "ş": "s~", "ü": "u~"}
_ORDERS = {"tr": _TURKISH_ORDER, "az": _TURKISH_ORDER | {"ə": "e~", "x": "h~", "q": "k~"}}

_LOWER = str.maketrans({"I": "ı", "İ": "i"})
_UPPER = str.maketrans({"i": "İ", "ı": "I"})


def lower(text: str) -> str:
    return text.replace("I\u0307", "i").translate(_LOWER).lower()


def upper(text: str) -> str:
    return text.translate(_UPPER).upper()


def capitalize(text: str) -> str:
    """The first letter is made a capital; the rest stays as it is."""
    return upper(text[:1]) + text[1:]


def fold(text: str) -> str:
    """The form in which texts are compared when searching: "İSTANBUL’da" is "istanbulda"."""
    letters = map(_folded_letter, _normalized(text).casefold())
    return " ".join(unicodedata.normalize("NFC", "".join(letters)).split())


def slugify(text: str) -> str:
    slug = "-".join(fold(text).encode("ascii", "ignore").decode().split())
    if len(slug) <= SLUG_LENGTH:
        return slug
    whole_words, _, _ = slug[: SLUG_LENGTH + 1].rpartition("-")
    return whole_words or slug[:SLUG_LENGTH]


def sort_key(text: str, language: str) -> str:
    """A string that stands in the language's alphabetical order when compared byte by byte."""
    key = _alphabetical(text, _ORDERS[language]) if language in _ORDERS else fold(text)
    key = re.sub(r"[0-9]+", _padded_number, key)
    key = re.sub(r"[^\x00-\x7f]", _after_latin, key)
    return key[:SORT_KEY_LENGTH].rstrip()


def _normalized(text: str) -> str:
    return unicodedata.normalize("NFKC", text.translate(_DROPPED)).translate(_DROPPED)


@lru_cache(maxsize=4096)
def _folded_letter(letter: str) -> str:
    if _is_mark(letter) or letter in APOSTROPHES:
        return ""
    if not letter.isalnum():
        return " "
    if letter.isdecimal():
        return str(unicodedata.decimal(letter))
    if "\u0400" <= letter <= "\u052f":  # a Cyrillic й is a letter of its own, no и with a mark
        return letter
    parts = unicodedata.normalize("NFD", letter)
    return "".join(_BASE_LETTERS.get(part, part) for part in parts if not _is_mark(part))


def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter).startswith("M")


def _alphabetical(text: str, order: dict[str, str]) -> str:
    letters = (_ordered_letter(letter, order) for letter in lower(_normalized(text)).casefold())
    return " ".join(unicodedata.normalize("NFC", "".join(letters)).split())


def _ordered_letter(letter: str, order: dict[str, str]) -> str:
    if letter in order:
        return order[letter]
    return "".join(order.get(part, part) for part in _folded_letter(letter))


def _padded_number(number: re.Match[str]) -> str:
    return number[0].lstrip("0").zfill(NUMBER_WIDTH)


def _after_latin(letter: re.Match[str]) -> str:
    return f"}}{ord(letter[0]):05x}"
