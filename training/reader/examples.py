"""What the reader learns from: a first text (question or claim), a passage, and what is known of the pair."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from training.json_lines import read_rows
from training.reader.articles import plain

Part = Literal["train", "dev", "test"]
Span = tuple[int, int]

_SPACE_BEFORE = re.compile(r" (?=(?:[,.;:!?%)\]]|'s\b|n't\b|''))")
_SPACE_AFTER = re.compile(r"(?<=[(\[$])\s|(?<=``) ")
_SPACED_HYPHEN = re.compile(r"(?<=\w) - (?=\w)")


@dataclass(frozen=True, slots=True)
class Example:
    """A pair of texts. A label that is None is not known and teaches nothing.

    Attributes:
        first: the question, or the claim to be judged.
        heading: the document's title, or "".
        passage: the text to read.
        spans: answers, as characters of the passage, end exclusive; empty where there is none.
        answerable: whether the passage answers the question.
        relevance: whether the passage is about what is asked, and so goes before others.
        support: whether the passage supports the claim.
        weight: how much the example counts.
        source: the data set.
        prior: log-odds of `answerable` as the question's wording alone tells it: `training.reader.wording`.
    """

    first: str
    heading: str
    passage: str
    spans: tuple[Span, ...] = ()
    answerable: float | None = None
    relevance: float | None = None
    support: float | None = None
    weight: float = 1.0
    source: str = ""
    prior: float = 0.0


Group = tuple[Example, ...]
"""A question beside a passage, or beside several: then the first one answers it and none of the others does."""


def part_of(title: str) -> Part:
    """Where an article's questions belong: a sixth of the titles is for choosing, a sixth for the final figures.

    Titles that look like identifiers ("Super_Bowl_50") are no headings, and all for choosing.
    """
    name = _title(title.replace(" ", "_")).replace(" ", "_")
    return {5: "test", 1: "dev"}.get(int(hashlib.sha256(name.encode()).hexdigest(), 16) % 6, "train")  # type: ignore[return-value]


def questions(path: Path, *, weight: float = 1.0, tokenised: bool = False) -> Iterator[Example]:
    """The questions of one file in SQuAD's manner, each with its own passage.

    Args:
        path: id, title, context, question, answers, is_impossible.
        weight: of each example.
        tokenised: whether words and marks are separated by spaces, which are taken out.
    """
    for row in read_rows(path):
        spans = tuple({(a["answer_start"], a["answer_start"] + len(a["text"])): None for a in row["answers"]})
        possible = not row["is_impossible"]
        example = Example(
            row["question"].strip(),
            _title(row["title"]),
            row["context"],
            spans if possible else (),
            answerable=float(possible),
            relevance=1.0,
            weight=weight,
            source=path.stem,
        )
        yield untokenised(example) if tokenised else example


def on_articles(path: Path, part: Part) -> list[Example]:
    """The questions of one file on the articles of a part."""
    return [example for example in questions(path) if part_of(example.heading) == part]


def untokenised(example: Example) -> Example:
    """The example with its passage written as people write it, its spans moved along."""
    text = example.passage
    drop = set[int]()
    for pattern in (_SPACE_BEFORE, _SPACE_AFTER):
        drop.update(match.start() for match in pattern.finditer(text))
    for match in _SPACED_HYPHEN.finditer(text):
        drop.update((match.start(), match.end() - 1))
    for match in re.finditer(r"``|''", text):
        drop.add(match.start() + 1)
    kept = [0]
    for index in range(len(text)):
        kept.append(kept[-1] + (index not in drop))
    quotes = {match.start() for match in re.finditer(r"``|''", text)}
    plain = "".join('"' if index in quotes else text[index] for index in range(len(text)) if index not in drop)
    return replace(
        example,
        passage=plain,
        spans=tuple((kept[start], kept[end]) for start, end in example.spans),
    )


def crop(example: Example, first: int, last: int) -> Example:
    """The example with the passage cut to characters `first` to `last`; spans outside are dropped."""
    spans = tuple((a - first, b - first) for a, b in example.spans if a >= first and b <= last)
    return replace(example, passage=example.passage[first:last], spans=spans)


def sentences(text: str) -> list[Span]:
    """Sentences, roughly: enough for making examples."""
    starts = [0, *(match.end() for match in re.finditer(r"(?<=[.!?])[\"')\]]*\s+(?=[A-Z\"'(\[])|\n+", text))]
    return [(a, b) for a, b in zip(starts, [*starts[1:], len(text)], strict=True) if text[a:b].strip()]


def holds(text: str, answers: Sequence[str]) -> bool:
    """Whether a text holds one of the answers, case and line breaks aside."""
    folded = plain(text)
    return any(plain(answer) in folded for answer in answers)


def _title(title: str) -> str:
    """A title as people read it; identifiers are none."""
    plain = title.replace("_", " ").strip()
    return "" if re.fullmatch(r"[\w:.-]*\d[\w:.-]*", title) else plain
