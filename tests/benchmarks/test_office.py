"""Questions about office documents: what counts as right, and that they can be answered at all."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from assistant.answer import Answer
from benchmarks.office import FOLDER, figures, figures_by_kind
from training.json_lines import read_rows
from training.reader.articles import plain
from training.reader.office import DOCUMENTS, office_questions

BINARY = (".pdf", ".docx", ".xlsx")


def answer(*quotes: str) -> Answer:
    citations = [SimpleNamespace(quote=SimpleNamespace(value=quote)) for quote in quotes]
    return cast(Answer, SimpleNamespace(answered=bool(quotes), citations=citations))


def test_right_first_refused_and_wrong_are_told_apart() -> None:
    rows: list[dict[str, Any]] = [{"gold": ["at nine"]}] * 4 + [{"gold": []}] * 2
    answers = [
        answer("It opens **at  nine**."),
        answer("It closes.", "At nine it opens."),
        answer("It closes."),
        answer(),
        answer(),
        answer("It opens at nine."),
    ]
    assert figures(rows, answers) == {
        "answerable": 4,
        "right": 0.5,
        "right_first": 0.25,
        "refused": 0.25,
        "unanswerable": 2,
        "unanswerable_refused": 0.5,
        "wrong_of_given": 0.5,
        "quotes": 1.5,
    }


def test_how_much_of_a_list_is_shown_is_told_for_each_kind() -> None:
    rows: list[dict[str, Any]] = [
        {"kind": "list", "gold": ["salt", "oil"]},
        {"kind": "list", "gold": ["salt", "oil"]},
        {"kind": "list", "gold": ["salt", "oil"]},
        {"kind": "row", "gold": ["4 pm"]},
    ]
    answers = [answer("- Salt", "- **Oil**"), answer("Salt and vinegar."), answer(), answer("| Gate | 4 pm |")]
    assert figures_by_kind(rows, answers) == {
        "list": {"questions": 3, "answered": 0.667, "whole": 0.333, "of_it_shown": 0.75},
        "row": {"questions": 1, "answered": 1.0, "whole": 1.0, "of_it_shown": 1.0},
    }


def missing(gold: list[str], documents: Path) -> list[str]:
    """The spans that stand in no document of plain text."""
    texts = [path.read_text("utf-8") for path in documents.rglob("*.*") if path.suffix not in BINARY]
    told = plain(re.sub(r"[*|]", " ", "\n".join(texts)))
    return [span for span in gold if plain(span) not in told]


def test_what_answers_a_question_stands_in_the_documents() -> None:
    files = ("questions.jsonl", "kinds.jsonl", "kinds_2.jsonl")
    gold = [span for name in files for row in read_rows(FOLDER / name) for span in row["gold"]]
    assert gold and not missing(gold, FOLDER / "documents")


def test_what_is_calibrated_with_stands_in_the_documents_too() -> None:
    gold = [answer["text"] for row in office_questions() for answer in row["answers"]]
    assert gold and len(missing(gold, DOCUMENTS)) < len(gold) / 3  # the rest stands in PDF, Word and Excel
