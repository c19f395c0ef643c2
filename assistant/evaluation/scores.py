"""Recall, precision, F2 and leaks of what a redactor found, against labels.

A labelled span is hidden when each of its letters and digits lies in something that was hidden, of whatever type: for
privacy it is the same whether a number went as a phone or as an account. What is not hidden whole is a leak. A finding
is right when it touches a label; a type that no text labels can't be judged and has no precision.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from assistant.evaluation.labelled import Label


class Found(Protocol):
    """What a redactor found: `policies.text.Entity`, or a finding of another tool. Offsets into the text."""

    @property
    def entity_type(self) -> str:
        """Its type."""
        ...

    @property
    def start(self) -> int:
        """First character."""
        ...

    @property
    def end(self) -> int:
        """Behind the last character."""
        ...


Finding = TypeVar("Finding", bound=Found)


@dataclass(slots=True)
class EntityScore:
    """Counts of one type: labelled spans and how many are hidden; findings and how many touch a label."""

    labelled: int = 0
    hidden: int = 0
    found: int = 0
    right: int = 0
    judged: bool = True

    @property
    def recall(self) -> float | None:
        """Share of the labelled spans that is hidden whole; None: nothing of the type is labelled."""
        return self.hidden / self.labelled if self.labelled else None

    @property
    def precision(self) -> float | None:
        """Share of the findings that touch a label; None: there are none, or the labels can't tell."""
        return self.right / self.found if self.found and self.judged else None

    @property
    def f2(self) -> float | None:
        """F of both, recall counting twice (van Rijsbergen 1979): 5PR / (4P + R); None: one of them is missing."""
        precision, recall = self.precision, self.recall
        if precision is None or recall is None:
            return None
        return 5 * precision * recall / (4 * precision + recall) if precision + recall else 0.0

    @property
    def leaks(self) -> int:
        """Labelled spans that are not hidden whole."""
        return self.labelled - self.hidden

    def row(self) -> dict[str, float | int | None]:
        """For JSON, rounded to four digits."""
        shares = {"recall": self.recall, "precision": self.precision, "f2": self.f2}
        rounded = {name: None if share is None else round(share, 4) for name, share in shares.items()}
        return {**rounded, "labelled": self.labelled, "leaks": self.leaks, "found": self.found}


@dataclass(slots=True)
class Scores:
    """Scores by type over many texts. `hides`: the types whose labelled spans must be hidden.

    `complete`: the labels leave out nothing, so that findings of types that are labelled nowhere are judged too.
    """

    hides: Collection[str]
    complete: bool = False
    entities: dict[str, EntityScore] = field(default_factory=dict)
    texts: int = 0
    without_leak: int = 0
    not_asked: int = 0
    """Labelled spans of types that are not to be hidden."""

    def add(self, text: str, labels: Sequence[Label], found: Sequence[Finding]) -> tuple[list[Label], list[Finding]]:
        """Count one text; gives its leaks and the findings that touch no label."""
        asked = [label for label in labels if label.entity_type in self.hides]
        self.not_asked += len(labels) - len(asked)
        leaks = [label for label in asked if not is_hidden(text, label, found)]
        wrong = untouched(found, asked)
        for label in asked:
            self._of(label.entity_type).labelled += 1
            self._of(label.entity_type).hidden += 1
        for label in leaks:
            self._of(label.entity_type).hidden -= 1
        for finding in found:
            self._of(finding.entity_type).found += 1
            self._of(finding.entity_type).right += 1
        for finding in wrong:
            self._of(finding.entity_type).right -= 1
        self.texts += 1
        self.without_leak += not leaks
        return leaks, wrong

    def all(self) -> EntityScore:
        """All types together; findings of types that no text labels left out."""
        judged = [score for score in self.judged().values() if score.judged]
        return EntityScore(
            sum(score.labelled for score in judged),
            sum(score.hidden for score in judged),
            sum(score.found for score in judged),
            sum(score.right for score in judged),
        )

    def judged(self) -> dict[str, EntityScore]:
        """The scores by type, in order of name; a type that is labelled nowhere is not judged on precision."""
        for score in self.entities.values():
            score.judged = self.complete or score.labelled > 0
        return dict(sorted(self.entities.items()))

    def _of(self, entity_type: str) -> EntityScore:
        return self.entities.setdefault(entity_type, EntityScore())


def is_hidden(text: str, label: Label, found: Iterable[Found]) -> bool:
    """Whether each letter and digit of a labelled span lies in a finding."""
    bare = {index for index in range(label.start, label.end) if text[index].isalnum()}
    for finding in found:
        if finding.start < label.end and label.start < finding.end:
            bare.difference_update(range(max(finding.start, label.start), min(finding.end, label.end)))
    return not bare


def untouched(found: Iterable[Finding], labels: Sequence[Found]) -> list[Finding]:
    """The findings that share no character with one of `labels`."""
    return [
        finding
        for finding in found
        if not any(finding.start < label.end and label.start < finding.end for label in labels)
    ]
