"""Turkish suffixes after an apostrophe: do their vowels and first letter follow the name before them?"""

import re

from ots_portal import turkish

BACK, FRONT, VOICELESS = "aıouâ", "eiöüî", "fstkçşhp"
ROUND = "ouöü"
# Spoken otherwise than written, or with a thin l.
EXCEPTIONS = {"Center"}
SUFFIXED = re.compile(r"([A-Za-zÇĞİÖŞÜçğıöşüâî]+)\)?[”]?’([a-zçğıöşü]+)")


def wrong_suffixes(text):
    return [f"{name}’{suffix}" for name, suffix in SUFFIXED.findall(text) if not fits(name, suffix)]


def fits(name, suffix):
    if name in EXCEPTIONS or name == turkish.upper(name):
        return True
    name = turkish.lower(name)
    vowels = [letter for letter in name if letter in BACK + FRONT]
    first = next((letter for letter in suffix if letter in BACK + FRONT), None)
    if not vowels or first is None:
        return True
    return fits_vowel(vowels[-1], first) and fits_consonant(name[-1], suffix)


def fits_vowel(last, first):
    """a and e follow front or back; ı, i, u and ü also follow round or not."""
    same_side = (last in BACK) == (first in BACK)
    return same_side and (first in "ae" or (last in ROUND) == (first in ROUND))


def fits_consonant(last, suffix):
    """Dative, locative, ablative: t after a voiceless letter, else d; a buffer letter after a vowel only."""
    if suffix[0] in "dt":
        return (suffix[0] == "t") == (last in VOICELESS)
    if suffix[0] in "ny":
        return last in BACK + FRONT
    return True
