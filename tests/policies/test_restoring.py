from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.restoring import replace_tokens, tokens_in, whole_tokens

TEXT = "Dear ⟦PERSON_k7Q2⟧, ⟦US_SSN_9xYzW⟧ ⟦not one⟧ ⟦PERSON_k7Q⟧ ⟦PERSON_k7Q2⟧ ⟦"
TOKENS = ("⟦PERSON_k7Q2⟧", "⟦US_SSN_9xYzW⟧")


def test_tokens_are_found_once_each_and_in_order() -> None:
    assert tokens_in(TEXT) == TOKENS


@pytest.mark.parametrize("near", ["⟦person_k7Q2⟧", "⟦PERSON_k0Q2⟧", "[PERSON_k7Q2]", "⟦PERSON k7Q2⟧", "⟦_k7Q2⟧"])
def test_what_only_looks_like_a_token_is_none(near: str) -> None:
    assert tokens_in(near) == ()


def test_a_value_that_looks_like_a_token_is_not_replaced_again() -> None:
    values = {TOKENS[0]: TOKENS[1], TOKENS[1]: "a number"}
    assert replace_tokens("⟦PERSON_k7Q2⟧ and ⟦US_SSN_9xYzW⟧", values) == "⟦US_SSN_9xYzW⟧ and a number"


@given(st.lists(st.integers(0, len(TEXT)), max_size=12))
def test_however_a_stream_is_cut_no_token_is_split_and_nothing_is_lost(cuts: list[int]) -> None:
    places = [0, *sorted(cuts), len(TEXT)]
    pieces = list(whole_tokens(TEXT[a:b] for a, b in pairwise(places)))
    assert "".join(pieces) == TEXT
    values = {TOKENS[0]: "Ola", TOKENS[1]: "a number"}
    assert "".join(replace_tokens(piece, values) for piece in pieces) == replace_tokens(TEXT, values)


def test_text_without_tokens_is_not_held_back() -> None:
    seen = []

    def source() -> object:
        for piece in ("plain ", "⟦ bracket", " and ⟦PERSON"):
            yield piece
            seen.append(piece)

    pieces = whole_tokens(source())  # type: ignore[arg-type]
    assert next(pieces) == "plain " and seen == []
    assert next(pieces) == "⟦ bracket"
    assert next(pieces) == " and "


def test_an_opened_bracket_never_holds_more_than_a_token_can_be_long() -> None:
    pieces = list(whole_tokens(["⟦", *"A" * 500]))
    assert max(map(len, pieces)) < 120
