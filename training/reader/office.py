"""Our own documents as organisations have them, and what is asked of them: for calibrating, never for training.

`training/office/documents` are those of a clinic, a bank, a law firm, a human resources and an IT department, in the
formats they come in. `training/office/questions.jsonl` has a line a question: `question`, and as `gold` what the quote
that answers it holds; nothing where no document answers it, much as it may look so.
"""

from __future__ import annotations

from pathlib import Path

from training.json_lines import read_rows
from training.reader.articles import Row

FOLDER = Path(__file__).parents[1] / "office"
DOCUMENTS = FOLDER / "documents"
OFFICE = "office"
"""The `trade` of these documents, beside those of `training.reader.documents`."""


def office_questions(folder: Path = FOLDER) -> list[Row]:
    """The questions as rows in SQuAD's manner, without a title: any document may answer."""
    return [
        {
            "trade": OFFICE,
            "title": "",
            "question": row["question"],
            "answers": [{"text": gold} for gold in row["gold"]],
            "is_impossible": not row["gold"],
        }
        for row in read_rows(folder / "questions.jsonl")
    ]
