"""Document -> RedactedDocument: one redaction over name, title and text, and the blocks carried along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.document import Block, Document, Notice, RedactedDocument
from policies.languages import unsupported
from policies.message_formats import is_message
from policies.redactor import Redactor
from policies.text import Redaction
from policies.words import SEPARATOR


def redact_document(document: Document, redactor: Redactor) -> RedactedDocument:
    """Redact a document in one call, so that a person found in its body is also hidden in its name and title.

    A document in a language that the policy does not name, or in a format of messages between systems, gets a warning:
    names may be missed in it.

    Raises:
        RedactionError: redaction failed; nothing passes on.
    """
    # Apart, so that a copy under another name has nothing but its name to be analysed anew.
    redaction = redactor.redact(SEPARATOR.join((document.name, document.title, document.text)), subject=document.name)
    title_at = len(document.name) + len(SEPARATOR)
    text_at = title_at + len(document.title) + len(SEPARATOR)
    text_from, text_to = redaction.offset(text_at), len(redaction.text)
    text = redaction.text.slice(text_from, text_to)
    return RedactedDocument(
        name=redaction.text.slice(0, redaction.offset(len(document.name))),
        media_type=document.media_type,
        title=redaction.text.slice(redaction.offset(title_at), redaction.offset(title_at + len(document.title))),
        text=text,
        blocks=_moved(document.blocks, redaction, text_at, text_from, text.value),
        pages=document.pages,
        entities=redaction.counts(),
        policy=redaction.policy,
        warnings=(*document.warnings, *foreign(document.text, redactor)),
    )


def foreign(text: str, redactor: Redactor) -> list[Notice]:
    """Notices where some of a text is in languages that the redactor's policy does not name, or a message."""
    notices = []
    if languages := unsupported(text, redactor.languages):
        named = " and ".join(languages)
        what = f"some of it is in {named}, for which policy '{redactor.policy}' is not made: names may be missed"
        notices.append(Notice(what))
    if is_message(text):
        notices.append(Notice("message format (HL7 v2 or X12): names may be missed outside of its common segments"))
    return notices


def _moved(blocks: Sequence[Block], redaction: Redaction, text_at: int, text_from: int, text: str) -> tuple[Block, ...]:
    """Blocks at their places in the redacted text: still in order, disjoint and around all that is visible.

    A finding may reach over the border of two blocks; its replacement then belongs to the one that follows, or, where
    the finding ended in white space, to the one before.
    """

    def place(offset: int) -> int:
        return redaction.offset(text_at + offset) - text_from

    starts = [place(block.start) for block in blocks]
    moved: list[Block] = []
    for block, start, border in zip(blocks, starts, [*starts[1:], len(text)], strict=True):
        if not moved:
            start = 0
        end = start + len(text[start:border].rstrip())
        start += len(text[start:end]) - len(text[start:end].lstrip())
        if start == end:
            continue
        header_end = None if block.header_end is None else min(place(block.header_end), end)
        if header_end is not None and header_end <= start:
            header_end = None
        moved.append(replace(block, start=start, end=end, header_end=header_end))
    return tuple(moved)
