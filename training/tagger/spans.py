"""Labelled texts: what generated documents and data sets are turned into."""

from __future__ import annotations

from dataclasses import dataclass

TYPES = ("PERSON", "LOCATION", "ORGANIZATION", "DATE_TIME", "STREET_ADDRESS")
"""What the tagger tags."""

UNKNOWN = "?"
"""A span that teaches nothing: whether it is personal data, the source does not say."""


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end`, end exclusive, of one of `TYPES`, or `UNKNOWN`."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Document:
    """A text and all its spans of the types that its source labels, in order and disjoint.

    `unlabelled`: the types that the source says nothing about, so that a word outside of all spans may be one of them.
    """

    text: str
    spans: tuple[Span, ...]
    kind: str
    unlabelled: tuple[str, ...] = ()
