"""Passages and questions of our own, written by hand: what an organisation's documents look like and how people ask.

`training/written/*.jsonl` has a line a passage: title, section, text, and questions `q` with their answers `a` (spans
of the text, none where it only seems to answer). No public data set has them; a third of the questions can't be
answered, and half of the others share few words with what answers them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from training.json_lines import read_rows
from training.reader.articles import Row
from training.reader.examples import Example, Part

FOLDER = Path(__file__).parents[1] / "written"


def written(part: Part, folder: Path = FOLDER) -> list[Example]:
    """The questions on the passages of a part: an eighth of the passages is for choosing ("dev"), none is "test"."""
    return [example for row in _rows(folder) if _part(row["text"]) == part for example in _examples(row)]


def as_articles(target: Path, folder: Path = FOLDER) -> list[Row]:
    """Write each passage as a Markdown file of its own; the questions on those for choosing, in SQuAD's manner.

    `title` is the file's name without suffix.
    """
    target.mkdir()
    questions = []
    for number, row in enumerate(_rows(folder)):
        name, section = f"written-{number}", row["section"] and f"## {row['section']}\n\n"
        (target / f"{name}.md").write_text(f"# {row['title']}\n\n{section}{row['text']}\n", "utf-8")
        questions += [
            {
                "title": name,
                "question": question["q"],
                "answers": [{"text": answer} for answer in question["a"]],
                "is_impossible": not question["a"],
            }
            for question in row["questions"]
            if _part(row["text"]) == "dev"
        ]
    return questions


def _rows(folder: Path) -> Iterator[Row]:
    for path in sorted(folder.glob("*.jsonl")):
        yield from read_rows(path)


def _examples(row: Row) -> Iterator[Example]:
    text, heading = row["text"], " ".join(filter(None, (row["title"], row["section"])))
    for question in row["questions"]:
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


def _part(text: str) -> Part:
    return "dev" if hashlib.sha256(text.encode()).digest()[0] % 8 == 0 else "train"
