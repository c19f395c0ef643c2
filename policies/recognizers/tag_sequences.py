"""From scores a word to entities: the best sequence of tags in which an entity begins before it goes on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

FORBIDDEN = -1e4


def transitions(tags: Sequence[str]) -> npt.NDArray[np.float32]:
    """Score of going from tag to tag (from, to): 0, or `FORBIDDEN` to an `I-X` from anything but `B-X` and `I-X`."""
    scores = np.zeros((len(tags), len(tags)), dtype=np.float32)
    for column, tag in enumerate(tags):
        if tag.startswith("I-"):
            scores[:, column] = FORBIDDEN
            for row, before in enumerate(tags):
                if before[1:] == tag[1:]:
                    scores[row, column] = 0.0
    return scores


def best_tags(scores: npt.NDArray[np.float32], tags: Sequence[str]) -> npt.NDArray[np.int64]:
    """The best allowed sequence (Viterbi) for scores of shape (words, tags), as indices into `tags`."""
    count = len(scores)
    chosen: npt.NDArray[np.int64] = scores.argmax(axis=1).astype(np.int64)
    allowed = transitions(tags)
    starts = allowed[0]  # what may follow nothing may also begin a text
    if count == 0 or (starts[chosen[0]] == 0 and not allowed[chosen[:-1], chosen[1:]].any()):
        return chosen  # the best tag of each word is an allowed sequence, as nearly always
    back = np.zeros(scores.shape, dtype=np.int64)
    best = scores[0] + starts
    for index in range(1, count):
        paths = best[:, None] + allowed
        back[index] = paths.argmax(axis=0)
        best = paths.max(axis=0) + scores[index]
    chosen[-1] = best.argmax()
    for index in range(count - 1, 0, -1):
        chosen[index - 1] = back[index, chosen[index]]
    return chosen


def entities_of(chosen: Sequence[int] | npt.NDArray[np.int64], tags: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Type, first word and end (exclusive) of each entity of an allowed sequence."""
    start = 0
    kind = ""
    for index, number in enumerate([*chosen, 0]):
        tag = tags[number]
        if kind and tag != f"I-{kind}":
            yield kind, start, index
            kind = ""
        if tag.startswith("B-"):
            kind, start = tag[2:], index
