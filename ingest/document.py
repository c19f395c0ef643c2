"""What flows through ingestion: `Document` (raw) -> `RedactedDocument` -> `Chunk`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from policies.text import EMPTY, RedactedText

BlockKind = Literal["heading", "paragraph", "list", "table", "code"]


@dataclass(frozen=True, slots=True)
class Block:
    """A structural part of a text: offsets in characters, end exclusive.

    Blocks of a document are disjoint and in order of `start`; text between them is white space. `level` is 1..6 for
    headings, 0 otherwise. `page` counts from 1, None where the format has no pages. `header_end` ends a table's header
    rows (offset into the same text), None where there is none.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    page: int | None = None
    header_end: int | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """What whoever ingests a file should know of it: a part that was not read, or that is not what it seems.

    `what` says so in words, none of them the file's. `pages` count from 1; empty where it is about the whole file.
    """

    what: str
    pages: tuple[int, ...] = ()

    def __str__(self) -> str:
        return f"{_spoken(self.pages)}: {self.what}" if self.pages else self.what


def _spoken(pages: Sequence[int]) -> str:
    """Page numbers in words: "pages 3, 7-9"."""
    ordered = sorted(set(pages))
    # Neighbours have the same distance to their place in the order.
    groups = [[page for _, page in run] for _, run in groupby(enumerate(ordered), lambda pair: pair[1] - pair[0])]
    runs = ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in groups)
    return f"{'page' if len(ordered) == 1 else 'pages'} {runs}"


@dataclass(frozen=True, slots=True, repr=False)
class Document:
    """A file as read, not yet redacted: lives in memory only, between the loader and the redactor.

    `name` is the path relative to the ingested folder. Tables stand in `text` as rows of cells between pipes
    (`| a | b |`), so that redaction sees their header. `pages` is None for formats without pages. `warnings` say what
    of the file was not read (an image-only page, a dropped picture).
    """

    name: str
    media_type: str
    title: str
    text: str
    blocks: tuple[Block, ...]
    pages: int | None = None
    warnings: tuple[Notice, ...] = ()

    def __repr__(self) -> str:
        return f"<document, {self.media_type}, {len(self.text)} characters>"


@dataclass(frozen=True, slots=True, repr=False)
class RedactedDocument:
    """A document after redaction: offsets of its blocks are into the redacted text."""

    name: RedactedText
    media_type: str
    title: RedactedText
    text: RedactedText
    blocks: tuple[Block, ...]
    pages: int | None
    entities: Mapping[str, int]
    policy: str
    warnings: tuple[Notice, ...] = ()

    def __repr__(self) -> str:
        return f"<redacted document, {self.media_type}, {len(self.text)} characters>"


@dataclass(frozen=True, slots=True, repr=False)
class Chunk:
    """A passage that fits the embedder. `document.text.slice(start, end) == text`, always.

    `section` is the heading path ("Leave > Parental leave"); `header` a table's header rows where the chunk holds rows
    without them. Both are put in front of what is embedded, neither is part of `text`.
    """

    ordinal: int
    start: int
    end: int
    text: RedactedText
    page: int | None = None
    section: RedactedText = EMPTY
    header: RedactedText = EMPTY

    def __repr__(self) -> str:
        return f"<chunk {self.ordinal}, characters {self.start}-{self.end}>"
