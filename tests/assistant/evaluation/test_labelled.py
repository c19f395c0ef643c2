"""What is read of a labelled folder, and what is told of rows that can't be."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.evaluation.labelled import Label, read_folder
from policies.errors import ConfigError

TYPES = {"PERSON", "US_SSN"}


def folder_of(tmp_path: Path, **files: str) -> Path:
    for name, content in files.items():
        path = tmp_path / name.replace("__", ".").replace("_in_", "/")
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8", newline="")
    return tmp_path


def test_marks_become_labels_of_the_text_without_them(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, a__txt="Ask [[PERSON:Ilka Sorrento]],\r\nnot [[PERSON:Bo]].")
    (text,), unread = read_folder(folder, TYPES)
    assert text.text == "Ask Ilka Sorrento,\r\nnot Bo." and unread == []
    assert text.labels is not None
    assert [text.text[each.start : each.end] for each in text.labels] == ["Ilka Sorrento", "Bo"]


def test_a_json_file_beside_a_text_labels_it_in_order(tmp_path: Path) -> None:
    rows = '[{"start": 4, "end": 6, "entity_type": "PERSON"},\n {"start": 0, "end": 3, "entity_type": "US_SSN"}]'
    (text,), unread = read_folder(folder_of(tmp_path, b__txt="Ask Bo.", b__json=rows), TYPES)
    assert text.labels == (Label(0, 3, "US_SSN"), Label(4, 6, "PERSON")) and unread == []


def test_texts_in_subfolders_are_named_by_their_path(tmp_path: Path) -> None:
    texts, _ = read_folder(folder_of(tmp_path, sub_in_c__txt="Nobody.", sub_in_c__json="[]"), TYPES)
    assert [(each.name, each.labels) for each in texts] == [("sub/c.txt", ())]


def test_a_text_that_nobody_labelled_has_no_labels_at_all(tmp_path: Path) -> None:
    (text,), unread = read_folder(folder_of(tmp_path, d__txt="Ask Bo."), TYPES)
    assert text.labels is None and unread == []


@pytest.mark.parametrize(
    ("rows", "line", "problem"),
    [
        ('[\n{"start": 0, "end": 2, "entity_type": "PERSON"},\n{"start": 1}\n]', 3, "start, end and entity_type"),
        ('[\n\n{"start": 0, "end": 99, "entity_type": "PERSON"}]', 3, "characters of the text"),
        ('[{"start": true, "end": 2, "entity_type": "PERSON"}]', 1, "characters of the text"),
        ('[\n{"start": 0, "end": 2, "entity_type": "PERSN"}]', 2, "did you mean PERSON"),
        ('[\n{"start": 0, "end": 2, "entity_type": ["PERSON"]}]', 2, "of no type"),
        ('[\n{"start": 0,\n', 2, "no JSON from here"),
        ('[{"start": 0, "end": 2, "entity_type": "PERSON"}\n{}]', 2, "comma"),
        ("{}", 1, "no JSON list"),
        ("", 1, "no JSON list"),
    ],
)
def test_a_bad_row_is_told_by_its_line_and_its_text_left_out(
    tmp_path: Path, rows: str, line: int, problem: str
) -> None:
    texts, unread = read_folder(folder_of(tmp_path, e__txt="Ask Bo.", e__json=rows), TYPES)
    assert texts == []
    assert [(each.file, each.line) for each in unread] == [("e.json", line)] and problem in unread[0].problem


def test_a_mark_of_an_unknown_type_and_one_without_an_end_are_told_by_line(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, f__txt="One\n[[PERSN:Bo]]", g__txt="One\nTwo\n[[PERSON:Bo")
    texts, unread = read_folder(folder, TYPES)
    assert texts == [] and [(each.file, each.line) for each in unread] == [("f.txt", 2), ("g.txt", 3)]


def test_a_text_that_is_not_utf8_is_told_by_the_line_of_the_first_wrong_byte(tmp_path: Path) -> None:
    (tmp_path / "h.txt").write_bytes(b"One\nTw\xff\n")
    assert [(each.file, each.line) for each in read_folder(tmp_path, TYPES)[1]] == [("h.txt", 2)]


def test_problems_quote_nothing_of_the_text(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, i__txt="[[Sorrento:Ilka]]", j__txt="x", j__json='[{"start": "Ilka Sorrento"}]')
    assert not any("Ilka" in each.problem or "Sorrento" in each.problem for each in read_folder(folder, TYPES)[1])


def test_a_folder_that_is_none_or_holds_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no folder"):
        read_folder(tmp_path / "missing", TYPES)
    with pytest.raises(ConfigError, match="no text"):
        read_folder(tmp_path, TYPES)
