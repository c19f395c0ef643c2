"""What reading a passage for a question gives: where an answer stands, and whether there is one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Logits = npt.NDArray[np.float32]
Offsets = npt.NDArray[np.int64]

LONGEST_ANSWER = 30
"""Word pieces of an answer at the most, as usual for SQuAD."""


@dataclass(frozen=True, slots=True, repr=False)
class Span:
    """A span of a passage: characters of its text, end exclusive, and the sum of its start's and end's logits."""

    start: int
    end: int
    logit: float


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Reading:
    """One passage, read for one question. All scores are logits, calibrated by whoever uses them.

    Attributes:
        prior: the passage's retrieval score as a share of the best one's, 0..1.
        answerable: whether the passage answers the question.
        relevance: whether it is about what is asked.
        offsets: first and last character (exclusive) of each word piece of the passage, shape (pieces, 2).
        starts: how well an answer starts at each piece, shape (pieces,).
        ends: how well it ends there.
        nothing: how well it does that the passage holds no answer, on the scale of `Span.logit`.
    """

    prior: float
    answerable: float
    relevance: float
    offsets: Offsets
    starts: Logits
    ends: Logits
    nothing: float

    def best(self, start: int = 0, end: int | None = None) -> Span | None:
        """The best answer within the characters `start` to `end`; None where no word piece was read there.

        It has at most `LONGEST_ANSWER` word pieces: what is longer is a list, which is quoted whole anyway.
        """
        low = int(np.searchsorted(self.offsets[:, 0], start, side="left"))
        high = len(self.offsets)
        if end is not None:
            high = int(np.searchsorted(self.offsets[:, 1], end, side="right"))
        if low >= high:
            return None
        starts, ends = self.starts[low:high], self.ends[low:high]
        size = high - low
        # For each start the best end that lies at or behind it, not too far.
        allowed = np.tri(size, size, LONGEST_ANSWER - 1, dtype=bool) & ~np.tri(size, size, -1, dtype=bool)
        sums = np.where(allowed, starts[:, None] + ends[None, :], -np.inf)
        first, last = divmod(int(sums.argmax()), size)
        return Span(int(self.offsets[low + first, 0]), int(self.offsets[low + last, 1]), float(sums[first, last]))
