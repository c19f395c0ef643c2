from __future__ import annotations

import ctypes

import pytest

from assistant.engines.llama_cpp.sessions import Key, Sessions, State

ADA, BOB, CY = (Key(name, "") for name in ("ada", "bob", "cy"))


def state(size: int) -> State:
    return State([1, 2, 3], (ctypes.c_uint8 * size)(*[7] * size))


def test_the_one_that_was_not_used_for_longest_goes_first() -> None:
    sessions = Sessions(20)
    sessions.put(ADA, state(10))
    sessions.put(BOB, state(10))
    sessions.get(ADA)
    sessions.put(CY, state(5))
    assert [sessions.get(key) is not None for key in (ADA, BOB, CY)] == [True, False, True]
    assert sessions.bytes == 15


def test_a_state_takes_the_place_of_the_older_one_of_its_conversation() -> None:
    sessions = Sessions(100)
    sessions.put(ADA, state(40))
    newer = state(30)
    sessions.put(ADA, newer)
    assert (sessions.get(ADA), len(sessions), sessions.bytes) == (newer, 1, 30)


def test_a_conversation_has_a_state_for_each_adapter() -> None:
    sessions = Sessions(100)
    sessions.put(ADA, state(10))
    assert sessions.get(Key("ada", "legal")) is None


def test_a_state_above_the_budget_is_not_kept_and_evicts_nobody() -> None:
    sessions = Sessions(20)
    sessions.put(ADA, state(10))
    large = state(21)
    sessions.put(BOB, large)
    assert sessions.get(ADA) is not None
    assert sessions.get(BOB) is None
    assert not any(large.data)


@pytest.mark.parametrize("way", ["cleared", "evicted", "replaced"])
def test_what_goes_is_overwritten(way: str) -> None:
    sessions, kept = Sessions(20), state(20)
    sessions.put(ADA, kept)
    if way == "cleared":
        sessions.clear()
    else:
        sessions.put(BOB if way == "evicted" else ADA, state(20))
    assert not any(kept.data)
