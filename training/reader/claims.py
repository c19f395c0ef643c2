"""Claims and whether a passage supports them: judged ones, and ones made from questions and passages."""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from training.json_lines import read_rows
from training.reader.examples import Example, sentences

_NUMBER = re.compile(r"\d+")
_NAME = re.compile(r"(?<!^)\b[A-Z][a-z]+(?: [A-Z][a-z]+)*")


def claim_part(evidence: str) -> str:
    """`train` or `test`, by the evidence's hash, so that one passage is never on both sides."""
    return "train" if int(hashlib.sha256(evidence.encode()).hexdigest(), 16) % 2 else "test"


def judged(path: Path) -> Iterator[Example]:
    """Claims of BEGIN (CC BY 4.0) whose evidence is on the training side."""
    for row in read_rows(path):
        if row["licence"] == "CC BY 4.0" and claim_part(row["evidence"]) == "train" and row["label"] != "generic":
            yield Example(row["claim"], "", row["evidence"], support=float(row["label"] == "supported"), source="begin")


def made(examples: Sequence[Example], names: Sequence[str], count: int, pick: random.Random) -> Iterator[Example]:
    """Claims made from passages: their own sentences, whole or shortened, altered in a fact, or from elsewhere.

    Of a question with its answer a claim is made too, right or wrong.
    """
    for example in pick.choices(examples, k=count):
        spans = sentences(example.passage)
        start, end = pick.choice(spans)
        claim = example.passage[start:end].strip()
        if not 30 < len(claim) < 400:
            continue
        draw = pick.random()
        if draw < 0.3:
            yield _claim(_shortened(claim, pick), example, 1.0)
        elif draw < 0.55:
            altered = _altered(_shortened(claim, pick), example, names, pick)
            if altered:
                yield _claim(altered, example, 0.0)
        elif draw < 0.7:
            other = pick.choice(examples)
            if other.passage != example.passage:
                first, last = pick.choice(sentences(other.passage))
                yield _claim(other.passage[first:last].strip(), example, 0.0)
        elif draw < 0.85 and example.spans:
            first, last = pick.choice(example.spans)
            yield _claim(f"{example.first} {example.passage[first:last]}", example, 1.0)
        elif example.spans:
            answers = {example.passage[a:b] for a, b in example.spans}
            wrong = [m.group() for m in (*_NAME.finditer(example.passage), *_NUMBER.finditer(example.passage))]
            wrong = [text for text in wrong if not any(text in answer or answer in text for answer in answers)]
            if wrong:
                yield _claim(f"{example.first} {pick.choice(wrong)}", example, 0.0)


def _claim(text: str, example: Example, support: float) -> Example:
    return Example(text, "", example.passage, support=support, weight=0.6, source="made claims")


def _shortened(sentence: str, pick: random.Random) -> str:
    """The sentence, or its first clauses."""
    cuts = [match.start() for match in re.finditer(r", | which | and |; | \(", sentence) if match.start() > 30]
    return sentence[: pick.choice(cuts)] + "." if cuts and pick.random() < 0.6 else sentence


def _altered(claim: str, example: Example, names: Sequence[str], pick: random.Random) -> str | None:
    marks = [*_NUMBER.finditer(claim), *_NAME.finditer(claim)]
    draw = pick.random()
    if draw < 0.2 or not marks:
        for pattern, instead in (
            (r"\b(is|was|are|were|can|may|must|will|has|have)\b(?! not)", r"\1 not"),
            (r"\bnot \b", ""),
        ):
            changed = re.sub(pattern, instead, claim, count=1)
            if changed != claim:
                return changed
        return None
    mark = pick.choice(marks)
    old = mark.group()
    if old[0].isdigit():
        new = str(int(old) + pick.choice([-7, -2, -1, 1, 2, 3, 10, 25]))
    else:
        inside = [m.group() for m in _NAME.finditer(example.passage) if m.group() != old]
        new = pick.choice(inside) if inside and pick.random() < 0.6 else pick.choice(list(names))
    return None if new == old else claim[: mark.start()] + new + claim[mark.end() :]
