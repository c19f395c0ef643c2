"""Names that an e-mail address spells: where `tom.baker@...` stands, "Tom Baker" and "T. Baker" are a person."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from policies.evidence import Evidence
from policies.recognizers.finder import Finder, Found
from policies.recognizers.lexicon import is_everyday, is_given_name, is_stop, is_surname
from policies.words import Word, fold

_LOCAL_PART = re.compile(
    r"(?<![\w.+%-])(?P<first>[^\W\d_]{1,24})[._-](?:[^\W\d_][._-])?(?P<last>[^\W\d_]{2,24}"
    r"(?:-[^\W\d_]{2,24})?)\d{0,4}$"
)
_LONGEST = 84


class NamesInAddresses(Finder):
    """Score 0.7 for each place of the text where such a name stands; the address itself is found by others."""

    def __init__(self) -> None:
        super().__init__("name in an e-mail address", ["PERSON"])

    def find(self, text: str, words: Sequence[Word]) -> Iterator[Found]:
        """Given name and surname in this order, as whole words, at least one with a capital."""
        if "@" not in text:
            return
        names = {
            (fold(match["first"]), fold(match["last"]).replace("-", ""))
            for match in _local_parts(text)
            if _spells_a_name(match["first"].casefold(), match["last"].casefold())
        }
        if not names:
            return
        for first, last in pairwise(words):
            named = (first.folded, last.folded) in names or (first.folded[:1], last.folded) in names
            if named and first.capital and last.capital and last.start - first.end <= 2:
                yield Found("PERSON", first.start, last.end, 0.7, Evidence.HEURISTIC)


def _local_parts(text: str) -> Iterator[re.Match[str]]:
    at = text.find("@")
    while at >= 0:
        match = _LOCAL_PART.search(text[max(0, at - _LONGEST) : at])
        if match:
            yield match
        at = text.find("@", at + 1)


def _spells_a_name(first: str, last: str) -> bool:
    if is_stop(first) or is_stop(last):
        return False
    if len(first) == 1:
        return is_surname(last)
    return (is_given_name(first) and not is_everyday(first)) or (is_surname(last) and not is_everyday(last))
