"""Proposes what comes next by looking where the same words stood before.

Prompt lookup decoding (https://github.com/apoorvumang/prompt-lookup-decoding): an answer from sources repeats them. A
step that judges some proposed tokens costs less than as many steps that write one each, and what the model would not
have said itself is thrown away.
"""

from __future__ import annotations

from collections.abc import Sequence

MATCH = 3
"""Tokens that have to be the same for a place to be followed; after fewer, others come too often."""

PROPOSED = 4
"""At most so many tokens are proposed: the cost of judging grows with each (`steps` in `benchmarks/engine.py`)."""

LEAST_TRUST = 0.6
"""Share of right tokens from which on judging pays, on a larger model too: there a proposed token costs more than half
of a step."""

_FIRST_TRUST, _WEIGHT = 0.5, 0.4
"""At first a place is followed in silence until it was right once; the trust is a moving mean."""


class Lookup:
    """Remembers where each run of `MATCH` tokens was seen last, and follows such a place as long as it is right.

    What is followed is compared with what is written, proposed or not: an answer in words of its own costs nothing,
    one that returns to its sources is noticed, and the surer they are, the more tokens are proposed.
    """

    def __init__(self, tokens: Sequence[int]) -> None:
        self._tokens: list[int] = []
        self._after: dict[tuple[int, ...], int] = {}
        self._following: int | None = None
        self._trust = _FIRST_TRUST
        for token in tokens:
            self._put(token)

    def add(self, tokens: Sequence[int]) -> None:
        """Go on with these tokens."""
        for token in tokens:
            if self._following is not None:
                right = self._tokens[self._following] == token
                self._trust += _WEIGHT * (right - self._trust)
                self._following = self._following + 1 if right else None
            self._put(token)
            if self._following is None:
                self._following = self._after.get(tuple(self._tokens[-MATCH:]))

    def proposal(self) -> list[int]:
        """What followed the last tokens where they stood before; empty: they did not, or it isn't trusted now."""
        if self._following is None or self._trust < LEAST_TRUST:
            return []
        return self._tokens[self._following : self._following + round(PROPOSED * self._trust)]

    def _put(self, token: int) -> None:
        # A run is known only when something follows it: the last one must not find itself.
        if len(self._tokens) >= MATCH:
            self._after[tuple(self._tokens[-MATCH:])] = len(self._tokens)
        self._tokens.append(token)
