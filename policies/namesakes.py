"""Persons of a workspace who may be the same, by their names: who a question means, and what a person should review.

Across documents names are one person where the full name is the same. All else stays apart: a surname alone, or with an
initial, has a pseudonym of its own in each document. Here is told whom such a name could mean, by tokens alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from policies.canonical import canonical
from policies.individuals import LEAST_LETTERS, one_letter_apart
from policies.person_names import is_full
from policies.persons import fits

MOST_OF_ONE_NAME = 50
"""Bearers of one name among whom pairs are suggested: beyond that a name says too little."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two pseudonyms that may stand for one person, and why; neither name is told."""

    token: str
    other: str
    reason: str


class Namesakes:
    """The names of a workspace's persons, to find by a part of them. Its repr shows none."""

    def __init__(self, names: Mapping[str, str]) -> None:
        """Take canonical names by token."""
        self._names = {token: tuple(name.split()) for token, name in names.items()}
        self._by_part: dict[str, list[str]] = defaultdict(list)
        for token, parts in self._names.items():
            for part in dict.fromkeys(parts):
                self._by_part[part].append(token)

    def fitting(self, name: str) -> list[str]:
        """Tokens of the persons whom a canonical name may mean: "smith" and "j smith" fit "john smith"."""
        parts = name.split()
        if not parts:
            return []
        return [token for token in self._by_part.get(parts[-1], ()) if fits(parts, self._names[token])]


def suggest(rows: Iterable[tuple[str, str]]) -> list[Suggestion]:
    """Pairs of persons who probably are the same, for review: in the order of their tokens, each pair once.

    `rows` are tokens with the names behind them. A name alone is no evidence enough to merge two persons without a
    human eye: the pairs are suggested, and nothing is changed.
    """
    names = {token: tuple(canonical("PERSON", name).split()) for token, name in rows}
    bearers: dict[str, list[str]] = defaultdict(list)
    for token, parts in sorted(names.items()):
        for part in {key for word in parts if len(word) > 1 for key in _keys(word)}:
            bearers[part].append(token)
    pairs = {pair for tokens in bearers.values() if len(tokens) <= MOST_OF_ONE_NAME for pair in combinations(tokens, 2)}
    found = ((first, second, _reason(names[first], names[second])) for first, second in sorted(pairs))
    return [Suggestion(first, second, reason) for first, second, reason in found if reason]


def _keys(word: str) -> set[str]:
    """The word, and the word without each one of its letters: words that differ by one letter share a key."""
    if len(word) < LEAST_LETTERS:
        return {word}
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


def _reason(name: Sequence[str], other: Sequence[str]) -> str:
    shorter, longer = sorted((name, other), key=lambda parts: (sum(len(part) > 1 for part in parts), len(parts)))
    if sorted(name) == sorted(other):
        return "the same words" if is_full(name) else "the same short name in two documents"
    if fits(shorter, longer):
        if len(shorter) == 1:
            return "a name alone that fits a longer one"
        return "an initial that fits a longer name" if not is_full(shorter) else "a name more"
    if not is_full(name) or not is_full(other) or len(name) != len(other):
        return ""
    differing = [(a, b) for a, b in zip(name, other, strict=True) if a != b]
    if len(differing) == 1 and min(map(len, differing[0])) >= LEAST_LETTERS and one_letter_apart(*differing[0]):
        return "one letter differs"
    return ""
