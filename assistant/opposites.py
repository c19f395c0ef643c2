"""Whether a text says the opposite of what is asked: "the marsh was flooded" where somebody asks who drained it.

Such a sentence has all words of the question but one and looks like its best answer; a small reader that goes by
likeness takes it for that. `opposites.jsonl` has a line a word form, written for this project: `w`, what is its
`opposite`, what is the `same`, and whether it is a `converse`: of those each side says what the other does ("sold" says
who bought), so that they are no contradiction. Words of several parts are for training alone. English.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.lexemes import STOP_WORDS, denies, stem, words

_LEXICON = Path(__file__).with_name("opposites.jsonl")

_BESIDE_ASKED, _BESIDE_TOLD = 2, 3
"""So many words to either side belong to a word: what it is said of is told nearby."""

_SENTENCE = re.compile(r"[.!?]+\s")
_YES_OR_NO = frozenset(
    "is are was were do does did can could may might must shall should will would has have had am".split()
)


@dataclass(frozen=True, slots=True)
class Word:
    """What contradicts a word form, and what may stand in its place."""

    opposite: frozenset[str]
    same: frozenset[str]
    converse: bool = False


Lexicon = Mapping[str, Word]


@cache
def lexicon() -> Lexicon:
    """The word forms by themselves, case folded; what is an opposite, or the same, is so both ways."""
    opposite, same = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    converses = set[str]()
    for line in _LEXICON.read_text("utf-8").splitlines():
        row = json.loads(line)
        for place, others in ((opposite, row["opposite"]), (same, row["same"])):
            for other in others:
                place[row["w"]].add(other)
                place[other].add(row["w"])
        if row.get("converse"):
            converses.add(row["w"])
    return {w: Word(frozenset(opposite[w]), frozenset(same[w]), w in converses) for w in sorted(opposite)}


@dataclass(frozen=True, slots=True)
class _Stems:
    """Stems of what contradicts a word form and of what means the same; `converse` pairs are left out."""

    opposite: frozenset[str]
    same: frozenset[str]


@cache
def _single() -> Mapping[str, _Stems]:
    """The single words of the lexicon, by stems, so that "fills" meets "emptied".

    Only forms of the lexicon have a stem that counts: "form" has that of "former", which alone has an opposite.
    """
    forms = {form: word for form, word in lexicon().items() if form.isalpha()}
    converses = {form for form, word in forms.items() if word.converse}
    return {
        form: _Stems(
            frozenset(map(stem, () if word.converse else word.opposite - converses)) - {stem(form)},
            frozenset((stem(form), *map(stem, word.same))),
        )
        for form, word in forms.items()
    }


def says_opposite(said: str, *, asks: bool = True) -> Callable[[str], bool]:
    """A test of texts: whether one has the opposite of a word of a question, or of a claim, in that word's place.

    That is where one of the words beside it is beside the opposite too, and the text has neither the word itself nor
    one of the same meaning. Nothing is held where `said` denies something, or the text just before the opposite: it may
    be what is meant.

    Args:
        said: the question or claim.
        asks: whether it is a question. Of one for yes or no the opposite is the answer; "how large" does not say that
            something is large.
    """
    asked = words(said)
    stems = list(map(stem, asked))
    known = {} if _denies(asked) or (asks and _wants_yes_or_no(said)) else _single()
    turned = [
        (known[word].opposite.difference(stems), known[word].same, _beside(asked, place, _BESIDE_ASKED))
        for place, word in enumerate(asked)
        if word in known and not (asks and asked[max(0, place - 1)] == "how")
    ]
    if not any(opposites for opposites, _, _ in turned):
        return lambda text: False

    def test(text: str) -> bool:
        told = words(text)
        present = set(map(stem, told))
        return any(
            _turned(told, opposites & present, beside) for opposites, same, beside in turned if not same & present
        )

    return test


def _wants_yes_or_no(question: str) -> bool:
    starts = (words(sentence)[:1] for sentence in _SENTENCE.split(question))
    return "whether" in words(question) or any(_YES_OR_NO.issuperset(start) for start in starts if start)


def _turned(told: list[str], opposites: frozenset[str], beside: frozenset[str]) -> bool:
    known = _single()
    return bool(opposites) and any(
        word in known
        and stem(word) in opposites
        and not beside.isdisjoint(_beside(told, place, _BESIDE_TOLD))
        and not _denies(told[max(0, place - _BESIDE_TOLD) : place])
        for place, word in enumerate(told)
    )


def _beside(all_words: list[str], place: int, reach: int) -> frozenset[str]:
    """Stems of the words around a place that carry content."""
    around = [*all_words[max(0, place - reach) : place], *all_words[place + 1 : place + reach + 1]]
    return frozenset(stem(word) for word in around if word not in STOP_WORDS)


def _denies(some: list[str]) -> bool:
    return any(denies(word) or word == "hardly" for word in some)
