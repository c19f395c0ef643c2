"""The shapes that stand in for the case which an uncased encoder loses."""

from __future__ import annotations

import pytest

from policies.recognizers.word_shapes import SHAPES, Shape, shape_in_text, shape_of


@pytest.mark.parametrize(
    ("word", "shape"),
    [
        ("harbour", Shape.LOWER),
        ("Harbour", Shape.TITLE),
        ("HARBOUR", Shape.UPPER),
        ("É", Shape.INITIAL),
        ("McArthur", Shape.MIXED),
        ("iPad", Shape.MIXED),
        ("B12", Shape.DIGITS),
        ("1984", Shape.DIGITS),
        (",", Shape.OTHER),
        ("東京", Shape.OTHER),
        ("Żółw", Shape.TITLE),
        ("ümit", Shape.LOWER),
    ],
)
def test_each_word_has_the_shape_that_a_reader_sees(word: str, shape: Shape) -> None:
    assert shape_of(word) is shape


@pytest.mark.parametrize("between", ["\n", "\r\n", "\t", " | ", "    "])
def test_a_word_after_a_break_is_told_from_one_within_a_line(between: str) -> None:
    text = f"Owner{between}Ilse"
    within = shape_in_text("Owner Ilse", 5, 6, 10)
    assert shape_in_text(text, 5, text.index("Ilse"), len(text)) == within + SHAPES // 2


def test_the_first_word_of_a_text_starts_a_line() -> None:
    assert shape_in_text("Ilse", 0, 0, 4) == Shape.TITLE + SHAPES // 2


def test_numbers_fit_the_model() -> None:
    assert max(Shape) + SHAPES // 2 == SHAPES - 1
