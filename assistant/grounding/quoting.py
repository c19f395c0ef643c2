"""Finding a sentence in its source, character by character."""

from __future__ import annotations

import re


def locate(quote: str, text: str) -> tuple[int, int] | None:
    """Where a quote stands in a text: exactly, else with white space and quotation marks made equal; else None.

    The span begins and ends at the edge of a word: "art" does not stand in "party".
    """
    wanted = quote.strip()
    if not wanted:
        return None
    start = text.find(wanted)
    while start >= 0:
        if _whole_words(text, start, start + len(wanted)):
            return start, start + len(wanted)
        start = text.find(wanted, start + 1)
    for match in re.finditer(_loose(wanted), text):
        if _whole_words(text, match.start(), match.end()):
            return match.span()
    return None


def _loose(wanted: str) -> str:
    pattern = r"\s+".join(re.escape(part) for part in wanted.split())
    return re.sub(r"['’‘]", "['’‘]", re.sub(r'["“”]', '["“”]', pattern))


def _whole_words(text: str, start: int, end: int) -> bool:
    cut_before = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
    cut_after = end < len(text) and text[end - 1].isalnum() and text[end].isalnum()
    return not (cut_before or cut_after)
