"""States of prompts, kept in memory under a budget: what was read once need not be read again."""

from __future__ import annotations

import ctypes
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

SHARED = ""
"""The conversation whose state is the system's part of the prompt, which every question begins with."""


@dataclass(frozen=True, slots=True)
class Key:
    """Whose state it is. With another adapter the same tokens have another state."""

    conversation: str
    adapter: str


@dataclass(frozen=True, slots=True, repr=False)
class State:
    """Keys and values of `tokens`."""

    tokens: Sequence[int]
    data: ctypes.Array[ctypes.c_uint8]


class Sessions:
    """Kept states, at most `budget` bytes: the one that was not used for longest goes first.

    A state stands for redacted text. It is never written anywhere, and overwritten when it goes.
    """

    def __init__(self, budget: int) -> None:
        self._budget = budget
        self._states: OrderedDict[Key, State] = OrderedDict()
        self._bytes = 0

    @property
    def bytes(self) -> int:
        """What the kept states take."""
        return self._bytes

    def __len__(self) -> int:
        return len(self._states)

    def get(self, key: Key) -> State | None:
        """The state that was put last under the key, unless it had to go."""
        if key in self._states:
            self._states.move_to_end(key)
        return self._states.get(key)

    def put(self, key: Key, state: State) -> None:
        """Keep a state in place of the key's older one; one above the whole budget is not kept."""
        self._drop(key)
        if len(state.data) > self._budget:
            _overwrite(state)
            return
        self._states[key] = state
        self._bytes += len(state.data)
        while self._bytes > self._budget:
            self._drop(next(iter(self._states)))

    def clear(self) -> None:
        """Drop all."""
        for key in list(self._states):
            self._drop(key)

    def _drop(self, key: Key) -> None:
        found = self._states.pop(key, None)
        if found is not None:
            self._bytes -= len(found.data)
            _overwrite(found)


def _overwrite(state: State) -> None:
    ctypes.memset(state.data, 0, len(state.data))
