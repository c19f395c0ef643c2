"""Passages and questions of our own, written by hand: what an organisation's documents look like and how people ask.

`training/written/*.jsonl` has a line a passage: title, section, text, and questions `q` with their answers `a` (spans
of the text, none where it only seems to answer). No public data set has them; nearly half of the questions
can't be answered, and half of the others share few words with what answers them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from training.json_lines import read_rows
from training.reader.examples import Example, Part

FOLDER = Path(__file__).parents[1] / "written"

NAMED_BY = 16
"""Hexadecimal digits that name a text."""


def written(part: Part, folder: Path = FOLDER) -> list[Example]:
    """The questions on the passages of a part: an eighth of the passages is for choosing ("dev"), none is "test"."""
    rows = (row for path in sorted(folder.glob("*.jsonl")) for row in read_rows(path))
    return [example for row in rows if part_of_text(row["text"]) == part for example in _examples(row)]


def _examples(row: dict[str, object]) -> Iterator[Example]:
    text, heading = str(row["text"]), " ".join(filter(None, (str(row["title"]), str(row["section"]))))
    for question in row["questions"]:  # type: ignore[attr-defined]
        starts = [(text.index(answer), len(answer)) for answer in question["a"]]
        yield Example(
            question["q"],
            heading,
            text,
            tuple((start, start + size) for start, size in starts),
            answerable=float(bool(starts)),
            relevance=1.0,
            source="written",
        )


def name_of(text: str) -> str:
    """What a text of ours is called where another file speaks of it."""
    return hashlib.sha256(text.encode()).hexdigest()[:NAMED_BY]


def part_of_text(text: str) -> Part:
    """The part that a text of ours belongs to, by its hash."""
    return "dev" if hashlib.sha256(text.encode()).digest()[0] % 8 == 0 else "train"
