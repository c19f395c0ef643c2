from __future__ import annotations

from assistant.engines.llama_cpp.lookup import PROPOSED, Lookup


def test_what_followed_the_same_words_before_is_proposed() -> None:
    assert Lookup([1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3]).proposal() == [4, 5, 6, 7][:PROPOSED]


def test_the_nearest_place_counts() -> None:
    assert Lookup([1, 2, 3, 4, 4, 4, 1, 2, 3, 5, 5, 5, 1, 2, 3]).proposal()[0] == 5


def test_words_that_were_not_seen_have_no_proposal() -> None:
    assert Lookup([1, 2, 3, 4, 5, 6]).proposal() == []
    assert Lookup([1, 2]).proposal() == []


def test_written_tokens_are_found_as_well() -> None:
    lookup = Lookup([9, 9, 9])
    lookup.add([1, 2, 3, 4, 8, 1, 2, 3])
    assert lookup.proposal()[0] == 4
