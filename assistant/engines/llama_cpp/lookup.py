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


class Lookup:
    """Remembers where each run of `MATCH` tokens was seen last."""

    def __init__(self, tokens: Sequence[int]) -> None:
        self._tokens: list[int] = []
        self._after: dict[tuple[int, ...], int] = {}
        self.add(tokens)

    def add(self, tokens: Sequence[int]) -> None:
        """Go on with these tokens."""
        for token in tokens:
            # A run is known only when something follows it: the last one must not find itself.
            if len(self._tokens) >= MATCH:
                self._after[tuple(self._tokens[-MATCH:])] = len(self._tokens)
            self._tokens.append(token)

    def proposal(self) -> list[int]:
        """What followed the last tokens where they stood before; empty where they did not."""
        place = self._after.get(tuple(self._tokens[-MATCH:]))
        return [] if place is None else self._tokens[place : place + PROPOSED]
