"""What stays of a JSON value that a model wrote."""

from __future__ import annotations

from assistant.grounding.values import grounded

SAID = ("The quay opens at six.", None, "It shuts at 21.")
QUOTES = ("The quay opens at six.", "In winter it shuts at 21.")


def test_a_string_stays_where_each_of_its_sentences_passed() -> None:
    assert grounded({"opening": (0, 2)}, SAID, QUOTES) == {"opening": "The quay opens at six. It shuts at 21."}
    assert grounded({"opening": (0, 1)}, SAID, QUOTES) == {}
    assert grounded([(0,), (1,), (-1,), ()], SAID, QUOTES) == ["The quay opens at six.", ""]


def test_a_number_stays_where_a_quote_has_it_in_digits_or_letters() -> None:
    assert grounded({"from": 6, "until": 21, "rooms": 4, "price": 2.5}, SAID, QUOTES) == {"from": 6, "until": 21}


def test_a_truth_value_names_no_source() -> None:
    assert grounded({"open": True, "shut": False, "closed": None}, SAID, QUOTES) == {"closed": None}


def test_nothing_stays_of_a_sentence_alone_that_did_not_pass() -> None:
    assert grounded((1,), SAID, QUOTES) is None
