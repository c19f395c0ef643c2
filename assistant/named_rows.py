"""Which rows of a table a question is about, where it names some of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from assistant.evidence import Candidate
from assistant.lexemes import content_stems, tokens, words_and_codes
from assistant.units import cells


def rows_of_others(question: str, found: Sequence[Candidate]) -> set[int]:
    """Numbers of the candidates that are rows which the question doesn't name, of tables with one that it names.

    It names a row by all words of a cell ("the Harbour branch", a pseudonym), or by the number or code that the row
    begins with ("a priority 2 fault", "error E204").
    """
    tables = defaultdict[tuple[str, str, str], list[int]](list)
    for number, each in enumerate(found):
        if each.unit.kind == "row":
            header = each.labels[-1].value if each.labels else ""
            tables[each.passage.document_id, each.passage.section.value, header].append(number)
    words, stems, named = set(words_and_codes(question)), set(content_stems(question)), tokens(question)
    others = set[int]()
    for rows in tables.values():
        about = {row for row in rows if _is_named(found[row], words, stems) or named & tokens(found[row].text.value)}
        if about:
            others |= set(rows) - about
    return others


def _is_named(row: Candidate, words: set[str], stems: set[str]) -> bool:
    text = row.passage.text.value
    values = [text[start:end].casefold() for start, end in cells(text, row.unit.start, row.unit.end)]
    first = words_and_codes(values[0]) if values else []
    if first and first[0] in words and any(sign.isdigit() for sign in first[0]):
        return True
    return any(_is_said(value, words, stems) for value in values)


def _is_said(value: str, words: set[str], stems: set[str]) -> bool:
    own = set(content_stems(value))
    # A single letter ("band C") has no stem; "a" and "i" are words of their own.
    return own <= stems if own else len(value) == 1 and value not in "ai" and value in words
