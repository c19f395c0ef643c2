from __future__ import annotations

import pytest

from ui.events import Event, events

STREAM = b"event: sentence\ndata: {1}\n\nevent: answer\r\ndata: {2}\r\n\r\n"


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
def test_events_are_the_same_however_the_bytes_are_cut(size: int) -> None:
    pieces = [STREAM[start : start + size] for start in range(0, len(STREAM), size)]
    assert list(events(pieces)) == [Event("sentence", "{1}"), Event("answer", "{2}")]


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\u0085", "\x0b", "\x0c", "\x1c"])
def test_only_line_feeds_end_a_line(separator: str) -> None:
    assert list(events([f"data: a{separator}b\n\n".encode()])) == [Event("message", f"a{separator}b")]


def test_a_character_that_is_cut_in_two_is_put_together() -> None:
    whole = "data: Grüße\n\n".encode()
    assert list(events([whole[:9], whole[9:]])) == [Event("message", "Grüße")]


def test_lines_of_data_are_joined_and_comments_left_out() -> None:
    assert list(events([b": still here\n\ndata: a\ndata: b\n\n"])) == [Event("message", "a\nb")]


def test_an_event_that_the_end_cuts_off_is_dropped() -> None:
    assert list(events([b"data: whole\n\ndata: ha"])) == [Event("message", "whole")]


def test_a_name_holds_for_one_event_only() -> None:
    assert [event.name for event in events([b"event: error\ndata: 1\n\ndata: 2\n\n"])] == ["error", "message"]
