"""A question becomes a full-text query: its words, each quoted, any of them.

Quoting leaves nothing of FTS5's own query language in what a person typed. Words that nearly each text has are left
out unless the question has no others.
"""

from __future__ import annotations

import re

from policies.text import RedactedText

# Splits as the index's tokenizer does, so that a word here is a word there; a pseudonym is one word.
WORD = re.compile(r"⟦[^⟦⟧\s]+⟧|\w+")

MOST_WORDS = 64
"""More words than this make a query slow and no better."""

STOP_WORDS = frozenset(
    """a about above after again all also am an and any are as at be because been before being below between both but
    by can could did do does doing down during each for from further had has have having he her here hers him his how
    i if in into is it its itself just me more most my no nor not of off on once only or other our ours out over own
    please s same shall she should so some such t than that the their theirs them then there these they this those
    through to too under until up us very was we were what when where which while who whom whose why will with would
    you your yours""".split()
)


def match_expression(query: RedactedText) -> str | None:
    """Write the FTS5 expression that finds passages with any of the query's words; None when it has no word."""
    words = list(dict.fromkeys(WORD.findall(query.value)))
    telling = [word for word in words if word.casefold() not in STOP_WORDS] or words
    return " OR ".join(f'"{word}"' for word in telling[:MOST_WORDS]) or None
