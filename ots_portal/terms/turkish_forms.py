"""Recognising a Turkish word in its inflected forms: “zirvelerinde” is “zirve”, “Konseyi’nin” is “Konseyi”."""

import re
from functools import lru_cache

SHORTEST_SOFTENED, SHORTEST_COMPOUND = 3, 5
_VOWELS, _HIGH = "aeıioöuü", "ıiuü"
_DROPPING = re.compile(f"(.*[{_VOWELS}][^{_VOWELS}])[{_HIGH}]([^{_VOWELS}])")
_SOFTENED = {"p": "b", "ç": "c", "t": "d", "k": "ğ"}
_HARDENED = {soft: hard for hard, soft in _SOFTENED.items()} | {"g": "k"}
_A, _I = "[ae]", f"[{_HIGH}]"

# Inflection only: a “Kazakistanlı” is no Kazakistan, a “Bakanlık” no Bakan.
_CASE = f"(?:[yn]?{_I}|[yn]?{_A}|n?[dt]{_A}n?|n?{_I}n|y?l{_A}|n?[cç]{_A})"
_POSSESSIVE = f"(?:{_I}?[mn]|s?{_I}|{_I}?[mn]{_I}z)"
_KI = f"(?:ki(?:l{_A}r)?{_CASE}?)"
_COPULA = f"(?:[dt]{_I}r|y?[dt]{_I})"
_ENDING = f"{_CASE}?{_KI}?{_COPULA}?"
_SUFFIXES = re.compile(f"(?:l{_A}r)?{_POSSESSIVE}?{_ENDING}")
# A compound such as “Dışişleri Bakanı” has its plural before its possessive: “Bakanları”.
_PLURAL_OF_COMPOUND = re.compile(f"l{_A}r{_I}(?:m{_I}z|n{_I}z)?{_ENDING}")


def is_form(token: str, word: str) -> bool:
    """Whether a token is an inflected form of a word; both in small letters, apostrophes as ’."""
    return token == word or _is_inflected(token.replace("’", ""), word.replace("’", ""))


@lru_cache(maxsize=50_000)
def _is_inflected(token: str, word: str) -> bool:
    ways = [(stem, _SUFFIXES) for stem in _stems(word, token)]
    ways += [(stem, _PLURAL_OF_COMPOUND) for stem in _heads(word)]
    return any(token.startswith(stem) and rest.fullmatch(token, len(stem)) for stem, rest in ways)


def _stems(word: str, token: str) -> list[str]:
    """The word, and what becomes of it before a vowel."""
    stems = [word]
    for stem in filter(None, (_softened(word), _without_vowel(word))):
        if token[len(stem) : len(stem) + 1] in tuple(_VOWELS):
            stems.append(stem)
    return stems


def _softened(word: str) -> str:
    """“kitap” in “kitabı”, “renk” in “rengi”."""
    if len(word) < SHORTEST_SOFTENED or word[-1] not in _SOFTENED:
        return ""
    return word[:-1] + ("g" if word.endswith("nk") else _SOFTENED[word[-1]])


def _without_vowel(word: str) -> str:
    """“şehir” in “şehri”, “vakıf” in “vakfı”."""
    dropping = _DROPPING.fullmatch(word)
    return dropping[1] + dropping[2] if dropping else ""


@lru_cache(maxsize=5_000)
def _heads(word: str) -> tuple[str, ...]:
    """The words of which this may be the possessive: “vakfı” of “vakıf”, “temsilciliği” of “temsilcilik”."""
    if len(word) < SHORTEST_COMPOUND or word[-1] not in _HIGH:
        return ()
    heads = [word[:-1]]
    if word[-2] == "s" and word[-3] in _VOWELS:
        heads.append(word[:-2])
    if hard := _HARDENED.get(word[-2]):
        heads.append(word[:-2] + hard)
    if word[-2] not in _VOWELS and word[-3] not in _VOWELS:
        heads.append(word[:-2] + word[-1] + word[-2])
    return tuple(heads)
