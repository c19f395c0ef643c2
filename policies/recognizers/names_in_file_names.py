"""Names that stand in a file's name alone: "see CV_Maria_Okonkwo.pdf"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from policies.evidence import Evidence
from policies.recognizers.finder import Finder, Found
from policies.recognizers.lexicon import (
    is_everyday,
    is_folded_given_name,
    is_folded_surname,
    is_stop,
)
from policies.words import Word

_FILE = re.compile(
    r"(?<![\w@.-])[\w-][\w.-]{3,120}\.(?i:pdf|docx?|odt|rtf|txt|md|html?|xlsx?|ods|csv|tsv|pptx?|eml|msg|ics|vcf|zip"
    r"|json|xml|jpe?g|png|gif|tiff?|heic|wav|mp[34]|m4a|mov|dcm)\b"
)
_OF_FILES = frozenset(
    "cv resume lebenslauf scan img pic vid doc ver rev tmp bak befund rechnung vertrag brief bewerbung zeugnis"
    " facture contrat factura contrato arztbrief kündigung kuendigung".split()
)
"""What files are called after, beside everyday words."""


class NamesInFileNames(Finder):
    """Given name and surname side by side in the name of a file: 0.6."""

    def __init__(self) -> None:
        super().__init__("name in a file name", ["PERSON"])

    def find(self, text: str, words: Sequence[Word]) -> Iterator[Found]:
        """Runs of two or three words, joined by one mark or by their capitals; at least one is a listed name."""
        starts: list[int] = []
        for file in _FILE.finditer(text):
            starts = starts or [word.start for word in words]
            inside = words[bisect_left(starts, file.start()) : bisect_left(starts, file.end())]
            done = file.start()
            for index, (first, second) in enumerate(pairwise(inside)):
                if first.start < done or second.start - first.end > 1 or not _are_a_name(first, second):
                    continue
                last = second
                if index + 2 < len(inside) and is_folded_given_name(second.folded):
                    third = inside[index + 2]
                    last = third if third.start - second.end <= 1 and _are_a_name(second, third) else second
                done = last.end
                yield Found("PERSON", first.start, last.end, 0.6, Evidence.HEURISTIC)


def _are_a_name(first: Word, second: Word) -> bool:
    """Whether two words, alike in case, are a listed given name and what may be a surname, in either order."""
    if first.capital != second.capital or not (_may_be_a_name(first) and _may_be_a_name(second)):
        return False
    if is_folded_given_name(first.folded):
        # In small letters anything stands in a file's name.
        return first.capital or is_folded_surname(second.folded)
    return is_folded_surname(first.folded) and is_folded_given_name(second.folded)


def _may_be_a_name(word: Word) -> bool:
    folded = word.folded
    return len(folded) > 2 and not (is_everyday(folded) or is_stop(folded) or folded in _OF_FILES)
