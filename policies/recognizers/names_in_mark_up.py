"""Names in the fields of JSON and XML whose key tells that a person is named there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policies.evidence import Evidence
from policies.name_fields import name_fields
from policies.recognizers.finder import Finder, Found
from policies.recognizers.lexicon import is_listed_name, is_stop
from policies.words import Word


class NamesInMarkUp(Finder):
    """Names score 0.85."""

    def __init__(self) -> None:
        super().__init__("name in mark-up", ["PERSON"])

    def find(self, text: str, words: Sequence[Word]) -> Iterator[Found]:
        """Values of telling keys, but for those that are words of forms: "Unknown", "None"."""
        for field in name_fields(text):
            parts = text[field.start : field.end].casefold().split()
            if any(not is_stop(part) or is_listed_name(part) for part in parts):
                yield Found("PERSON", field.start, field.end, 0.85, Evidence.CONTEXT)
