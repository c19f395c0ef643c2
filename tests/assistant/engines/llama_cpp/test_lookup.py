from __future__ import annotations

from assistant.engines.llama_cpp.lookup import MATCH, PROPOSED, Lookup


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


SOURCE = list(range(100, 140))


def proposals(source: list[int], answer: list[int]) -> list[list[int]]:
    """What is proposed on the way through an answer that is written token by token."""
    lookup, found = Lookup(source), []
    for token in answer:
        lookup.add([token])
        found.append(lookup.proposal())
    return [each for each in found if each]


def misled(count: int) -> list[int]:
    """An answer that begins as the source does at many places, and always goes on otherwise."""
    return [token for place in range(count) for token in (*SOURCE[3 * place : 3 * place + 3], 7 + place)]


def test_an_answer_that_never_goes_on_as_its_source_is_misled_once() -> None:
    assert len(proposals(SOURCE, misled(10))) == 1


def test_an_answer_that_returns_to_its_source_is_proposed_from_it_again() -> None:
    assert proposals(SOURCE, [*misled(10), *SOURCE])[1:]


def test_an_answer_in_its_sources_words_is_proposed_to_its_end() -> None:
    lookup, steps = Lookup(SOURCE), 0
    written = SOURCE[:MATCH]
    lookup.add(written)
    while len(written) < len(SOURCE):
        proposed = lookup.proposal()
        right = SOURCE[len(written) : len(written) + len(proposed) + 1]
        lookup.add(right)
        written = [*written, *right]
        steps += 1
    assert steps == -(-(len(SOURCE) - MATCH) // (PROPOSED + 1))
