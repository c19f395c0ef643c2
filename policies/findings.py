"""Findings that recognisers agree on: disjoint, in order, the best evidence first served."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from policies.recognizers.harmless import is_label

_SEPARATORS = frozenset(" \t\r\n,;:|")

OTHER_MENTION = "other mention"
"""Recogniser of what the second pass finds; where the first pass found the same, the first is named."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Personal data found at characters `start`..`end`, end exclusive. `evidence` is `Evidence`, as a number."""

    start: int
    end: int
    entity_type: str
    score: float
    evidence: int
    recognizer: str

    def value(self, text: str) -> str:
        """The characters found."""
        return text[self.start : self.end]

    def strength(self) -> tuple[int, int, bool, float, int, str, str]:
        """What overlapping findings are compared by; smaller is stronger, ties are settled the same way each time."""
        length = self.end - self.start
        again = self.recognizer == OTHER_MENTION
        return (-self.evidence, -length, again, -self.score, self.start, self.entity_type, self.recognizer)


def settle(findings: Iterable[Finding], text: str) -> list[Finding]:
    """Disjoint findings in order of `start`.

    Evidence decides (checksum, context, pattern, heuristic), then length. Of the weaker finding the part that the
    stronger one leaves uncovered stays a finding, so that nothing found is lost in a conflict.
    """
    starts: list[int] = []
    taken: dict[int, Finding] = {}
    for finding in sorted(findings, key=Finding.strength):
        for start, end in _free(finding.start, finding.end, starts, taken):
            start, end = _trimmed(text, start, end)
            if (start, end) != (finding.start, finding.end):
                start, end = _without_separators(text, start, end)
            if start < end and (end - start == finding.end - finding.start or _worth(text[start:end])):
                taken[start] = replace(finding, start=start, end=end)
                insort(starts, start)
    return [taken[start] for start in starts]


def with_known(findings: Sequence[Finding], known: Sequence[Finding]) -> list[Finding]:
    """Findings of a text together with the names in it that are known beside it, which are disjoint and in order.

    As Presidio has it among its own: of two findings of one type where one holds the other, the inner one goes unless
    it scores more; with the same score, evidence tells. A name that was found as it is known is told once.
    """
    starts = [name.start for name in known]
    repeated: set[Finding] = set()
    kept = []
    for finding in findings:
        before = bisect_right(starts, finding.start)
        inner = known[bisect_left(starts, finding.start) : bisect_left(starts, finding.end)]
        repeated.update(name for name in inner if _held(name, finding) and _sureness(name) <= _sureness(finding))
        around = known[before - 1] if before else None
        if around is None or not _held(finding, around) or _sureness(finding) >= _sureness(around):
            kept.append(finding)
    return [*kept, *(name for name in known if name not in repeated)]


def _held(inner: Finding, outer: Finding) -> bool:
    return inner.entity_type == outer.entity_type and outer.start <= inner.start and inner.end <= outer.end


def _sureness(finding: Finding) -> tuple[float, int]:
    return finding.score, finding.evidence


def _free(start: int, end: int, starts: list[int], taken: dict[int, Finding]) -> list[tuple[int, int]]:
    """The parts of start..end that no finding in `taken` covers."""
    free = []
    first = max(0, bisect_right(starts, start) - 1)
    for other_start in starts[first : bisect_left(starts, end)]:
        other_end = taken[other_start].end
        if other_end <= start:
            continue
        if other_start > start:
            free.append((start, other_start))
        start = max(start, other_end)
    if start < end:
        free.append((start, end))
    return free


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _without_separators(text: str, start: int, end: int) -> tuple[int, int]:
    """What a conflict left over, without what stood between it and the stronger finding: the comma of two cells."""
    while start < end and text[start] in _SEPARATORS:
        start += 1
    while start < end and text[end - 1] in _SEPARATORS:
        end -= 1
    return start, end


def _worth(part: str) -> bool:
    """Whether what a conflict left over still says something: a number's label does not."""
    return sum(character.isalnum() for character in part) >= 3 and not is_label(part)
