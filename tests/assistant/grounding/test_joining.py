from __future__ import annotations

import pytest

from assistant.grounding.joining import join_emphasised, join_sentences


@pytest.mark.parametrize(
    ("texts", "whole"),
    [
        (["One.", "Two."], "One. Two."),
        (["| a | 1 |", "| b | 2 |"], "| a | 1 |\n| b | 2 |"),
        (["Bring:\n- a pen", "Come early."], "Bring:\n- a pen\n\nCome early."),
        (["Come early.", "- a pen"], "Come early.\n\n- a pen"),
        (["1. Ring.\n2. Wait.", "It opens."], "1. Ring.\n2. Wait.\n\nIt opens."),
        (["| a | 1 |", "It opens."], "| a | 1 |\n\nIt opens."),
        (
            ["| a | b |\n|---|---|\n| 1 | 2 |", "| c |\n|---|\n| 3 |"],
            "| a | b |\n|---|---|\n| 1 | 2 |\n\n| c |\n|---|\n| 3 |",
        ),
        ([], ""),
    ],
)
def test_prose_goes_on_and_rows_and_items_stand_on_lines_of_their_own(texts: list[str], whole: str) -> None:
    assert join_sentences(texts) == whole


def test_what_is_emphasised_moves_along() -> None:
    whole, spans = join_emphasised([("It opens at nine.", (12, 16)), ("It is free.", None), ("Till five.", (5, 9))])
    assert [whole[start:end] for start, end in spans] == ["nine", "five"]
