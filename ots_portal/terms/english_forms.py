"""Recognising an English word in the plural and the possessive: “Secretaries”, “Chairmen”, “Council’s”, “States’”."""

import re
from functools import lru_cache

_ENDINGS = (("ies", "y"), ("sses", "ss"), ("xes", "x"), ("ches", "ch"), ("men", "man"), ("oranda", "orandum"))

_PLURAL = re.compile(r".{2,}[^siu]s")


def is_form(token: str, word: str) -> bool:
    return token == word or _singular(token) == _singular(word)


@lru_cache(maxsize=20_000)
def _singular(word: str) -> str:
    word = word.removesuffix("’s").removesuffix("’")
    for ending, singular in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return word.removesuffix(ending) + singular
    return word[:-1] if _PLURAL.fullmatch(word) else word
