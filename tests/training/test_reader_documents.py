from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from training.json_lines import read_rows
from training.reader.documents import FOLDER, LISTS, Asked, Retrieved, asked, document_questions, documents, examples
from training.reader.written import name_of

TEXT = "# Boat hire\n\n## Fees\n\nA rowing boat costs 14 euros an hour.\n\n## Deposit\n\nLeave a passport.\n"
QUESTIONS = [
    {"q": "What does a rowing boat cost?", "a": ["14 euros"]},
    {"q": "What does a sailing boat cost?", "a": []},
    {"q": "Is this found anywhere?", "a": ["stroked out"]},
]


def _folder(path: Path) -> Path:
    """One document of each part, by the same questions."""
    seen = dict[str, str]()
    for number in range(100):
        text = f"{TEXT}\nForm {number} was printed in Oban.\n"
        (path / "one.jsonl").write_text(json.dumps({"file": "hire.md", "text": text, "questions": QUESTIONS}))
        seen[next(part for part in ("train", "dev") if documents(part, path))] = (path / "one.jsonl").read_text()
    (path / "one.jsonl").write_text("\n".join(seen.values()))
    return path


def test_each_question_is_beside_the_passage_that_answers_it_and_others_that_came_up(tmp_path: Path) -> None:
    found = asked("train", tmp_path, _folder(tmp_path))
    assert [each.question for each in found] == [QUESTIONS[0]["q"], QUESTIONS[1]["q"]]
    answered, not_answered = found
    assert answered.own is not None
    (start, end), *_ = answered.spans
    assert answered.own.text[start:end] == "14 euros"
    assert answered.own.heading.startswith("Boat hire")
    assert not any("14 euros" in other.text for other in answered.others)
    assert not_answered.own is None
    assert any("14 euros" in other.text for other in not_answered.others)


def test_what_was_retrieved_is_read_again_while_the_documents_are_the_same(tmp_path: Path) -> None:
    folder, cache = _folder(tmp_path), tmp_path / "cache"
    cache.mkdir()
    first = asked("train", cache, folder)
    (kept,) = cache.iterdir()
    kept.write_text(kept.read_text().replace("14 euros", "15 euros"))
    again = asked("train", cache, folder)
    assert first[0].own is not None and again[0].own is not None
    assert again[0].own.text == first[0].own.text.replace("14 euros", "15 euros")


def test_documents_of_one_name_are_told_apart_and_lie_in_one_part(tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    names = [row["file"] for part in ("train", "dev") for row in documents(part, folder)]  # type: ignore[arg-type]
    assert len(set(names)) == len(names) == 2
    assert all(name.startswith("hire-") and name.endswith(".md") for name in names)


def test_a_question_names_its_document_and_what_answers_it(tmp_path: Path) -> None:
    rows = document_questions(documents("dev", _folder(tmp_path)))
    assert [row["is_impossible"] for row in rows] == [False, True, False]
    assert rows[0]["answers"] == [{"text": "14 euros"}]
    assert rows[0]["title"].startswith("hire-")


def test_questions_for_a_list_come_with_those_of_their_document(tmp_path: Path) -> None:
    lists, documents_folder = tmp_path / "lists", tmp_path / "documents"
    lists.mkdir()
    documents_folder.mkdir()
    folder = _folder(documents_folder)
    (row,) = documents("dev", folder)
    line = {"of": name_of(row["text"]), "q": "What has a price?", "a": ["rowing boat", "14 euros"]}
    (lists / "one.jsonl").write_text(json.dumps(line))
    (with_list,) = documents("dev", folder)
    assert with_list["questions"] == [*QUESTIONS, {"q": line["q"], "a": line["a"]}]
    (other,) = documents("train", folder)
    assert other["questions"] == QUESTIONS
    (lists / "two.jsonl").write_text(json.dumps({**line, "of": "0" * 16}))
    with pytest.raises(ValueError, match="0" * 16):
        documents("dev", folder)


def test_a_list_is_read_in_the_passage_that_holds_most_of_it(tmp_path: Path) -> None:
    pads = "\n\n".join(f"Quay {number} of the harbour lies beside the fish market." for number in range(60))
    text = f"# Boats\n\nWhere are boats? Not only in Oban.\n\n{pads}\n\n- Oban\n- Mull\n- Iona\n"
    part = next(part for part in ("train", "dev") if _write(tmp_path, text) and documents(part, tmp_path))
    (found,) = asked(part, tmp_path, tmp_path)
    assert found.own is not None
    assert [found.own.text[start:end] for start, end in found.spans] == ["Oban", "Mull", "Iona"]


def test_every_list_is_of_a_document_that_is_there_and_its_items_stand_in_it() -> None:
    texts = {name_of(row["text"]): row["text"] for path in FOLDER.glob("*.jsonl") for row in read_rows(path)}
    rows = [row for path in FOLDER.with_name(LISTS).glob("*.jsonl") for row in read_rows(path)]
    assert len(rows) > 9000
    assert all(item in texts[row["of"]] for row in rows for item in row["a"])


def _write(folder: Path, text: str) -> int:
    row = {"file": "boats.md", "text": text, "questions": [{"q": "Where are boats?", "a": ["Oban", "Mull", "Iona"]}]}
    return (folder / "one.jsonl").write_text(json.dumps(row))


def _asked(own: bool) -> Iterator[Asked]:
    passages = [Retrieved("hire" if number < 2 else "other", "", f"Passage {number}.") for number in range(3)]
    yield Asked("What?", "hire", passages[0] if own else None, ((0, 7),) if own else (), tuple(passages[own:]))


def test_only_the_own_passage_is_answerable_and_nearness_is_unknown_where_nothing_answers() -> None:
    for seed in range(5):
        shown = {each.passage: each for each in examples(list(_asked(own=True)), random.Random(seed))}
        assert shown["Passage 0."].answerable == 1.0
        assert shown["Passage 0."].spans == ((0, 7),)
        assert len(shown) > 1
        assert all((e.answerable, e.relevance) == (0.0, 0.0) for p, e in shown.items() if p != "Passage 0.")
        known = {e.passage: e.relevance for e in examples(list(_asked(own=False)), random.Random(seed))}
        assert len(known) == 2
        assert all(known[p] == (0.0 if p == "Passage 2." else None) for p in known)
