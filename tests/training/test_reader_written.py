"""What we wrote for the reader: every answer stands in its passage, and what it is chosen by is not trained on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from training.json_lines import read_rows
from training.reader.written import FOLDER, written

ROW = {
    "title": "Locks of the canal",
    "section": "2 Opening hours",
    "text": "The upper lock opens at six. The lower lock opens at eight.",
    "questions": [{"q": "When does the lower lock open?", "a": ["eight"]}, {"q": "When do the locks close?", "a": []}],
}


def folder_with(tmp_path: Path, *rows: object) -> Path:
    (tmp_path / "canals.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return tmp_path


def test_questions_come_with_their_spans_under_title_and_section(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, ROW)
    asked, unanswerable = written("train", folder) + written("dev", folder)
    assert [asked.passage[a:b] for a, b in asked.spans] == ["eight"]
    assert (asked.heading, asked.answerable) == ("Locks of the canal 2 Opening hours", 1.0)
    assert (unanswerable.spans, unanswerable.answerable) == ((), 0.0)


def test_an_answer_that_does_not_stand_in_its_passage_is_an_error(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, {**ROW, "questions": [{"q": "When?", "a": ["at noon"]}]})
    with pytest.raises(ValueError, match="not found"):
        written("train", folder) + written("dev", folder)


def test_all_questions_of_a_passage_are_in_one_part(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, *({**ROW, "text": f"{ROW['text']} Lock {n} is closed."} for n in range(60)))
    parts = [{example.passage for example in written(part, folder)} for part in ("train", "dev")]
    assert all(parts) and not parts[0] & parts[1] and len(parts[0] | parts[1]) == 60


def test_what_ships_is_sound() -> None:
    rows = [row for path in sorted(FOLDER.glob("*.jsonl")) for row in read_rows(path)]
    questions = [one["q"] for row in rows for one in row["questions"]]
    assert len({row["text"] for row in rows}) == len(rows)
    assert len(set(questions)) > 0.99 * len(questions)
    unanswerable = sum(not example.spans for part in ("train", "dev") for example in written(part))
    assert 0.2 < unanswerable / len(questions) < 0.5
