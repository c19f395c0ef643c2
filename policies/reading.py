"""What recognisers read of a text: its readable form, and behind it, as annexes, what it hides.

An annex is the text that a blob decodes to, or what stands on both sides of a line's end as one line. So every
recogniser, and the second pass, reads all of it in one go; `Reading.placed` says where in the text the findings belong.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from policies.blobs import blobs
from policies.canonical import is_part_of_phone, is_phone
from policies.evidence import Evidence
from policies.findings import Finding, settle
from policies.readable import Readable, readable
from policies.seams import Seam, seams
from policies.words import SEPARATOR

MAX_DEPTH: Final = 5
"""How often a blob may be encoded: base64 of base64 is two."""


@dataclass(frozen=True, slots=True)
class _Annex:
    """Characters `start` to `end` of what is read. They are a blob's (`first` to `last` of the text), or a seam's."""

    start: int
    end: int
    first: int
    last: int
    seam: Seam | None = None

    def across(self, finding: Finding) -> tuple[int, int] | None:
        """Where in the text a finding stands that reaches over the seam; None for one that does not."""
        if self.seam is None:
            return self.first, self.last
        border = self.start + self.seam.left_end - self.seam.left
        behind = border + len(self.seam.joint)
        if not finding.start < border <= behind < finding.end:
            return None
        return self.seam.left + finding.start - self.start, self.seam.right + finding.end - behind


@dataclass(frozen=True, slots=True, repr=False)
class Placed:
    """A finding at its place in the text, and its value as it is read; a blob's value is the blob."""

    finding: Finding
    value: str
    is_blob: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Reading:
    """`text` is what recognisers read: `length` characters of the text, then the annexes."""

    text: str
    length: int
    _read: Readable
    _annexes: tuple[_Annex, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The characters of the original behind characters of the text."""
        return self._read.span(start, end)

    def relevant(self, findings: Iterable[Finding]) -> list[Finding]:
        """Findings without those that an annex only repeats."""
        return [f for f in findings if f.start < self.length or self._place(f) is not None]

    def placed(self, findings: Sequence[Finding], kept: Container[str]) -> list[Placed]:
        """Disjoint findings in the text, in order. `findings` are so too, and `kept` are the types that stay readable.

        A blob that holds a finding is one as a whole: of the type that was found with the best evidence, one that does
        not stay readable before one that does.
        """
        own = findings[: bisect_left(findings, self.length, key=_start)]
        if len(own) == len(findings):
            return [Placed(finding, finding.value(self.text)) for finding in own]
        over: dict[Finding, Placed] = {}
        for finding in findings[len(own) :]:
            place = self._place(finding)
            if place is None:
                continue
            annex, (start, end) = place
            there = replace(finding, start=start, end=end)
            if annex.seam is None:
                there = replace(
                    there, evidence=finding.evidence + (_BLOB if finding.entity_type in kept else 2 * _BLOB)
                )
                over[there] = Placed(there, self.text[start:end], is_blob=True)
            elif not _completes(there, finding.value(self.text), annex.seam, own, self.text):
                continue
            elif annex.seam.apart:
                for half in (replace(there, end=annex.seam.left_end), replace(there, start=annex.seam.right)):
                    over[half] = Placed(half, half.value(self.text))
            else:
                over[there] = Placed(there, finding.value(self.text))
        settled = settle([*own, *over], self.text[: self.length])
        return [over.get(finding) or Placed(finding, finding.value(self.text)) for finding in settled]

    def _place(self, finding: Finding) -> tuple[_Annex, tuple[int, int]] | None:
        index = bisect_right(self._annexes, finding.start, key=lambda annex: annex.start) - 1
        if index < 0 or finding.end > self._annexes[index].end:
            return None
        place = self._annexes[index].across(finding)
        return None if place is None else (self._annexes[index], place)


_BLOB = Evidence.CHECKSUM + 1
"""A blob is never split: it goes before whatever its letters look like."""


def _start(finding: Finding) -> int:
    return finding.start


def _completes(finding: Finding, value: str, seam: Seam, own: Sequence[Finding], text: str) -> bool:
    """Whether a finding over a seam, read as `value`, is one value, and not two that stand one below the other."""
    if finding.evidence >= Evidence.CHECKSUM:
        return True
    near = own[max(0, bisect_left(own, finding.start, key=_start) - 1) : bisect_left(own, finding.end, key=_start)]
    if any(
        f.start == finding.start and f.evidence >= finding.evidence and f.entity_type != finding.entity_type
        for f in near
    ):
        return False  # as another type it is whole on its own line
    beside = [f for f in near if f.entity_type == finding.entity_type and f.end > finding.start]
    if not beside:
        return True
    if finding.entity_type == "PERSON":
        if text[finding.end : finding.end + 1] == ":":
            return False  # the next line begins with a label
        halves = text[finding.start : seam.left_end].split(), text[seam.right : finding.end].split()
        return seam.joint == "" or all(len(half) == 1 for half in halves)
    if finding.entity_type == "PHONE_NUMBER":
        # Behind its label the beginning of a number is taken for one: "Tel. 212 555", and "0192" on the next line.
        begun = all(f.end <= seam.left_end and is_part_of_phone(f.value(text)) for f in beside)
        return begun and is_phone(value)
    return finding.entity_type == "EMAIL_ADDRESS" and all(f.start >= seam.right for f in beside)


def read(text: str) -> Reading:
    """What is to be read of a text: hardly more than itself as a rule, at worst eight times its length. Linear in it.

    Raises:
        ValueError: something is encoded more than `MAX_DEPTH` times over.
    """
    main = readable(text)
    parts = [main.text]
    annexes: list[_Annex] = []
    length = len(main.text)

    def add(part: str, first: int, last: int, seam: Seam | None = None) -> None:
        nonlocal length
        start = length + len(SEPARATOR)
        length = start + len(part)
        parts.extend((SEPARATOR, part))
        annexes.append(_Annex(start, length, first, last, seam))

    for seam in seams(main.text):
        joined = main.text[seam.left : seam.left_end] + seam.joint + main.text[seam.right : seam.right_end]
        add(joined, seam.left, seam.right_end, seam)
    layer = [(blob.start, blob.end, blob.text) for blob in blobs(main.text)]
    for _ in range(MAX_DEPTH):
        below = []
        for first, last, decoded in layer:
            inner = readable(decoded).text
            add(inner, first, last)
            below += [(first, last, blob.text) for blob in blobs(inner)]
        layer = below
    if layer:
        raise ValueError("blobs within blobs")
    return Reading("".join(parts), len(main.text), main, tuple(annexes))
