"""Regular expressions that are compiled with the first text that they could match: most question none ever does.

Compiling all of the recognisers' patterns takes a second, as long as everything else that a question needs.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import cached_property


class LatePattern:
    """A pattern of `re`, compiled late; safe between threads, which at worst compile it twice.

    `needs` is a short pattern that finds something in each text that the long one matches, such as a literal, its head
    or its tail: texts without it are not searched.
    """

    def __init__(self, pattern: str, flags: int = 0, *, needs: str = "") -> None:
        self.pattern = pattern
        self.flags = flags
        self.needs = needs

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The pattern itself."""
        return re.compile(self.pattern, self.flags)

    @cached_property
    def _needed(self) -> re.Pattern[str]:
        return re.compile(self.needs)

    def may_match(self, text: str) -> bool:
        """Whether the text has what each match needs."""
        return not self.needs or self._needed.search(text) is not None

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """As of `re.Pattern`."""
        return self.compiled.finditer(text, start, end) if self.may_match(text) else iter(())

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """As of `re.Pattern`."""
        return self.compiled.search(text, start, end) if self.may_match(text) else None

    def match(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """As of `re.Pattern`."""
        return self.compiled.match(text, start, end) if self.may_match(text) else None

    def fullmatch(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """As of `re.Pattern`."""
        return self.compiled.fullmatch(text, start, end) if self.may_match(text) else None
