"""The individuals whom a document names in full, or by initial and surname: which of its names are one person's.

All of it holds within one document. Names are one individual's where each word of the shorter one has its place in the
longer one, and nothing speaks against it: another given name, another middle initial, another suffix.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from policies.nicknames import may_be_one
from policies.person_names import Address, Form, PersonName
from policies.recognizers.lexicon import is_folded_given_name, is_folded_surname

LEAST_LETTERS: Final = 5
"""Shorter words that differ by a letter are other names: "Jan" and "Jane"."""

_SPELT_OUT: Final = str.maketrans({"þ": "th", "ð": "d", "ł": "l", "đ": "d", "ı": "i", "œ": "oe", "ħ": "h"})


def loose(word: str) -> str:
    """A folded word as it is compared within a document: "mueller" and "muller" are one, "þor" and "thor" too."""
    spelt = word.translate(_SPELT_OUT)
    return spelt.replace("ue", "u").replace("oe", "o").replace("ae", "a").replace("aa", "a")


def loose_words(units: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """The words of units, loosened, double names in their parts."""
    return tuple(loose(part) for unit in units for part in unit)


@dataclass(slots=True, eq=False, repr=False)
class Individual:
    """Somebody of a document: by the longest name, and all names that are theirs.

    `starts`: where the text names them in full or by initial and surname. `key`: what their pseudonym is found by.
    """

    name: PersonName
    spelling: str
    words: tuple[str, ...] = field(init=False)
    members: list[PersonName] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    addresses: set[Address] = field(default_factory=set)
    key: str = ""

    def __post_init__(self) -> None:
        self.words = loose_words(self.name.words)

    @property
    def full(self) -> bool:
        """Whether given name and surname are known."""
        return self.name.is_full

    @property
    def surnames(self) -> tuple[tuple[str, ...], ...]:
        """The last unit; the first one too, where it is no known given name: the surname may stand in front."""
        first, last = self.name.words[0], self.name.words[-1]
        if first != last and not is_folded_given_name(first[0]):
            return (loose_words([last]), loose_words([first]))
        return (loose_words([last]),)

    @property
    def gender(self) -> Form | None:
        """What the forms of address tell, if they agree."""
        told = {address.gender for address in self.addresses if address.gender}
        return told.pop() if len(told) == 1 else None

    def has_surname(self, words: tuple[str, ...]) -> bool:
        """Whether words are the surname, small words in front of it or not: "Berg", "van der Berg"."""
        if words in self.surnames:
            return True
        last = self.surnames[0]
        return len(words) > len(last) and words[-len(last) :] == last and self.words[-len(words) :] == words

    def has_given_name(self, words: tuple[str, ...]) -> bool:
        """Whether words are the first given name, or the nickname that stands beside it in quotes."""
        quoted = any((loose(member.nickname),) == words for member in self.members if member.nickname)
        return quoted or loose_words(self.name.words[:1]) == words

    def holds(self, words: tuple[str, ...]) -> bool:
        """Whether words stand within the name: the first of two surnames, a middle name, a part of a double name."""
        return any(self.words[start : start + len(words)] == words for start in range(len(self.words)))

    def bears(self, name: PersonName) -> bool:
        """Whether a name in full, or with an initial, may be this individual's."""
        if any(_contradict(name, member) for member in self.members):
            return False
        words = loose_words(name.words)
        if not name.is_abbreviated:
            return self.full and any(_is_shortened(*_by_length(words, loose_words(m.words))) for m in self.members)
        if self.full:
            # "J. Edgar Hoover" is Edgar Hoover.
            return words == self.words or _abbreviates(name.initials[0], words, self.words)
        return words == self.words and name.initials[0] == self.name.initials[0]


def _by_length(a: tuple[str, ...], b: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return (a, b) if len(a) <= len(b) else (b, a)


def _contradict(a: PersonName, b: PersonName) -> bool:
    """Whether a suffix or a middle initial tells two persons."""
    if a.suffix and b.suffix and a.suffix != b.suffix:
        return True
    middle, other = a.middle_letters, b.middle_letters
    return bool(middle and other and (a.middle_initials or b.middle_initials)) and not set(middle) & set(other)


def _is_shortened(words: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    """Whether a full name is a longer one with words left out or turned round, a nickname, or one letter wrong."""
    if sorted(words) == sorted(whole):
        return True
    turned = [(*words[place:], *words[:place]) for place in range(len(words))]
    if any(may_be_one(given, whole[0]) and _in_order(rest, whole[1:]) for given, *rest in turned):
        return True
    if len(words) < len(whole):
        # "Mantaris Kyriakakis" for "Erotokritos Mantaris Kyriakakis", but "Anna Schmidt" for "Maria Anna Schmidt" not.
        return whole[-len(words) :] == words and not is_folded_given_name(words[0])
    return _is_misspelt(words, whole)


def _in_order(words: Sequence[str], whole: Sequence[str]) -> bool:
    rest = iter(whole)
    return all(word in rest for word in words)


def _is_misspelt(words: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    """Whether one word differs by a letter within it, and only one of the two is a known name.

    "Andrea" and "Andreas", "Kowalski" and "Kowalska" are two persons.
    """
    differing = [(place, a, b) for place, (a, b) in enumerate(zip(words, whole, strict=True)) if a != b]
    if len(differing) != 1:
        return False
    place, a, b = differing[0]
    known = is_folded_surname if place else is_folded_given_name
    within = a[0] == b[0] and a[-1] == b[-1] and min(len(a), len(b)) >= LEAST_LETTERS
    return within and one_letter_apart(a, b) and known(a) != known(b)


def one_letter_apart(a: str, b: str) -> bool:
    """Whether one letter is another, one is too many, or two neighbours have changed places."""
    shorter, longer = sorted((a, b), key=len)
    if len(longer) - len(shorter) > 1:
        return False
    if len(longer) == len(shorter):
        differ = [place for place in range(len(a)) if a[place] != b[place]]
        swapped = len(differ) == 2 and a[differ[0]] == b[differ[1]] and a[differ[1]] == b[differ[0]]
        return len(differ) == 1 or (swapped and differ[1] == differ[0] + 1)
    return any(longer[:place] + longer[place + 1 :] == shorter for place in range(len(longer)))


def _abbreviates(initial: str, surname: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """Whether "M. Schneider" or "Schneider M" may stand for a full name."""
    for start in range(len(words) - len(surname) + 1):
        rest = (*words[:start], *words[start + len(surname) :])
        if words[start : start + len(surname)] == surname and rest and rest[0].startswith(initial):
            return True
    return False


def tell_apart(individuals: Iterable[Individual]) -> None:
    """Give each individual a key: the canonical name; where two share it, with the initials and the suffix too."""
    by_name: dict[str, list[Individual]] = {}
    for each in individuals:
        by_name.setdefault(each.name.canonical, []).append(each)
    for name, bearers in by_name.items():
        for each in bearers:
            each.key = name if len(bearers) == 1 else each.name.unabridged
