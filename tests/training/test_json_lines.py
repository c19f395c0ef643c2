from __future__ import annotations

from pathlib import Path

from training.json_lines import read_rows


def test_empty_lines_and_separators_within_a_text_make_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text('{"text": "one\u2028still one\x85"}\n\n["a list"]\n', "utf-8")
    assert read_rows(path) == [{"text": "one\u2028still one\x85"}, ["a list"]]
