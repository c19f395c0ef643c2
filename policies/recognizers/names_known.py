"""Names that the workspace's vault knows already, from any document."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Self

from policies.evidence import Evidence
from policies.pseudonyms import Pseudonyms
from policies.recognizers.finder import Finder, Found
from policies.recognizers.lexicon import is_everyday
from policies.recognizers.names_by_lists import QUESTION_LENGTH
from policies.words import Word

KNOWN = "name known to the vault"

LONGEST = 4
"""Words of the longest name that is looked up."""


class KnownNames(Finder):
    """Looks up each run of one to four capitalised words, in short texts of any words. Score 0.75."""

    def __init__(self, pseudonyms: Pseudonyms) -> None:
        super().__init__(KNOWN, ["PERSON"])
        self._pseudonyms = pseudonyms

    def among(self, pseudonyms: Pseudonyms) -> Self:
        """The same recogniser over other names."""
        other = copy.copy(self)
        other._pseudonyms = pseudonyms
        return other

    def find(self, text: str, words: Sequence[Word]) -> Iterator[Found]:
        """The longest known name from each word on; in short texts, such as questions, a part of one is enough."""
        capitals = len(text) > QUESTION_LENGTH
        asked: dict[str, bool] = {}
        adjoining = [b.start - a.end <= 2 and "\n\n" not in text[a.end : b.start] for a, b in pairwise(words)]
        index = 0
        while index < len(words):
            length = self._longest(text, words, index, adjoining, capitals, asked)
            if length:
                yield Found("PERSON", words[index].start, words[index + length - 1].end, 0.75, Evidence.HEURISTIC)
            index += length or 1

    def _longest(
        self,
        text: str,
        words: Sequence[Word],
        index: int,
        adjoining: list[bool],
        capitals: bool,
        asked: dict[str, bool],
    ) -> int:
        length = 0
        for count in range(1, LONGEST + 1):
            last = index + count - 1
            if last >= len(words) or (capitals and not words[last].capital) or (count > 1 and not adjoining[last - 1]):
                break
            if len(words[last].folded) == 1 and count > 1:
                continue
            if count == 1 and (is_everyday(words[index].folded) or len(words[index].folded) < 3):
                continue
            # What `canonical` gives for these words: `fold`ed, without initials behind the first.
            folded = [word.folded for word in words[index : last + 1]]
            name = " ".join([folded[0], *(word for word in folded[1:] if len(word) > 1)])
            if self._known(name, asked) or (not capitals and self._pseudonyms.namesakes(name)):
                length = count
        return length

    def _known(self, name: str, asked: dict[str, bool]) -> bool:
        if name not in asked:
            asked[name] = self._pseudonyms.known("PERSON", name) is not None
        return asked[name]
