"""Pairs that look answerable and are not: retrieved passages, the answer's sentence taken out, things swapped."""

from __future__ import annotations

import collections
import random
import re
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np

from training.reader.examples import Example, Group, holds, sentences

_NAME = re.compile(r"(?<!^)(?<![.?!] )\b[A-Z][a-z]+(?: (?:of |the )?[A-Z][a-z]+)*")
_NUMBER = re.compile(r"\b\d[\d,.]*\b")
_QUESTION_WORDS = frozenset("what who when where which how why in on at the".split())

Neighbours = list[list[int]]
Found = TypeVar("Found")

BESIDE = 2
"""How many passages that do not answer it a question is read beside, to choose from."""


def neighbours(
    examples: Sequence[Example], embed: object | None, *, among: Sequence[str] | None = None, count: int = 8
) -> list[list[str]]:
    """For each question the passages that retrieval puts first and that don't hold its answer.

    Args:
        examples: questions with their own passages.
        embed: an `Embedder` of the product, or None for the lexical index alone.
        among: the candidates; None: the passages of the examples.
        count: how many at most.
    """
    passages = among or list(dict.fromkeys(example.passage for example in examples))
    lexical = _lexical(passages, [example.first for example in examples], 20)
    dense = _dense(passages, [example.first for example in examples], embed, 20) if embed else [[]] * len(examples)
    found = []
    for example, by_words, by_meaning in zip(examples, lexical, dense, strict=True):
        scores: dict[int, float] = {}
        for ranking in (by_words, by_meaning):
            for rank, index in enumerate(ranking):
                scores[index] = scores.get(index, 0.0) + 1 / (60 + rank)
        order = sorted(scores, key=lambda index: -scores[index])
        answers = [example.passage[a:b] for a, b in example.spans]
        wrong = [
            passages[index]
            for index in order
            if passages[index] != example.passage and not holds(passages[index], answers)
        ]
        found.append(wrong[:count])
    return found


def retrieved(example: Example, wrong: Sequence[str], pick: random.Random) -> Example | None:
    """The question beside a passage that retrieval finds and that does not answer it; the first are likelier."""
    if not wrong:
        return None
    passage = wrong[min(int(pick.expovariate(0.5)), len(wrong) - 1)]
    heading = example.heading if pick.random() < 0.5 else ""
    return replace(example, heading=heading, passage=passage, spans=(), answerable=0.0, relevance=0.0, prior=0.0)


def beside(example: Example, wrong: Sequence[str], pick: random.Random) -> Group:
    """The question beside its own passage and `BESIDE` of those that retrieval finds and that don't answer it."""
    others = likelier_first(wrong, BESIDE, pick)
    return example, *(
        replace(example, passage=other, spans=(), answerable=0.0, relevance=0.0, prior=0.0) for other in others
    )


def likelier_first(found: Sequence[Found], count: int, pick: random.Random) -> list[Found]:
    """`count` of what was found, best first, or all that there are; the first ones are likelier."""
    left = list(found)
    return [left.pop(min(int(pick.expovariate(0.5)), len(left) - 1)) for _ in range(min(count, len(left)))]


def without_answer(example: Example) -> Example | None:
    """The question beside its passage without the sentences that hold an answer; still about the same thing."""
    answers = [example.passage[a:b] for a, b in example.spans]
    parts = [example.passage[a:b] for a, b in sentences(example.passage)]
    rest = [part for part in parts if not holds(part, answers)]
    if len(rest) < 2 or len(rest) == len(parts):
        return None
    return replace(example, passage="".join(rest).strip(), spans=(), answerable=0.0, relevance=None, prior=0.0)


def swapped(example: Example, names: Sequence[str], pick: random.Random) -> Example | None:
    """The question with a name or number of the passage replaced by another: no longer answered there."""
    question = example.first
    marks = [m for m in (*_NAME.finditer(question), *_NUMBER.finditer(question)) if m.group() in example.passage]
    marks = [m for m in marks if m.group().casefold() not in _QUESTION_WORDS]
    if not marks:
        return None
    mark = pick.choice(marks)
    old = mark.group()
    if old[0].isdigit():
        new = "".join(str((int(c) + pick.randint(1, 8)) % 10) if c.isdigit() else c for c in old)
        new = ("1" if new.startswith("0") else new[0]) + new[1:]
        if len(old) == 4 and old[0] in "12":
            new = str(int(old.replace(",", "").replace(".", "") or 0) + pick.choice([-60, -25, -11, -3, 2, 7, 19, 40]))
    else:
        inside = [m.group() for m in _NAME.finditer(example.passage) if m.group() not in question]
        new = pick.choice(inside) if inside and pick.random() < 0.4 else pick.choice(list(names))
    if new == old or (old[0].isalpha() and new in example.passage and pick.random() < 0.5):
        return None
    return replace(
        example,
        first=question[: mark.start()] + new + question[mark.end() :],
        spans=(),
        answerable=0.0,
        relevance=None,
        prior=0.0,
    )


def names_in(examples: Sequence[Example]) -> list[str]:
    """Names in the questions, to swap with."""
    return sorted({match.group() for example in examples for match in _NAME.finditer(example.first)})


def _lexical(passages: Sequence[str], questions: Sequence[str], count: int) -> Neighbours:
    with sqlite3.connect(":memory:") as database:
        database.execute("CREATE VIRTUAL TABLE p USING fts5(text, tokenize='porter unicode61')")
        database.executemany("INSERT INTO p(rowid, text) VALUES (?, ?)", enumerate(passages))
        seen = collections.Counter(word for text in passages for word in set(re.findall(r"\w+", text.casefold())))
        common = {word for word, count in seen.items() if count > max(50, len(passages) / 10)}
        found = []
        for question in questions:
            words = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", question.casefold()) if word not in common)
            rows = database.execute(
                "SELECT rowid FROM p WHERE p MATCH ? ORDER BY bm25(p) LIMIT ?", (words or '"x"', count)
            )
            found.append([row[0] for row in rows])
    return found


def _dense(passages: Sequence[str], questions: Sequence[str], embed: object, count: int) -> Neighbours:
    from policies.text import reopen

    def vectors(texts: Sequence[str]) -> np.ndarray:
        return embed.embed([reopen(text) for text in texts])  # type: ignore[attr-defined,no-any-return]

    matrix = vectors(passages)
    found: Neighbours = []
    for start in range(0, len(questions), 512):
        scores = vectors(questions[start : start + 512]) @ matrix.T
        top = np.argpartition(-scores, min(count, scores.shape[1] - 1), axis=1)[:, :count]
        found += [list(row[np.argsort(-scores[index][row])]) for index, row in enumerate(top)]
    return found
