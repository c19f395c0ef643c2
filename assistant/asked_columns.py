"""Which columns of a table a question asks for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from assistant.lexemes import content_stems, words_and_codes

_KINDS = tuple(
    (re.compile(question, re.IGNORECASE), re.compile(rf"\b(?:{header})s?\b", re.IGNORECASE))
    for question, header in (
        (
            r"\bhow much\b|\bhow expensive\b|\bcosts?\b|\bprices?\b|\bpa(?:y|id)\b|\bcharged?\b",
            r"price|cost|fee|amount|charge|rate|total|tariff|EUR|USD|GBP|CHF",
        ),
        (r"\bwhen\b|\bwhat date\b", r"date|day|deadline|due|since|until|start|end|bought|issued|expir\w+|when|time"),
        (r"\bwho(?:m|se)?\b", r"name|owner|contact|person|responsible|manager|lead|holder|assignee|who|signed by"),
        (r"\bwhere\b", r"location|room|place|address|site|building|floor|office|city|where"),
        (r"\bhow long\b", r"duration|period|length|term|retention|hour|day|week|month|year"),
        (r"\bhow often\b", r"frequency|interval|booster|cycle|how often"),
        (r"\bhow many\b", r"number|count|quantity|qty|headcount|total|units"),
    )
)
"""A question that names no column may still tell what kind of thing stands below the one that it asks for."""


def asked_columns(question: str, headers: Sequence[str], row: Sequence[str]) -> list[int]:
    """How much a question asks for each column: words of it in the header, else 1 for the kind that is asked for.

    Words that several headers share tell nothing, unless there are no others. A column whose cell the question names
    ("the Harbour branch") tells which row is meant, and is not asked for.

    Args:
        question: what is asked.
        headers: the cells of the table's header.
        row: the cells below them.
    """
    asked = set(content_stems(question))
    words = set(words_and_codes(question))
    known = [bool(cell) and words.issuperset(words_and_codes(cell)) for cell in row]
    stems = [
        set[str]() if given else asked & set(content_stems(header))
        for header, given in zip(headers, known, strict=True)
    ]
    counts = Counter(stem for each in stems for stem in each)
    telling = [sum(counts[stem] == 1 for stem in each) for each in stems]
    if any(telling):
        return telling
    if any(stems):
        return [len(each) for each in stems]
    kinds = [header for wanted, header in _KINDS if wanted.search(question)]
    return [
        int(not given and any(kind.search(header) for kind in kinds))
        for header, given in zip(headers, known, strict=True)
    ]
