"""A sentence that says the opposite of what is asked is told from one that says the same, or something else."""

from __future__ import annotations

import pytest

from assistant.opposites import lexicon, says_opposite

MARSH = "The monks flooded the marsh in 1874."


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Who drained the marsh?", MARSH),
        ("What is the largest pump?", "The smallest pump is P3."),
        ("How many members joined the club?", "In 2019 forty members left the club."),
        ("What is the lower limit?", "The upper limit is 40 bar."),
        ("Which pump fills the upper basin?", "The upper basin is emptied by pump P1."),
        ("Who closes the north gate?", "The warden opened the north gate at 6:00."),
        ("When does the north gate close?", "The north gate opens at 6:00."),
        ("Which drugs are allowed for patients?", "For patients these drugs are forbidden: naproxen."),
    ],
)
def test_the_opposite_in_the_place_of_a_word_is_seen(question: str, text: str) -> None:
    assert says_opposite(question)(text)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Who flooded the marsh?", MARSH),
        ("Who drained the marsh?", "The monks emptied the marsh in 1874; later it was flooded by the sea."),
        ("Who drained the marsh?", "The monks drained the marsh, which the sea had flooded."),
        ("Who drained the lake?", "When the cellar was flooded, the monks prayed."),
        ("Was the marsh drained?", MARSH),
        ("Who did not drain the marsh?", MARSH),
        ("Who drained the marsh?", "The monks never flooded the marsh."),
        ("Who bought the mill?", "Osk sold the mill to Bo."),
        ("Who was issued a licence?", "Osk received a licence."),
        ("Which form do tenants submit?", "The current tenants hand in sheet K4."),
        ("How many members voted?", "Few members voted: twelve."),
        ("The club is old. Was the marsh drained?", MARSH),
        ("Tell me whether the monks drained the marsh.", MARSH),
        ("", MARSH),
        ("Who drained the marsh?", ""),
    ],
    ids=[
        "the same word",
        "one of the same meaning",
        "both words",
        "said of something else",
        "yes or no",
        "denied in the question",
        "denied in the text",
        "told from the other side",
        "and from either side",
        "another word of that stem",
        "how many",
        "yes or no behind a statement",
        "whether",
        "no question",
        "no text",
    ],
)
def test_what_is_no_contradiction_is_let_be(question: str, text: str) -> None:
    assert not says_opposite(question)(text)


def test_no_word_is_its_own_opposite_or_means_the_same_as_one() -> None:
    words = lexicon()
    assert len(words) > 3000
    for form, word in words.items():
        assert form not in word.opposite | word.same
        assert not word.opposite & word.same


def test_a_claim_is_none_for_yes_or_no() -> None:
    assert says_opposite("May contracts are drained of money.", asks=False)("May contracts are flooded with money.")
