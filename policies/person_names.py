"""A person's name taken apart: titles, initials, a nickname in quotes, a suffix; given names first, surname last."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from policies.words import fold

Form = Literal["m", "f"]
"""The gender that a form of address tells."""

_MEN: Final = frozenset("mr sir lord father herr herrn hr monsieur senor don dott sig dhr pan rev kollege".split())
_WOMEN: Final = frozenset(
    "mrs ms miss dame lady sister frau madame mme mlle dra sra srta senora senorita dona dottssa sigra mevr mw pani"
    " kollegin".split()
)
_PROFESSIONS: Final = frozenset("dr prof professor doctor nurse judge officer sgt".split())
_OTHER_TITLES: Final = frozenset(
    "mx fr sr jr senior junior md phd mba rn np pa do dds esq dipl ing med mag msc bsc univ kc qc maitre docteur capt"
    " captain cllr councillor dep deputy det detective".split()
)
_NO_PART_OF_NAMES: Final = frozenset({"judge", "officer", "sgt", "junior"})
"""Before a name they are titles; within what was found as one they may be a name ("Judge" is a surname)."""

TITLES: Final = (_MEN | _WOMEN | _PROFESSIONS | _OTHER_TITLES) - _NO_PART_OF_NAMES
"""Words that go with a name and are no part of it, as `fold` spells them."""

_SUFFIXES: Final = {"jr": "jr", "junior": "jr", "sr": "sr", "senior": "sr", "ii": "ii", "iii": "iii", "iv": "iv"}
PARTICLES: Final = frozenset("van von vom zu zum zur der den de del della di da dos das des ter ten".split())
"""Small words at the beginning of surnames: "van der Berg" tells no given name."""

_POSSESSIVE: Final = re.compile(r"['’]s?(?![\w'’])")
_FIELD_BORDER: Final = re.compile(r"(?<=\w)[\^*](?=[\w^*])")
"""Between family and given name in messages between systems: `DOE^JOHN^Q` (HL7 v2), `DOE*JOHN*Q` (X12)."""
_NICKNAME: Final = re.compile(r"(?<=\s)[\"“”„'‘’(«]\s?(?P<name>[^\W\d_]{2,20})\s?[\"”“'’)»](?=[\s,]|\Z)")
_UNIT: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]{2,})*(?:-[^\W\d_]+(?:['’][^\W\d_]{2,})*)*")
_BEFORE: Final = re.compile(r"(?:[^\W\d_]+\.?[ \n]{1,2}){1,3}\Z")
_WORD: Final = re.compile(r"[^\W\d_]+")
_LONGEST_TITLES: Final = 28


@dataclass(frozen=True, slots=True, repr=False)
class PersonName:
    """A name as it is written; all words are as `fold` spells them.

    `units` are its words in the order given name, surname; the parts of a double name are one unit. An initial is a
    unit of one letter.
    """

    units: tuple[tuple[str, ...], ...]
    nickname: str = ""
    suffix: str = ""

    @property
    def canonical(self) -> str:
        """The comparable form: words alone, without initials, if there are two or more words."""
        every = [part for unit in self.units for part in unit]
        long = [part for part in every if len(part) > 1]
        return " ".join(long if len(long) > 1 else every)

    @property
    def unabridged(self) -> str:
        """The comparable form with initials and suffix."""
        return " ".join([part for unit in self.units for part in unit] + [self.suffix] * bool(self.suffix))

    @property
    def words(self) -> tuple[tuple[str, ...], ...]:
        """The units that are no initials."""
        return tuple(unit for unit in self.units if not _is_initial(unit))

    @property
    def initials(self) -> tuple[str, ...]:
        """The units that are."""
        return tuple(unit[0] for unit in self.units if _is_initial(unit))

    @property
    def opens_with_initial(self) -> bool:
        """Whether an initial is all that is told of the given name: "M. Schneider"."""
        return len(self.units) > 1 and _is_initial(self.units[0])

    @property
    def is_full(self) -> bool:
        """Whether it tells given name and surname; "van der Berg" and "Brandt-Kühn" tell none."""
        return len(self.words) > 1 and not self.opens_with_initial and self.units[0][0] not in PARTICLES

    @property
    def is_abbreviated(self) -> bool:
        """Whether it is a surname with an initial in front or behind: "M. Schneider", "van der Berg, M."."""
        words = [unit for unit in self.words if unit[0] not in PARTICLES]
        return bool(self.initials and words) and (self.opens_with_initial or len(words) == 1)

    @property
    def middle_initials(self) -> tuple[str, ...]:
        """Initials between given name and surname."""
        return tuple(unit[0] for unit in self.units[1:-1] if _is_initial(unit))

    @property
    def middle_letters(self) -> tuple[str, ...]:
        """First letters of what stands between given name and surname."""
        return tuple(unit[0][0] for unit in self.units[1:-1] if unit[0] not in PARTICLES)


def _is_initial(unit: tuple[str, ...]) -> bool:
    return all(len(part) == 1 for part in unit)


def parsed(value: str) -> PersonName:
    """A name in any usual way to write it: "Schneider, Dr. Maria K." has the units maria, k, schneider."""
    value = unicodedata.normalize("NFKC", value)
    quoted = _NICKNAME.search(value)
    if quoted is not None and value[: quoted.start()].strip() and value[quoted.end() :].strip(" ,."):
        value = value[: quoted.start()] + value[quoted.end() :]
    else:
        quoted = None
    value = _POSSESSIVE.sub("", value)
    if "," not in value:
        value = _FIELD_BORDER.sub(" ", _FIELD_BORDER.sub(",", value, count=1))
    last, comma, first = value.partition(",")
    written = [match.group() for match in _UNIT.finditer(value)]
    if comma and _holds_a_name(first):
        written = [match.group() for part in (first, last) for match in _UNIT.finditer(part)]
    else:
        count = next((index for index, unit in enumerate(written) if not _is_in_capitals(unit)), 0)
        if not any(map(_is_in_capitals, written[count:])):
            written = [*written[count:], *written[:count]]  # "VAN DYK Maria"
    every = [unit for unit in map(_folded, written) if unit]
    suffix = next((_SUFFIXES[unit[0]] for unit in every[1:] if len(unit) == 1 and unit[0] in _SUFFIXES), "")
    units = [unit for unit in every if not _is_title(unit)] or every
    if suffix in ("ii", "iii", "iv") and len(units) > 2:
        units = [unit for unit in units if unit != (suffix,)]
    nickname = "" if quoted is None else fold(quoted["name"])
    return PersonName(tuple(units), "" if nickname in TITLES else nickname, suffix)


def _is_in_capitals(unit: str) -> bool:
    return len(unit) > 1 and unit.isupper() and fold(unit) not in TITLES


def _holds_a_name(value: str) -> bool:
    """Whether a name stands here, and not only titles and suffixes: "Maria", not "MD" or "Jr."."""
    units = filter(None, (_folded(match.group()) for match in _UNIT.finditer(value)))
    return any(not _is_title(unit) and unit[0] not in ("ii", "iii", "iv") for unit in units)


def _is_title(unit: tuple[str, ...]) -> bool:
    return len(unit) == 1 and unit[0] in TITLES


def _folded(written: str) -> tuple[str, ...]:
    # A capital with an accent is one letter, also where `fold` spells it out as two.
    parts = (fold(part)[:1] if len(part) == 1 else fold(part) for part in written.split("-"))
    return tuple(filter(None, parts))


@dataclass(frozen=True, slots=True)
class Address:
    """What the forms of address in front of a name tell: a gender, a profession, or that there is one at all."""

    gender: Form | None = None
    profession: bool = False
    titled: bool = False


NO_ADDRESS: Final = Address()


def address_of(text: str, start: int, end: int) -> Address:
    """What is told by the titles in front of the name at `start`..`end`, or at its beginning."""
    before = _BEFORE.search(text, max(0, start - _LONGEST_TITLES), start)
    words = [fold(word) for word in _WORD.findall(before.group())] if before else []
    titles: list[str] = []
    for word in reversed(words):
        if word not in TITLES and word not in _NO_PART_OF_NAMES:
            break
        titles.append(word)
    titles += [fold(word) for word in _WORD.findall(text[start:end])[:1] if fold(word) in TITLES]
    if not titles:
        return NO_ADDRESS
    gender: Form | None = None
    if not _MEN.isdisjoint(titles):
        gender = "m"
    elif not _WOMEN.isdisjoint(titles):
        gender = "f"
    return Address(gender, not _PROFESSIONS.isdisjoint(titles), titled=True)


def is_full(parts: Sequence[str]) -> bool:
    """Whether a canonical name tells given name and surname, which is evidence enough beyond one document."""
    return len(parts) > 1 and len(parts[0]) > 1 and parts[0] not in PARTICLES
