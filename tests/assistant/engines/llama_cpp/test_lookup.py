from __future__ import annotations

from assistant.engines.llama_cpp.lookup import MATCH, PROPOSED, Lookup

SOURCE = list(range(100, 140))


def after(source: list[int], written: list[int]) -> list[int]:
    """What is proposed once these tokens were written."""
    lookup = Lookup(source)
    lookup.add(written)
    return lookup.proposal()


def proposals(source: list[int], answer: list[int]) -> list[list[int]]:
    """What is proposed on the way through an answer that is written token by token."""
    lookup, found = Lookup(source), []
    for token in answer:
        lookup.add([token])
        found.append(lookup.proposal())
    return [each for each in found if each]


def test_what_followed_the_same_words_is_proposed_once_it_was_right() -> None:
    assert after(SOURCE, SOURCE[:MATCH]) == []
    proposed = after(SOURCE, SOURCE[: MATCH + 1])
    assert proposed == SOURCE[MATCH + 1 : MATCH + 1 + len(proposed)] != []


def test_the_more_was_right_the_more_is_proposed_up_to_a_limit() -> None:
    lengths = [len(each) for each in proposals(SOURCE, SOURCE[:20])]
    assert lengths == sorted(lengths) and lengths[0] < lengths[-1] == PROPOSED


def test_the_nearest_place_is_followed_as_long_as_it_is_right() -> None:
    source = [1, 2, 3, 4, 7, 8, 9, 5, 1, 2, 3, 6, 7, 8, 9, 10, 11, 12]
    assert after(source, [1, 2, 3, 6])[0] == 7
    assert after([*source, 7, 8, 9, 99], [1, 2, 3, 6, 7, 8, 9])[0] == 10


def test_words_that_were_not_seen_have_no_proposal() -> None:
    assert after(SOURCE, [1, 2, 3, 4, 5, 6]) == []
    assert after([1, 2], [3]) == []


def test_written_tokens_are_found_as_well() -> None:
    assert after([9, 9, 8], [1, 2, 3, 4, 5, 6, 8, 1, 2, 3, 4])[0] == 5


def misled(count: int) -> list[int]:
    """An answer that begins as the source does at many places, and always goes on otherwise."""
    return [token for place in range(count) for token in (*SOURCE[3 * place : 3 * place + 3], 7 + place)]


def test_an_answer_that_never_goes_on_as_its_source_gets_no_proposals() -> None:
    assert proposals(SOURCE, misled(10)) == []


def test_an_answer_that_returns_to_its_source_is_proposed_from_it_again() -> None:
    assert proposals(SOURCE, [*misled(10), *SOURCE])


def test_an_answer_in_its_sources_words_is_proposed_to_its_end() -> None:
    lookup, steps = Lookup(SOURCE), 0
    written = SOURCE[: MATCH + 1]
    lookup.add(written)
    while rest := SOURCE[len(written) :]:
        proposed = lookup.proposal()[: len(rest)]
        assert proposed == rest[: len(proposed)]
        right = rest[: len(proposed) + 1]
        lookup.add(right)
        written = [*written, *right]
        steps += 1
    assert steps <= 1 + -(-(len(SOURCE) - MATCH) // (PROPOSED + 1))
