"""How well the search answers queries whose right answers were written down before it was tuned.

A query of `queries_*.json` names its hits as `type:reference`. `first` lists the hits of which any may stand first;
`all` is the whole answer, neither more nor less; `fitting` are patterns of the further hits that are no mistake.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from statistics import mean

FEW = 5
MANY = 10
Answer = Callable[[str, str], list[str]]


@dataclass(frozen=True)
class Query:
    language: str
    topic: str
    query: str
    first: list[str] = field(default_factory=list)
    all: list[str] = field(default_factory=list)
    fitting: list[str] = field(default_factory=list)

    def recall(self, hits: list[str]) -> float:
        if self.all:
            return len(set(hits) & set(self.all)) / len(self.all)
        return float(any(self.may_be_first(hit) for hit in hits[:MANY]))

    def may_be_first(self, hit: str) -> bool:
        return matches(hit, self.all or self.first)

    def is_right(self, hits: list[str]) -> bool:
        """The thing itself stands first; for a question after a set: the set, nothing missing and nothing added."""
        if self.all:
            return sorted(hits) == self.all
        return bool(hits) and self.may_be_first(hits[0])

    def wrong(self, hits: list[str]) -> list[str]:
        return [hit for hit in hits[:FEW] if not matches(hit, self.all or self.first + self.fitting)]


@dataclass(frozen=True)
class Measured:
    recall: float
    first_hits: float
    exact_sets: float
    wrong_per_query: float
    failures: list[str]

    def __str__(self) -> str:
        return (
            f"recall {self.recall:.3f}, first hit right {self.first_hits:.3f}, sets exact {self.exact_sets:.3f}, "
            f"wrong among the first {FEW}: {self.wrong_per_query:.2f} a query"
        )


def matches(hit: str, patterns: list[str]) -> bool:
    return any(fnmatchcase(hit, pattern) for pattern in patterns)


def queries(half: str) -> list[Query]:
    text = (Path(__file__).parent / f"queries_{half}.json").read_text(encoding="utf-8")
    return [Query(**row) for row in json.loads(text)]


def measure(asked: list[Query], answer: Answer) -> Measured:
    answers = [(query, answer(query.query, query.language)) for query in asked]
    return Measured(
        recall=mean(query.recall(hits) for query, hits in answers),
        first_hits=mean(query.is_right(hits) for query, hits in answers if query.first),
        exact_sets=mean(query.is_right(hits) for query, hits in answers if query.all),
        wrong_per_query=mean(len(query.wrong(hits)) for query, hits in answers),
        failures=[line for query, hits in answers for line in _failure(query, hits)],
    )


def _failure(query: Query, hits: list[str]) -> list[str]:
    if query.is_right(hits) and not query.wrong(hits):
        return []
    if query.all:
        missing, added = sorted(set(query.all) - set(hits)), [hit for hit in hits if hit not in query.all]
        return [f"{query.language} {query.topic}: {query.query!r} misses {missing}, adds {added[:FEW]}"]
    return [f"{query.language} {query.topic}: {query.query!r} gives {hits[:FEW]}, first should be {query.first}"]
