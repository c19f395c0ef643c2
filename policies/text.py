"""Redacted text as a type: what chunking, embedding, retrieval, prompts and engines accept."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import accumulate
from typing import final


@final
@dataclass(frozen=True, slots=True, repr=False)
class RedactedText:
    """Text that went through a `Redactor`.

    Only `policies` constructs it; an architecture test rejects the constructor elsewhere. `str()` and `repr()` tell
    the length alone, so that a log line never carries content; `value` is the one way to the characters.
    """

    value: str

    def __repr__(self) -> str:
        return f"<redacted text, {len(self.value)} characters>"

    __str__ = __repr__

    def __len__(self) -> int:
        return len(self.value)

    def __bool__(self) -> bool:
        return bool(self.value)

    def slice(self, start: int, end: int) -> RedactedText:
        """The characters from `start` to `end`, still redacted."""
        return RedactedText(self.value[start:end])

    @staticmethod
    def join(parts: Iterable[RedactedText], separator: str = "\n") -> RedactedText:
        """Parts in one text; `separator` is punctuation or white space of the program's own."""
        return RedactedText(separator.join(part.value for part in parts))


EMPTY = RedactedText("")


def reopen(value: str) -> RedactedText:
    """Text that was a `RedactedText` when it was written to an encrypted, authenticated file of ours.

    For the store's reading side only; an architecture test rejects other callers.
    """
    return RedactedText(value)


@dataclass(frozen=True, slots=True)
class Entity:
    """One finding in a text. Offsets are characters of the input, end exclusive; the value itself is not held."""

    entity_type: str
    start: int
    end: int
    score: float
    action: str
    replacement: str
    recognizer: str


@dataclass(frozen=True, slots=True)
class Redaction:
    """What redaction gave: the text, and the findings, disjoint and in order of `start`."""

    text: RedactedText
    entities: tuple[Entity, ...]
    policy: str
    _changed: tuple[Entity, ...] = field(init=False, repr=False, compare=False)
    _starts: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _shifts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # What a policy keeps stands in the text as it was; `replacement` does not tell it again.
        changed = tuple(entity for entity in self.entities if entity.action != "keep")
        growth = (len(entity.replacement) - (entity.end - entity.start) for entity in changed)
        object.__setattr__(self, "_changed", changed)
        object.__setattr__(self, "_starts", tuple(entity.start for entity in changed))
        object.__setattr__(self, "_shifts", tuple(accumulate(growth, initial=0)))

    def counts(self) -> dict[str, int]:
        """How many findings a type."""
        counts: dict[str, int] = {}
        for entity in self.entities:
            counts[entity.entity_type] = counts.get(entity.entity_type, 0) + 1
        return counts

    def offset(self, original: int) -> int:
        """Where a character of the input stands in the redacted text; in a finding, where its replacement starts.

        `original` is 0..length of the input, and its end becomes the redacted text's end.
        """
        before = bisect_right(self._starts, original)
        if before and original < self._changed[before - 1].end:
            return self._starts[before - 1] + self._shifts[before - 1]
        return original + self._shifts[before]
