"""RedactedDocument -> chunks: passages that follow the document's structure and fit the embedder.

A chunk holds whole sentences, items and rows. It never crosses a section, and a page only while it is still small. A
heading stands in the section path and not in the text, so that a quote is never a heading; a heading that nothing
follows is a chunk of its own, so that no text is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil

from ingest.document import Block, Chunk, RedactedDocument
from ingest.embedder import Embedder
from ingest.sections import Placed, placed_blocks
from ingest.sentences import sentence_spans
from ingest.splitting import split_long
from policies.errors import ModelError
from policies.text import EMPTY, RedactedText

CHUNKER_VERSION = "1"
"""Part of an index's identity: changed when chunks of before and of now can't stand in one index.

Where only some of them end elsewhere, a new `LOADERS_VERSION` has each file read again without a new index.
"""

TARGET_TOKENS = 200
"""Most word pieces of a chunk's own text: with a usual prefix (title, section, header: up to about 54) and two special
tokens it just fits MiniLM's 256. No overlap: retrieval fetches the neighbours of a passage that is cut."""

SMALL_TOKENS = 48
"""Below this a chunk goes on over a page break: a line or two alone embed badly."""

_SPECIAL_TOKENS = 2
_CHARACTERS_PER_TOKEN = 12  # an endless word is one unknown piece to the embedder but still fills a reader's screen
_TITLE_PIECES, _SECTION_PIECES, _HEADER_PIECES = 16, 32, 48
_WORD = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class _Unit:
    """What is not cut without need: a sentence, an item, a row, a line of code."""

    start: int
    end: int
    tokens: int
    placed: Placed


def chunk(document: RedactedDocument, embedder: Embedder) -> list[Chunk]:
    """The document's passages in order; `document.text.slice(c.start, c.end) == c.text` holds for each.

    Each one's `embedding_text` has at most `embedder.max_tokens` word pieces, special tokens included.

    Raises:
        ModelError: the embedder's window is too small for a passage.
    """
    target = min(TARGET_TOKENS, embedder.max_tokens - _SPECIAL_TOKENS)
    placed = placed_blocks(document)
    # Counts of word pieces add up where texts are joined by white space, so the first pass fits; a tokenizer that
    # joins across spaces may need a second one.
    while target > 0:
        chunks = _cut(document, placed, embedder, target)
        texts = [embedding_text(document.title, found) for found in chunks]
        if all(n + _SPECIAL_TOKENS <= embedder.max_tokens for n in embedder.count_tokens(texts)):
            return chunks
        target = target * 3 // 4
    raise ModelError(
        f"The embedder {embedder.identity.name} takes {embedder.max_tokens} word pieces: too few for a passage.",
        remedy="Configure an embedder that takes at least 128.",
    )


def embedding_text(title: RedactedText, chunk: Chunk) -> RedactedText:
    """What is embedded for a chunk: title, section path and table header, each cut short, then its text."""
    return RedactedText.join([*_prefix(title, chunk.section, chunk.header), chunk.text])


def _prefix(title: RedactedText, section: RedactedText, header: RedactedText) -> list[RedactedText]:
    parts = (
        _clip(title, _TITLE_PIECES),
        _clip_left(section, _SECTION_PIECES),
        _clip(header, _HEADER_PIECES),
    )
    return [part for part in parts if part]


def _cut(document: RedactedDocument, placed: Sequence[Placed], embedder: Embedder, target: int) -> list[Chunk]:
    rooms = _rooms(document.title, placed, embedder, target)
    units = _units(document, placed, rooms, embedder)
    chunks: list[Chunk] = []
    for _, members in groupby(units, key=lambda unit: unit.placed.section_number):
        section_units = list(members)
        room = min(rooms[unit.placed] for unit in section_units)
        for group in _packed(section_units, room):
            first, end = group[0], group[-1].end
            text = document.text.slice(first.start, end)
            chunks.append(
                Chunk(
                    len(chunks),
                    first.start,
                    end,
                    text,
                    first.placed.block.page,
                    first.placed.section,
                    _header(document, first),
                )
            )
    return chunks


def _rooms(title: RedactedText, placed: Sequence[Placed], embedder: Embedder, target: int) -> dict[Placed, int]:
    """How many word pieces of text fit beside each block's prefix."""
    prefixes = [RedactedText.join(_prefix(title, item.section, item.header)) for item in placed]
    distinct = list(dict.fromkeys(prefixes))
    counts = dict(zip(distinct, embedder.count_tokens(distinct), strict=True))
    window = embedder.max_tokens - _SPECIAL_TOKENS
    return {item: max(1, min(target, window - counts[text])) for item, text in zip(placed, prefixes, strict=True)}


def _units(
    document: RedactedDocument, placed: Sequence[Placed], rooms: dict[Placed, int], embedder: Embedder
) -> Iterator[_Unit]:
    text = document.text
    spans = [(span, item) for item in placed for span in _spans(text.value, item.block)]
    counts = embedder.count_tokens([text.slice(*span) for span, _ in spans])

    for ((start, end), item), counted in zip(spans, counts, strict=True):
        tokens = max(counted, (end - start) // _CHARACTERS_PER_TOKEN)
        if tokens <= rooms[item]:
            yield _Unit(start, end, tokens, item)
            continue
        part = text.slice(start, end)

        def count(spans: Sequence[tuple[int, int]], part: RedactedText = part) -> list[int]:
            pieces = embedder.count_tokens([part.slice(*span) for span in spans])
            return [max(n, (b - a) // _CHARACTERS_PER_TOKEN) for n, (a, b) in zip(pieces, spans, strict=True)]

        for low, high, size in split_long(part.value, rooms[item], tokens, count):
            yield _Unit(start + low, start + high, size, item)


def _spans(text: str, block: Block) -> list[tuple[int, int]]:
    part = text[block.start : block.end]
    if block.kind == "heading":
        return [(block.start, block.end)]
    if block.kind in ("paragraph", "list"):
        return [(block.start + a, block.start + b) for a, b in sentence_spans(part)]
    return [(block.start + line.start(), block.start + line.end()) for line in _LINE.finditer(part)]


_LINE = re.compile(r"\S(?:[^\n]*\S)?")


def _packed(units: Sequence[_Unit], room: int) -> Iterator[list[_Unit]]:
    """A section's units in groups of at most `room` tokens, whole blocks together where they fit."""
    group: list[_Unit] = []
    size = 0
    for placed, members in groupby(units, key=lambda unit: unit.placed):
        block = list(members)
        tokens = sum(unit.tokens for unit in block)
        turned = bool(group) and group[-1].placed.block.page != placed.block.page and size >= SMALL_TOKENS
        if group and (turned or (size + tokens > room and size >= room // 2)):
            yield group
            group, size = [], 0
        # A block that must be cut is cut into even parts: no last part of three words.
        goal = ceil((size + tokens) / ceil((size + tokens) / room))
        for unit in block:
            if group and (size + unit.tokens > room or size + unit.tokens // 2 > goal):
                yield group
                group, size = [], 0
            group.append(unit)
            size += unit.tokens
    if group:
        yield group


def _header(document: RedactedDocument, first: _Unit) -> RedactedText:
    """The header of the table in whose middle a chunk begins."""
    header_end = first.placed.block.header_end
    return first.placed.header if header_end is not None and first.start >= header_end else EMPTY


def _clip(text: RedactedText, pieces: int) -> RedactedText:
    """The text's beginning, about `pieces` word pieces long."""
    for found in _WORD.finditer(text.value):
        pieces -= _weight(found.group())
        if pieces < 0:
            return text.slice(0, len(text.value[: found.start()].rstrip()))
    return text


def _clip_left(text: RedactedText, pieces: int) -> RedactedText:
    """The text's end, about `pieces` word pieces long: the innermost headings say most."""
    for found in reversed(list(_WORD.finditer(text.value))):
        pieces -= _weight(found.group())
        if pieces < 0:
            rest = text.value[found.end() :]
            return text.slice(len(text) - len(rest.lstrip()), len(text))
    return text


def _weight(word: str) -> int:
    """Word pieces that a word has at the most, usually: one for four Latin letters, one for each other character."""
    return ceil(len(word) / 4) if word.isascii() else len(word)
