"""Where a text is cut: at ends that a change elsewhere does not move, and never between a label and its value."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.pieces import LONG, pieces
from policies.words import SEPARATOR

ARRIVAL = "Visitors ring at the green door and wait until somebody opens it for them."
PARKING = "Bicycles stand in the yard; cars go to the garage behind the old brewery."
COFFEE = "There is coffee in the kitchen on the second floor, from eight until four."
DEPARTURE = "Whoever leaves last closes the windows and sets the alarm at the entrance."


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in pieces(text, len(text))]


def test_a_paragraph_that_ends_its_sentence_ends_a_piece() -> None:
    assert cut(f"{ARRIVAL}\n\n{PARKING}\n \n\n{COFFEE}") == [ARRIVAL, PARKING, COFFEE]


def test_another_paragraph_in_front_leaves_the_pieces_behind_it_as_they_were() -> None:
    behind = f"{PARKING}\n\nKitchen\n\n{COFFEE}\n\n{DEPARTURE}"
    assert cut(f"{ARRIVAL}\n\n{behind}")[-3:] == cut(f"Hello.\n\nSome. {ARRIVAL}\n\n{behind}")[-3:] == cut(behind)


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("The patient of this appointment on the second floor is:", "Edda Quillfeather"),
        ("Next of kin", "Bram Quillfeather lives in the same house and has a key to it."),
        (f"{ARRIVAL} Best regards.", "Edda Quillfeather"),
        (f"{ARRIVAL} Thank you very much!", "Edda Quillfeather"),
        ("Mit freundlichen Grüßen", "Edda Quillfeather"),
        (ARRIVAL, "and then the sentence goes on that a page's end had torn apart."),
        ("| Name | Room |\n| Edda Quillfeather | the one beside the kitchen |", "| Bram Vos | 4 |"),
        ("Well.", ARRIVAL),
    ],
)
def test_what_belongs_together_is_not_cut(above: str, below: str) -> None:
    assert cut(f"{above}\n\n{below}") == [f"{above}\n\n{below}"]


def test_a_table_is_one_piece_with_the_heading_above_it() -> None:
    table = "Rooms\n\n| Name | Room |\n| Edda Quillfeather | beside the kitchen |\n| Bram Vos | under the roof |"
    assert cut(f"{ARRIVAL}\n\n{table}\n\n{COFFEE}") == [ARRIVAL, table, COFFEE]


def test_what_stands_apart_is_a_piece_however_short() -> None:
    assert cut(f"a.txt{SEPARATOR}Rules{SEPARATOR}{ARRIVAL}") == ["a.txt", "Rules", ARRIVAL]


def test_a_text_of_nothing_but_what_stands_apart_has_few_pieces() -> None:
    assert len(cut(SEPARATOR.join(["a"] * 1000))) < 200


def test_lists_without_any_sentence_are_cut_too_and_at_the_same_places_after_a_change() -> None:
    entries = [f"Item {number} of the store room beside the garage, shelf {number % 7}" for number in range(400)]
    before = cut("\n\n".join(entries))
    after = cut("\n\n".join([*entries[:3], "Item of another kind that was put here later on", *entries[3:]]))
    assert all(len(piece) < 4 * LONG for piece in before) and len(before) > 5
    assert len(set(after) - set(before)) < len(before) / 2


def test_annexes_are_read_some_together_and_the_same_ones_after_a_change() -> None:
    annexes = [f"{number} seams of a text" for number in range(200)]

    def behind(parts: list[str]) -> list[str]:
        text = SEPARATOR.join([ARRIVAL, *parts])
        return [text[start:end] for start, end in pieces(text, len(ARRIVAL))]

    before, after = behind(annexes), behind([*annexes[:9], "another seam", *annexes[9:]])
    assert before[0] == ARRIVAL and 10 < len(before) < 60
    assert len(set(after) - set(before)) == 1


@given(st.lists(st.sampled_from([ARRIVAL, "Kitchen", "| a | b |", "a:", SEPARATOR, "\n", "\n\n", "\r\n \n", "x"])))
def test_pieces_are_in_order_and_hold_all_that_is_visible(parts: list[str]) -> None:
    text, at = "".join(parts), 0
    for start, end in pieces(text, len(text)):
        assert at <= start < end
        assert not text[at:start].replace("\ue000", "").strip()
        at = end
    assert not text[at:].replace("\ue000", "").strip()
