"""Texts with marked names become texts with spans."""

from __future__ import annotations

from pathlib import Path

from tests.training.tagged import said
from training.tagger.marked import FOLDER, lines, marked, marked_texts


def test_marks_are_taken_out_and_names_found_again() -> None:
    found = marked("Hi [Rose Holm]P,\nthe [Danish]M people at [Nordbank]O in [Oslo]L called [Rose]P's office.")
    assert found.text == "Hi Rose Holm,\nthe Danish people at Nordbank in Oslo called Rose's office."
    assert said(found) == [
        ("Rose Holm", "PERSON"),
        ("Nordbank", "ORGANIZATION"),
        ("Oslo", "LOCATION"),
        ("Rose", "PERSON"),
    ]


def test_a_file_holds_texts_apart_by_empty_lines(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("[Ida]P left.\n\n\nNobody came.\nNobody.\n", encoding="utf-8")
    (tmp_path / "a.txt").write_text("[Oslo]L\n", encoding="utf-8")
    assert [each.text for each in marked_texts(tmp_path)] == ["Oslo", "Ida left.", "Nobody came.\nNobody."]


def test_no_mark_is_left_in_our_texts() -> None:
    texts = marked_texts(FOLDER)
    assert len(texts) > 100
    assert not [each.text for each in texts if "[" in each.text or "]" in each.text]


def test_each_line_of_a_text_keeps_its_names() -> None:
    found = list(lines(marked("Hi [Rose]P,\nnothing here\n[Ida Holm]P of [Oslo]L")))
    assert [each.text for each in found] == ["Hi Rose,", "nothing here", "Ida Holm of Oslo"]
    assert [said(each) for each in found] == [
        [("Rose", "PERSON")],
        [],
        [("Ida Holm", "PERSON"), ("Oslo", "LOCATION")],
    ]
