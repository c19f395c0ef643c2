"""The embedded tagger: whole words, any case, across lines and windows, and only from the right file."""

from __future__ import annotations

import json
import shutil
from functools import cache
from pathlib import Path

import pytest

from policies.errors import ModelError
from policies.recognizers.onnx_tagger import MODEL_FOLDER, OnnxTagger, windows
from policies.recognizers.tagger import TaggerFinder


@cache
def tagger() -> OnnxTagger:
    return OnnxTagger(threads=1)


def found(text: str, entity_type: str = "PERSON") -> list[str]:
    return [text[start:end] for kind, start, end, _ in tagger().tag_each([text])[0] if kind == entity_type]


@pytest.mark.parametrize("change", [str, str.upper, str.lower, str.title])
def test_finds_a_name_however_it_is_written(change: type[str]) -> None:
    text = change("please tell oluwaseun adegoke that the boat of Mr. Henrik Osterman is ready")
    assert [name.casefold() for name in found(text)] == ["oluwaseun adegoke", "henrik osterman"]


def test_joins_a_name_of_many_word_pieces() -> None:
    assert found("We met Wolodymyr Krzyżanowski-Tchaïkovskaïa at noon.") == ["Wolodymyr Krzyżanowski-Tchaïkovskaïa"]


def test_joins_a_name_across_a_line_break() -> None:
    text = "The committee wishes to thank Ms. Henrietta\nVandersloot for the many years that she gave."
    assert found(text) == ["Henrietta\nVandersloot"]


def test_leaves_possessives_and_titles_outside() -> None:
    assert found("Dr. Marchetti's notes are with Mrs. Okonjo.") == ["Marchetti", "Okonjo"]


def test_tells_names_from_the_words_that_they_are() -> None:
    assert found("Will you bill the May order, or may I mark it as paid? Ask Will Rose, he knows.") == ["Will Rose"]


@pytest.mark.parametrize(
    ("text", "entity_type", "value"),
    [
        ("Please send it to Mrs Horak, 14 Elm Street, Leeds LS1 4AB.", "STREET_ADDRESS", "14 Elm Street"),
        ("He moved from Rotterdam last year.", "LOCATION", "Rotterdam"),
        ("She was hired by Halvorsen Shipping Ltd in spring.", "ORGANIZATION", "Halvorsen Shipping Ltd"),
        ("The lease was signed on the second of June.", "DATE_TIME", "the second of June"),
    ],
)
def test_finds_what_else_identifies(text: str, entity_type: str, value: str) -> None:
    assert found(text, entity_type) == [value]


def test_finds_each_name_of_a_table() -> None:
    table = "Room | Guest | Nights\n1 | Ilse Horak | 2\n2 | Kwabena Osei | 5\n3 | Thi Mai Pham | 1\n"
    assert found(table) == ["Ilse Horak", "Kwabena Osei", "Thi Mai Pham"]


def test_finds_a_name_wherever_a_window_ends() -> None:
    sentence = "On that evening Benedikt Sommerfeld walked home along the canal and said nothing. "
    text = sentence * 60
    assert found(text) == ["Benedikt Sommerfeld"] * 60


@pytest.mark.parametrize("sizes", [[1] * 500, [3] * 200, [1, 40, 1, 1, 60] * 30, [70] * 9, [1]])
def test_windows_hold_every_word_once_and_fit(sizes: list[int]) -> None:
    firsts = [sum(sizes[:index]) for index in range(len(sizes))]
    made = windows(firsts, sum(sizes), 62)
    assert [word for one in made for word in range(one.word, one.until)] == list(range(len(sizes)))
    for one in made:
        assert one.last - one.first <= 70
        assert one.first <= firsts[one.word]
        assert firsts[one.until - 1] + sizes[one.until - 1] <= one.last


def test_windows_grow_with_the_text_and_no_faster() -> None:
    firsts = list(range(100_000))
    assert len(windows(firsts, len(firsts), 190)) < 2 * len(firsts) / 190


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(MODEL_FOLDER, tmp_path / "model"))


def test_refuses_altered_weights(copy: Path) -> None:
    content = bytearray((copy / "model.onnx").read_bytes())
    content[len(content) // 2] ^= 1
    (copy / "model.onnx").write_bytes(content)
    with pytest.raises(ModelError, match=r"model\.onnx"):
        OnnxTagger(copy, threads=1).tag_each(["Ilse Horak"])


def test_refuses_a_card_without_tags(copy: Path) -> None:
    card = json.loads((copy / "card.json").read_text())
    del card["tags"]
    (copy / "card.json").write_text(json.dumps(card))
    with pytest.raises(ModelError, match="tags"):
        OnnxTagger(copy)


def test_is_small_enough_to_ship() -> None:
    assert (MODEL_FOLDER / "model.onnx").stat().st_size <= 25_000_000


def test_a_place_with_a_house_number_is_an_address() -> None:
    text = "Her flat is at 27 Willow Crescent, Harrogate."
    places = [each for each in TaggerFinder(tagger()).find(text, ()) if each.entity_type == "STREET_ADDRESS"]
    assert [text[each.start : each.end] for each in places] == ["27 Willow Crescent"]
