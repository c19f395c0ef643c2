"""Plain words in place of pseudonyms, in what the reader's model reads and nowhere else.

A pseudonym is eight odd word pieces, and its random letters would move the reader's scores: the same question about the
same document would be answered in one installation and refused in another. Names of the kind that the model learnt to
read take their place, numbered by where they first appear, so that nothing depends on the letters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

from policies.pseudonyms import TOKEN

_GIVEN: Final = tuple(
    "Alan Maria Peter Susan Robert Helen Thomas Laura James Julia Daniel Sarah Martin Emma Henry Alice".split()
)
_FAMILY: Final = tuple(
    "Baker Carter Miller Harris Parker Turner Walker Cooper Taylor Wright Clark Evans Morris Hughes Ellis Moore".split()
)


@dataclass(frozen=True, slots=True, repr=False)
class StoodIn:
    """A text as the model reads it; `edits` are (start, end) in the original and (start, end) here, in order."""

    text: str
    edits: tuple[tuple[int, int, int, int], ...] = ()

    def original(self, offsets: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """Where ascending spans of `text` stand in the original; one that touches a stand-in is the whole pseudonym."""
        if not self.edits:
            return list(offsets)
        found = []
        number, shift = 0, 0
        for start, end in offsets:
            while number < len(self.edits) and self.edits[number][3] <= start:
                shift = self.edits[number][1] - self.edits[number][3]
                number += 1
            if number < len(self.edits) and end > self.edits[number][2]:
                found.append(self.edits[number][:2])
            else:
                found.append((start + shift, end + shift))
        return found


class StandIns:
    """Stand-ins for the pseudonyms of texts that are read together: the same one for the same pseudonym."""

    def __init__(self) -> None:
        self._of: dict[str, str] = {}
        self._kinds = Counter[str]()

    def copy(self) -> Self:
        """The same so far; what is new from now on is its own."""
        made = type(self)()
        made._of, made._kinds = self._of.copy(), self._kinds.copy()
        return made

    def put(self, text: str) -> StoodIn:
        """The text with stand-ins."""
        parts: list[str] = []
        edits = []
        done, size = 0, 0
        for match in TOKEN.finditer(text):
            stand_in = self._stand_in(match.group(), match.group(1))
            start = size + match.start() - done
            parts += text[done : match.start()], stand_in
            done, size = match.end(), start + len(stand_in)
            edits.append((match.start(), match.end(), start, size))
        return StoodIn("".join((*parts, text[done:])), tuple(edits)) if edits else StoodIn(text)

    def _stand_in(self, token: str, kind: str) -> str:
        if token not in self._of:
            self._of[token] = _nth(kind, self._kinds[kind])
            self._kinds[kind] += 1
        return self._of[token]


def _nth(kind: str, number: int) -> str:
    """The stand-in for the pseudonym of a kind that appears as the `number`th, from 0."""
    match kind:
        case "PERSON":
            lap, place = divmod(number, len(_GIVEN))
            return f"{_GIVEN[place]} {_FAMILY[(place + lap) % len(_FAMILY)]}"
        case "ORGANIZATION":
            return f"{_FAMILY[number % len(_FAMILY)]} & {_FAMILY[(number + 5) % len(_FAMILY)]}"
        case "LOCATION":
            return f"{_FAMILY[number % len(_FAMILY)]}ville"
        case "STREET_ADDRESS":
            return f"{number + 12} {_FAMILY[number % len(_FAMILY)]} Street"
        case "EMAIL_ADDRESS" | "USERNAME":
            return f"{_GIVEN[number % len(_GIVEN)].lower()}@example.org"
        case "AGE":
            return str(34 + number)
        case "DATE_OF_BIRTH" | "DATE_TIME":
            return f"{number % 28 + 1} May {1970 + number // 28}"
        case "PHONE_NUMBER":
            return f"555 {2140 + number}"
    return str(48231 + number)
