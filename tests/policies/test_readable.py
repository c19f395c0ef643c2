"""The readable form of a text and its offsets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.readable import readable


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("plain", "plain"),
        ("Ma\u200bri\u00ada", "Maria"),
        ("6\u00a01\u20027", "6 1 7"),
        ("\uff14\uff11", "41"),
        ("o\ufb03ce", "office"),
        ("Jose\u0301", "José"),
        ("a\u2011b", "a-b"),
        ("O\u2019Hara", "O'Hara"),
        ("\u200b", ""),
    ],
)
def test_hidden_spellings_are_read_plainly(text: str, read: str) -> None:
    assert readable(text).text == read


@pytest.mark.parametrize(
    ("text", "word", "original"),
    [
        ("see Ma\u200bri\u00ada\u200b now", "Maria", "Ma\u200bri\u00ada"),
        ("an o\ufb03ce here", "office", "o\ufb03ce"),
        ("an o\ufb03ce here", "ff", "\ufb03"),
        ("\u200b\u200bab", "ab", "ab"),
        ("x Jose\u0301 y", "José", "Jose\u0301"),
    ],
)
def test_a_span_points_at_the_original_characters(text: str, word: str, original: str) -> None:
    read = readable(text)
    start = read.text.index(word)
    first, last = read.span(start, start + len(word))
    assert text[first:last] == original


ODD = st.text(alphabet="ab \u200b\u00ad\u00a0\ufb03\uff11e\u0301\u2019", max_size=30)


@given(ODD, st.data())
def test_spans_are_within_the_text_and_in_order(text: str, data: st.DataObject) -> None:
    read = readable(text)
    if not read.text:
        return
    start = data.draw(st.integers(0, len(read.text) - 1))
    end = data.draw(st.integers(start + 1, len(read.text)))
    first, last = read.span(start, end)
    assert 0 <= first < last <= len(text)
    assert read.text[start:end] in readable(text[first:last]).text or "\ufb03" in text[first:last]
