"""Documents of our own and what is asked of them, in passages as the product cuts and retrieves them.

`training/written/documents/*.jsonl` has a line a document: `file`, its name; `text`, Markdown or plain text; and
`questions` with `q` and `a`, spans of the text, the first occurrence counting; none where it can't be answered. Of a
list or a procedure each item has a span. `training/written/lists/*.jsonl` has more of those, a line a question: `of`,
the document by the beginning of its text's SHA-256, `q` and `a`. The documents are ingested together and each question
is retrieved: what comes up and does not answer is what the reader has to tell from the answer later.
"""

from __future__ import annotations

import collections
import hashlib
import itertools
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from training.json_lines import read_rows, write_rows
from training.reader import written
from training.reader.articles import Row
from training.reader.examples import Example, Group, Part, holds
from training.reader.negatives import likelier_first
from training.reader.wording import priors

FOLDER = written.FOLDER / "documents"
LISTS = "lists"
"""The folder beside it that has more questions."""

PASSAGES, KEPT = 20, 6
"""How many passages are retrieved for a question, and how many are kept that do not answer it."""

OTHERS = 2
"""Of those, how many a pass shows beside the question at most."""


@dataclass(frozen=True, slots=True, repr=False)
class Retrieved:
    """A passage that came up: its document's name, what stands above it, its text."""

    document: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True, repr=False)
class Asked:
    """A question of a document, the passage that answers it with the answer's characters, and others that came up.

    `prior`: `training.reader.wording`.
    """

    question: str
    document: str
    own: Retrieved | None
    spans: tuple[tuple[int, int], ...]
    others: tuple[Retrieved, ...]
    prior: float = 0.0


def documents(part: Part, folder: Path = FOLDER) -> list[Row]:
    """The documents of a part: an eighth of them is for choosing ("dev"), none is "test".

    Each gets a unique name, and as `trade` the name of the file that it comes from.

    Raises:
        ValueError: one of the questions in `LISTS` is about no document of the folder.
    """
    rows = [{**row, "trade": path.stem} for path in sorted(folder.glob("*.jsonl")) for row in read_rows(path)]
    more, lists = collections.defaultdict(list), folder.with_name(LISTS)
    for path in sorted(lists.glob("*.jsonl")):
        for row in read_rows(path):
            more[row["of"]].append({"q": row["q"], "a": row["a"]})
    if unknown := more.keys() - {written.name_of(row["text"]) for row in rows}:
        raise ValueError(f"{lists}: no document is called {', '.join(sorted(unknown))}")
    return [
        {**row, "file": _name(row), "questions": [*row["questions"], *more[written.name_of(row["text"])]]}
        for row in rows
        if written.part_of_text(row["text"]) == part
    ]


def write_documents(rows: Sequence[Row], folder: Path) -> None:
    """One file a document."""
    folder.mkdir()
    for row in rows:
        (folder / row["file"]).write_text(row["text"], "utf-8")


def document_questions(rows: Sequence[Row]) -> list[Row]:
    """The questions as rows in SQuAD's manner; the title is the document's name without its suffix."""
    return [
        {
            "trade": row["trade"],
            "title": Path(row["file"]).stem,
            "question": each["q"],
            "answers": [{"text": answer} for answer in each["a"]],
            "is_impossible": not each["a"],
        }
        for row in rows
        for each in row["questions"]
    ]


def asked(part: Part, cache: Path, folder: Path = FOLDER) -> list[Asked]:
    """The questions of a part, retrieved among its documents. They are kept in `cache`: retrieving takes minutes."""
    rows = documents(part, folder)
    digest = hashlib.sha256(json.dumps(rows).encode()).hexdigest()[:12]
    path = cache / f"documents-{digest}.jsonl"
    if not path.exists():
        write_rows(path, map(asdict, _retrieved(rows) if rows else ()))
    return [_asked(row) for row in read_rows(path)]


def told(every: Sequence[Asked]) -> list[Asked]:
    """With what each question's wording gives away."""
    questions, texts = [each.question for each in every], [each.document for each in every]
    found = priors(questions, [each.own is not None for each in every], texts)
    return [replace(each, prior=prior) for each, prior in zip(every, found, strict=True)]


def groups(every: Sequence[Asked], pick: random.Random) -> Iterator[Group]:
    """A pass over the questions: each beside the passage that answers it and beside some that come up with it."""
    for each in every:
        count = OTHERS if each.own is None else pick.randint(1, OTHERS)
        beside = [_example(each, other, ()) for other in likelier_first(each.others, count, pick)]
        if each.own is None:
            yield from ((one,) for one in beside)
        else:
            yield (_example(each, each.own, each.spans), *beside)


def examples(every: Sequence[Asked], pick: random.Random) -> Iterator[Example]:
    """The same one by one."""
    return itertools.chain.from_iterable(groups(every, pick))


def _example(each: Asked, passage: Retrieved, spans: tuple[tuple[int, int], ...]) -> Example:
    # Of a question that no passage answers it isn't known which one is nearest to what is asked.
    relevance = 1.0 if spans else 0.0 if each.own is not None or passage.document != each.document else None
    return Example(
        each.question,
        passage.heading,
        passage.text,
        spans,
        answerable=float(bool(spans)),
        relevance=relevance,
        source="documents",
        prior=each.prior if spans or each.own is None else 0.0,
    )


def _retrieved(rows: Sequence[Row]) -> Iterator[Asked]:
    from assistant.retrieval import HybridRetriever
    from assistant.workspaces import changing
    from training.installation import temporary_installation

    with temporary_installation() as (wiring, folder):
        write_documents(rows, folder / "documents")
        workspace = wiring.workspace_to_fill("documents", policy="open")
        changing.ingest(workspace, [folder / "documents"], actor="training")
        retriever = HybridRetriever(workspace.index, wiring.models.embedder)
        for row in document_questions(rows):
            question = workspace.redactor.redact(row["question"]).text
            passages = [
                Retrieved(
                    Path(p.document.value).stem,
                    " ".join(filter(None, (p.title.value, p.section.value, p.header.value))),
                    p.text.value,
                )
                for p in retriever.retrieve(question, PASSAGES)
            ]
            answers = [answer["text"] for answer in row["answers"]]
            own, spans = _answering(row["title"], passages, answers)
            if answers and own is None:
                continue
            others = [p for p in passages if p is not own and not holds(p.text, answers)]
            yield Asked(question.value, row["title"], own, spans, tuple(others[:KEPT]))


def _answering(
    document: str, passages: Sequence[Retrieved], answers: Sequence[str]
) -> tuple[Retrieved | None, tuple[tuple[int, int], ...]]:
    """The first of the document's passages that hold the most answers, and the answers' characters."""
    best: tuple[Retrieved | None, tuple[tuple[int, int], ...]] = None, ()
    for passage in passages:
        if passage.document == document:
            spans = [(passage.text.find(answer), len(answer)) for answer in answers]
            inside = tuple((start, start + size) for start, size in spans if start >= 0)
            best = max(best, (passage, inside), key=lambda found: len(found[1]))
    return best


def _asked(row: Row) -> Asked:
    own = Retrieved(**row["own"]) if row["own"] else None
    spans = tuple((start, end) for start, end in row["spans"])
    return Asked(row["question"], row["document"], own, spans, tuple(Retrieved(**each) for each in row["others"]))


def _name(row: Row) -> str:
    """The file's name with what tells it from another document of the same name."""
    name = Path(row["file"])
    return f"{name.stem}-{hashlib.sha256(row['text'].encode()).hexdigest()[:6]}{name.suffix}"
