"""Word pieces keep an answer's place, also where a long passage is cut."""

from __future__ import annotations

import random

import pytest

from policies.onnx_model import CLS, SEP
from training.reader.examples import Example
from training.reader.pieces import Pieces, pieces
from training.word_pieces import tokenizer

NEEDLE = "Mara Lindqvist"
LONG = "The archive keeps maps of the coast. " * 20 + f"{NEEDLE} built the vault. " + "It was dry then. " * 20


def example(passage: str, answer: str = NEEDLE) -> Example:
    start = passage.index(answer)
    return Example("Who built it?", "The archive", passage, ((start, start + len(answer)),))


def said(item: Pieces) -> list[str]:
    places = [
        (item.offsets[first - item.passage][0], item.offsets[last - item.passage][1]) for first, last in item.spans
    ]
    return [item.example.passage[start:end] for start, end in places]


def test_a_pair_is_laid_out_as_the_product_reads_it() -> None:
    (item,) = pieces([example(f"Built by {NEEDLE}.")], 320)
    first, heading, passage = (
        tokenizer().encode(text, add_special_tokens=False).ids
        for text in ("Who built it?", "The archive", f"Built by {NEEDLE}.")
    )
    assert item.ids == [CLS, *first, SEP, *heading, *passage, SEP]
    assert (item.ids[item.second - 1], item.passage - item.second) == (SEP, len(heading))
    assert said(item) == [NEEDLE]


@pytest.mark.parametrize("seed", range(8))
def test_the_window_over_a_long_passage_holds_the_answer(seed: int) -> None:
    (item,) = pieces([example(LONG)], 60, random.Random(seed))
    assert len(item.ids) == 60
    assert said(item) == [NEEDLE]


def test_an_example_whose_answer_is_cut_off_is_left_out() -> None:
    early = example(f"{NEEDLE} built it. {LONG}")
    assert [item.example for item in pieces([example(LONG), early], 60)] == [early]
