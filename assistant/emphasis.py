"""The answer within an answer's sentences, in bold: `**` around it, as Markdown has it."""

from __future__ import annotations

from collections.abc import Sequence

from policies.text import RedactedText, Redaction

MARK = "**"
Span = tuple[int, int]


def emphasised(redaction: Redaction, spans: Sequence[Span]) -> RedactedText:
    """A redacted text with marks around each span.

    Args:
        redaction: of the text that the spans belong to. Marks are set after it: within a name they could hide it.
        spans: characters of the text before redaction, end exclusive, disjoint and in order. One that redaction left
            nothing of gets no marks.
    """
    edges = [0]
    for start, end in ((redaction.offset(start), redaction.offset(end)) for start, end in spans):
        if edges[-1] <= start < end:
            edges += [start, end]
    pieces = zip(edges, [*edges[1:], len(redaction.text)], strict=True)
    return RedactedText.join([redaction.text.slice(start, end) for start, end in pieces], MARK)
