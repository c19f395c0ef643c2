from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.grounding.quoting import locate


@pytest.mark.parametrize(
    ("quote", "text", "found"),
    [
        ("the quay", "Down at the quay.", "the quay"),
        ("the  quay\nside", "Down at the quay side.", "the quay side"),
        ("the keeper's house", "See the keeper’s house.", "the keeper’s house"),
        ("art", "A party.", None),
        ("art", "A party of art.", "art"),
        ("costs 5", "It costs 50.", None),
        ("", "Anything.", None),
        ("a.c", "abc", None),
    ],
)
def test_a_quote_is_found_whole_and_by_words(quote: str, text: str, found: str | None) -> None:
    span = locate(quote, text)
    assert (text[slice(*span)] if span else None) == found


@given(st.text(), st.text(min_size=1), st.text())
def test_what_is_found_differs_from_the_quote_in_white_space_and_quotation_marks_at_most(
    before: str, quote: str, after: str
) -> None:
    def plain(text: str) -> str:
        return "".join(text.split()).translate(str.maketrans("’‘“”", "''\"\""))

    text = f"{before} {quote} {after}"
    span = locate(quote, text)
    assert span is not None if quote.strip() else span is None
    if span is not None:
        assert plain(text[slice(*span)]) == plain(quote)
