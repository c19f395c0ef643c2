"""Passages of ours with one sentence changed, so that a question is answered that was not, or the other way round.

`training/written/contrasts/*.jsonl` has a line a question: `of`, the passage of `training/written` (the beginning of
its text's SHA-256), or, of a passage that a document was cut into, its `text`, its `heading` and what `was` the answer;
`sentence`, and the number of the one whose place it takes (`instead`) or behind which it is put (`behind`); `q`, and
`a` as in the other files: none where the changed passage no longer answers. One of both passages answers and the
other does not, so that neither the question's wording nor the passage's subject tells which.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from training.json_lines import read_rows
from training.reader.articles import Row
from training.reader.examples import Example, Group, sentences
from training.reader.written import FOLDER, name_of


def contrasts(folder: Path = FOLDER) -> list[Group]:
    """The question beside the passage that answers it and beside the one that doesn't.

    All are of passages to train on.

    Raises:
        ValueError: a line that fits no passage, or whose answer doesn't stand in it.
    """
    passages = {name_of(row["text"]): row for path in sorted(folder.glob("*.jsonl")) for row in read_rows(path)}
    return list(_groups(folder / "contrasts", passages))


def changed(text: str, row: Row) -> str:
    """The passage with the row's sentence in it; what stood between its sentences stays."""
    number = row["instead"] if "instead" in row else row["behind"]
    if not number:
        return f"{row['sentence']} {text}"
    start, end = sentences(text)[number - 1]
    own = text[start:end].rstrip()
    gap = text[start + len(own) : end]
    new = row["sentence"] if "instead" in row else f"{own}{gap or ' '}{row['sentence']}"
    return text[:start] + new + gap + text[end:]


def _groups(folder: Path, passages: dict[str, Row]) -> Iterator[Group]:
    for path in sorted(folder.glob("*.jsonl")):
        for number, row in enumerate(read_rows(path), 1):
            if "of" in row and row["of"] not in passages:
                raise ValueError(f"{path.name}, line {number}: no passage is called {row['of']}")
            heading, text, old = _passage(passages[row["of"]], row["q"]) if "of" in row else _cut(row)
            both = [_example(row["q"], heading, text, old), _example(row["q"], heading, changed(text, row), row["a"])]
            first, second = sorted(both, key=lambda example: not example.spans)
            if not first.spans or second.spans:
                raise ValueError(f"{path.name}, line {number}: not one passage that answers and one that does not")
            # Which one is nearer to what is asked, but for the answer, isn't known.
            yield first, replace(second, relevance=None)


def _passage(passage: Row, question: str) -> tuple[str, str, list[str]]:
    answers = next(each["a"] for each in passage["questions"] if each["q"] == question)
    return " ".join(filter(None, (passage["title"], passage["section"]))), passage["text"], answers


def _cut(row: Row) -> tuple[str, str, list[str]]:
    return row["heading"], row["text"], row["was"]


def _example(question: str, heading: str, text: str, answers: list[str]) -> Example:
    spans = tuple((start, start + len(answer)) for answer in answers for start in (text.index(answer),))
    answerable = float(bool(spans))
    return Example(question, heading, text, spans, answerable=answerable, relevance=1.0, source="contrasts")
