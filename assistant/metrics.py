"""Counts and durations in Prometheus' text format (https://prometheus.io/docs/instrumenting/exposition_formats/).

No label ever holds what was asked, who asked, or what a file is called: routes by their template, statuses, stages and
engines alone. Small enough to need no library.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.answer import Answer

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
"""Upper bounds of durations."""

Values = tuple[str, ...]


class Counter:
    """Numbers that only grow, one for each combination of labels' values. Safe between threads."""

    def __init__(self, name: str, about: str, labels: Sequence[str] = ()) -> None:
        self._name, self._about, self._labels = name, about, tuple(labels)
        self._lock = threading.Lock()
        self._counts: dict[Values, float] = {}

    def add(self, *values: str, by: float = 1) -> None:
        """Add to the number of these values of the labels."""
        with self._lock:
            self._counts[values] = self._counts.get(values, 0) + by

    def lines(self) -> Iterator[str]:
        """The lines of the exposition."""
        yield from _head(self._name, self._about, "counter")
        with self._lock:
            counts = sorted(self._counts.items())
        for values, count in counts:
            yield f"{self._name}{_labelled(self._labels, values)} {count:g}"


class Histogram:
    """How often a duration in seconds was at most each of `SECONDS`, by labels. Safe between threads."""

    def __init__(self, name: str, about: str, labels: Sequence[str] = ()) -> None:
        self._name, self._about, self._labels = name, about, tuple(labels)
        self._lock = threading.Lock()
        self._buckets: dict[Values, list[int]] = {}
        self._sums: dict[Values, float] = {}

    def observe(self, seconds: float, *values: str) -> None:
        """Count a duration."""
        with self._lock:
            buckets = self._buckets.setdefault(values, [0] * (len(SECONDS) + 1))
            buckets[sum(seconds > bound for bound in SECONDS)] += 1
            self._sums[values] = self._sums.get(values, 0.0) + seconds

    def lines(self) -> Iterator[str]:
        """The lines of the exposition."""
        yield from _head(self._name, self._about, "histogram")
        with self._lock:
            rows = [(values, list(buckets), self._sums[values]) for values, buckets in sorted(self._buckets.items())]
        for values, buckets, total in rows:
            seen = 0
            for bound, count in zip((*(f"{each:g}" for each in SECONDS), "+Inf"), buckets, strict=True):
                seen += count
                yield f"{self._name}_bucket{_labelled((*self._labels, 'le'), (*values, bound))} {seen}"
            yield f"{self._name}_sum{_labelled(self._labels, values)} {total:g}"
            yield f"{self._name}_count{_labelled(self._labels, values)} {seen}"


class Metrics:
    """What a server counts."""

    def __init__(self) -> None:
        self.requests = Counter("assistant_requests_total", "Requests by route and status.", ("route", "status"))
        self.request_seconds = Histogram(
            "assistant_request_seconds", "From a request's head to the end of its response.", ("route",)
        )
        self.stage_seconds = Histogram("assistant_stage_seconds", "Stages of an answer.", ("stage",))
        self.answers = Counter("assistant_answers_total", "Answers, and refusals by reason.", ("engine", "outcome"))
        self.removed = Counter("assistant_removed_sentences_total", "Sentences that no passage supported.")

    def answered(self, answer: Answer) -> None:
        """Count an answer and its stages."""
        for stage, milliseconds in answer.timings_ms.items():
            self.stage_seconds.observe(milliseconds / 1000, stage)
        self.answers.add(answer.engine, answer.refusal.reason if answer.refusal else "answered")
        self.removed.add(by=answer.removed)

    def exposition(self, **gauges: tuple[str, float]) -> str:
        """All of it as text; `gauges` are numbers of this moment by name, each with what it means."""
        kept = (self.requests, self.request_seconds, self.stage_seconds, self.answers, self.removed)
        lines = [line for each in kept for line in each.lines()]
        for name, (about, value) in gauges.items():
            lines += [*_head(f"assistant_{name}", about, "gauge"), f"assistant_{name} {value:g}"]
        return "\n".join(lines) + "\n"


def _head(name: str, about: str, kind: str) -> Iterator[str]:
    yield f"# HELP {name} {about}"
    yield f"# TYPE {name} {kind}"


def _labelled(labels: Iterable[str], values: Iterable[str]) -> str:
    pairs = ",".join(f'{label}="{_escaped(value)}"' for label, value in zip(labels, values, strict=True))
    return f"{{{pairs}}}" if pairs else ""


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
