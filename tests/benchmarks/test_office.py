"""Questions about office documents: what counts as right, and that they can be answered at all."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any, cast

import pytest

from assistant.answer import Answer
from benchmarks.office import FOLDER, figures
from training.json_lines import read_rows
from training.reader.articles import plain
from training.reader.office import DOCUMENTS, office_questions


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


@pytest.mark.parametrize("folder", [FOLDER / "documents", DOCUMENTS])
def test_what_answers_a_question_stands_in_the_documents(folder: Any) -> None:
    rows = read_rows(FOLDER / "questions.jsonl") if folder != DOCUMENTS else []
    rows += [{"gold": [a["text"] for a in row["answers"]]} for row in office_questions()] if folder == DOCUMENTS else []
    texts = [path.read_text("utf-8") for path in folder.rglob("*.*") if path.suffix not in (".pdf", ".docx", ".xlsx")]
    told = plain(re.sub(r"[*|]", " ", "\n".join(texts)))
    gold = [span for row in rows for span in row["gold"]]
    missing = [span for span in gold if plain(span) not in told]
    assert gold and len(missing) <= (0 if folder != DOCUMENTS else len(gold) / 3)  # a third stand in PDF, Word and Excel
