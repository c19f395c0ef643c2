"""Proposes what comes next by looking where the same words stood before.

Prompt lookup decoding (https://github.com/apoorvumang/prompt-lookup-decoding): an answer from sources repeats them. A
step that judges some proposed tokens costs little more than one that writes a single token, and what the model
would not have said itself is thrown away.
"""

from __future__ import annotations

from collections.abc import Sequence

MATCH = 3
"""Tokens that have to be the same; with fewer, proposals are wrong too often to pay."""

PROPOSED = 4
"""At most so many tokens are proposed: the cost of judging grows with each (`benchmarks/engine.py`)."""

FIRST_TRUST, LEAST_TRUST = 0.5, 0.4
"""Share of right tokens that is expected of proposals at first, and from which on judging them pays: a proposed token
costs a fifth of a step on a small model, nearly half of one on a larger (`steps` in `benchmarks/engine.py`)."""


class Lookup:
    """Remembers where each run of `MATCH` tokens was seen last.

    What is looked up is compared with what is written then, and proposed only while it mostly comes true: an answer in
    words of its own costs one proposal, and one that returns to its sources is noticed.
    """

    def __init__(self, tokens: Sequence[int]) -> None:
        self._tokens: list[int] = []
        self._after: dict[tuple[int, ...], int] = {}
        self._expected: list[int] = []
        self._right = 0
        self._trust = FIRST_TRUST
        self.add(tokens)

    def add(self, tokens: Sequence[int]) -> None:
        """Go on with these tokens."""
        for token in tokens:
            self._compare(token)
            # A run is known only when something follows it: the last one must not find itself.
            if len(self._tokens) >= MATCH:
                self._after[tuple(self._tokens[-MATCH:])] = len(self._tokens)
            self._tokens.append(token)

    def proposal(self) -> list[int]:
        """What followed the last tokens where they stood before; empty: they did not, or it isn't trusted now."""
        if self._expected:  # what was looked up before has not been seen to its end
            return []
        place = self._after.get(tuple(self._tokens[-MATCH:]))
        if place is None:
            return []
        self._expected, self._right = self._tokens[place : place + PROPOSED], 0
        return self._expected if self._trust >= LEAST_TRUST else []

    def _compare(self, token: int) -> None:
        if not self._expected:
            return
        right = token == self._expected[self._right]
        self._right += right
        if not right or self._right == len(self._expected):
            self._trust = (self._trust + self._right / len(self._expected)) / 2  # a moving mean over about the last two
            self._expected = []
