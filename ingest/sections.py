"""The section each block stands in: the path of headings above it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.document import Block, RedactedDocument
from policies.text import EMPTY, RedactedText

_SEPARATOR = " > "


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """A block that chunks are made of, with its section's path ("Leave > Parental leave") and its table's header.

    Two sections of the same name differ in `section_number`. Compared by identity: each stands for one place.
    """

    block: Block
    section: RedactedText
    section_number: int
    header: RedactedText


def placed_blocks(document: RedactedDocument) -> list[Placed]:
    """The document's blocks without the headings that something follows, each with its section.

    A heading that only repeats the document's title, or stands alone above all others, is left out of the path: it
    would be in front of every section and tell none of them apart.
    """
    placed: list[Placed] = []
    path: list[tuple[int, RedactedText]] = []
    section, number = EMPTY, 0
    blocks = document.blocks
    over_all = _over_all(blocks)
    for index, block in enumerate(blocks):
        text = document.text.slice(block.start, block.end)
        if block.kind == "heading":
            path = [(level, heading) for level, heading in path if level < block.level]
            if _leads(blocks, index):
                if block is not over_all and not _same(text, document.title):
                    path.append((block.level, text))
            elif not _same(text, document.title) or len(blocks) == 1:
                parent = RedactedText.join([heading for _, heading in path], _SEPARATOR)
                placed.append(Placed(block, parent, number + 1, EMPTY))
            section, number = RedactedText.join([heading for _, heading in path], _SEPARATOR), number + 2
            continue
        header = EMPTY if block.header_end is None else document.text.slice(block.start, block.header_end)
        placed.append(Placed(block, section, number, header))
    return placed


def _over_all(blocks: Sequence[Block]) -> Block | None:
    """The first heading, if it is the only one of its level and all others are deeper."""
    headings = [block for block in blocks if block.kind == "heading"]
    if len(headings) > 1 and all(block.level > headings[0].level for block in headings[1:]):
        return headings[0]
    return None


def _leads(blocks: Sequence[Block], index: int) -> bool:
    """Whether something stands under a heading: a text, or a deeper heading."""
    following = blocks[index + 1 : index + 2]
    return bool(following) and (following[0].kind != "heading" or following[0].level > blocks[index].level)


def _same(one: RedactedText, other: RedactedText) -> bool:
    return one.value.casefold().split() == other.value.casefold().split()
