"""Whether a text says the opposite of what is asked: "the marsh was flooded" where somebody asks who drained it.

Such a sentence has all words of the question but one and looks like its best answer; a small reader that goes by
likeness takes it for that. `opposites.jsonl` has a line a word form, written for this project: `w`, what is its
`opposite`, what is the `same`, and whether it is a `converse`: of those each side says what the other does ("sold" says
who bought), so that they are no contradiction. English.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.lexemes import STOP_WORDS, stem, words

LEXICON = Path(__file__).with_name("opposites.jsonl")

_BESIDE_ASKED, _BESIDE_TOLD = 2, 3
"""So many words to either side belong to a word: what it is said of is told nearby."""

_DENIALS = frozenset(("no", "not", "never", "without", "nor", "cannot", "none", "neither", "hardly"))
_YES_OR_NO = frozenset(
    "is are was were do does did can could may might must shall should will would has have had am".split()
)


@dataclass(frozen=True, slots=True)
class Word:
    """What contradicts a word form, and what may stand in its place."""

    opposite: Set[str]
    same: Set[str]
    converse: bool = False


Lexicon = Mapping[str, Word]


@cache
def lexicon(path: Path = LEXICON) -> Lexicon:
    """The word forms by themselves, case folded; what is an opposite, or the same, is so both ways."""
    opposite, same = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    converses = set[str]()
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        for place, others in ((opposite, row["opposite"]), (same, row["same"])):
            for other in others:
                place[row["w"]].add(other)
                place[other].add(row["w"])
        if row.get("converse"):
            converses.add(row["w"])
    return {w: Word(opposite[w], same[w], w in converses) for w in sorted(opposite)}


@cache
def _by_stem() -> Lexicon:
    """The same by stems: "fills" has the opposite "emptied" too."""
    opposite, same = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for form, word in lexicon().items():
        opposite[stem(form)].update(map(stem, word.opposite))
        same[stem(form)].update(map(stem, word.same))
    converses = {stem(form) for form, word in lexicon().items() if word.converse}
    return {each: Word(opposite[each] - same[each] - {each}, same[each], each in converses) for each in opposite}


def says_opposite(question: str) -> Callable[[str], bool]:
    """A test of texts: whether one has the opposite of a word of the question in the place of that word.

    That is where one of the words beside it is beside the opposite too, and the text has neither the word itself nor
    one of the same meaning. Where either of them denies something, the opposite may be just what is asked for; and of
    a question for yes or no it is the answer.
    """
    asked = words(question)
    known = {} if _denies(asked) or _YES_OR_NO.issuperset(asked[:1]) else _by_stem()
    stems = list(map(stem, asked))
    turned = [
        (each, known[each], _beside(asked, place, _BESIDE_ASKED))
        for place, each in enumerate(stems)
        if each in known and not known[each].converse
    ]
    if not turned:
        return lambda text: False

    def test(text: str) -> bool:
        told = words(text)
        present = set(map(stem, told))
        return any(
            _turned(told, (entry.opposite & present) - set(stems), beside)
            for each, entry, beside in turned
            if each not in present and not entry.same & present
        )

    return test


def _turned(told: list[str], opposites: Set[str], beside: Set[str]) -> bool:
    return bool(opposites) and any(
        stem(word) in opposites
        and not beside.isdisjoint(_beside(told, place, _BESIDE_TOLD))
        and not _denies(told[max(0, place - _BESIDE_TOLD) : place])
        for place, word in enumerate(told)
    )


def _beside(all_words: list[str], place: int, reach: int) -> Set[str]:
    """Stems of the words around a place that carry content."""
    around = [*all_words[max(0, place - reach) : place], *all_words[place + 1 : place + reach + 1]]
    return {stem(word) for word in around if word not in STOP_WORDS}


def _denies(some: list[str]) -> bool:
    return any(word in _DENIALS or word.endswith("n't") for word in some)
