"""Answers as text that does nothing where it is shown: no image that is loaded, no link behind other words, no tag.

An answer quotes documents, and whoever can put a document into a workspace could make it fetch an address: a program
that renders Markdown loads `![](address)` without being asked. A space within the mark leaves the words and breaks the
rest.
"""

from __future__ import annotations

import re
from itertools import pairwise

from policies.text import RedactedText

_LIVE = re.compile(r"!(?=\[)|\](?=[(\[:])|<(?=[A-Za-z/!?])")
"""The first characters of images, of links inline and by reference, and of HTML's tags and autolinks."""


def inert(text: RedactedText) -> RedactedText:
    """The text with a space in each mark that Markdown or HTML would act on; addresses stay to be read."""
    edges = [0, *(found.end() for found in _LIVE.finditer(text.value)), len(text)]
    return RedactedText.join([text.slice(a, b) for a, b in pairwise(edges)], " ")


def inert_words(text: str) -> str:
    """As `inert`, for words around an answer that are shown beside it: the place of a citation."""
    return _LIVE.sub(lambda found: f"{found.group()} ", text)
