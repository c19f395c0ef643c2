"""A passage of ours and its twin: one answers the question, the other does not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from training.reader.contrasts import changed, contrasts
from training.reader.written import name_of

TEXT = "The mill stands by the weir. It grinds rye. A miller called Osk keeps it. Mill four."
QUESTIONS = [{"q": "Who keeps it?", "a": ["Osk"]}, {"q": "Who built it?", "a": []}]


def _folder(tmp_path: Path, *rows: dict[str, object]) -> Path:
    (tmp_path / "contrasts").mkdir()
    passage = {"title": "Mill", "section": "", "text": TEXT, "questions": QUESTIONS}
    (tmp_path / "passages.jsonl").write_text(json.dumps(passage) + "\n", "utf-8")
    named = [{key: value for key, value in {"of": name_of(TEXT), **row}.items() if value} for row in rows]
    lines = [json.dumps({"a": [], "was": [], **row}) for row in named]
    (tmp_path / "contrasts" / "a.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    return tmp_path


TAKEN = {"instead": 3, "sentence": "A miller called Osk sold it.", "q": "Who keeps it?", "a": []}
GIVEN = {"behind": 1, "sentence": "Osk's father built it.", "q": "Who built it?", "a": ["Osk's father"]}


def test_what_answers_comes_first_and_its_twin_does_not(tmp_path: Path) -> None:
    taken, given = contrasts(_folder(tmp_path, TAKEN, GIVEN))
    assert [each.passage for each in taken] == [TEXT, TEXT.replace("keeps", "sold")]
    assert given[0].passage == TEXT.replace("weir.", "weir. Osk's father built it.")
    assert [given[0].passage[a:b] for a, b in given[0].spans] == ["Osk's father"]
    for right, wrong in (taken, given):
        assert (right.answerable, wrong.answerable, wrong.spans, wrong.relevance) == (1.0, 0.0, (), None)
        assert right.first == wrong.first


def test_a_sentence_takes_the_place_of_one_or_stands_behind_it() -> None:
    assert changed("One. Two. Three.", {"instead": 2, "sentence": "Zwei."}) == "One. Zwei. Three."
    assert changed("One. Two. Three.", {"behind": 3, "sentence": "Four."}) == "One. Two. Three. Four."


def test_a_passage_of_a_document_stands_in_the_line_itself(tmp_path: Path) -> None:
    cut = {"heading": "Rota", "text": "Early: Osk\nLate: Pim", "was": [], "q": "Who has nights?", "a": ["Bo"]}
    ((right, wrong),) = contrasts(_folder(tmp_path, {**cut, "behind": 2, "sentence": "Nights: Bo", "of": None}))
    assert (right.passage, wrong.passage) == ("Early: Osk\nLate: Pim Nights: Bo", "Early: Osk\nLate: Pim")
    assert right.heading == wrong.heading == "Rota"


@pytest.mark.parametrize(
    "row", [{**TAKEN, "of": "0" * 16}, {**TAKEN, "a": ["Osk"]}, {**GIVEN, "a": []}, {**GIVEN, "a": ["Pim"]}]
)
def test_a_line_that_fits_nothing_is_an_error(tmp_path: Path, row: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        contrasts(_folder(tmp_path, row))
