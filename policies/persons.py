"""Which names of one document belong to one person."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from policies.canonical import canonical
from policies.recognizers.lexicon import is_everyday

MIN_JOINED = 5
"""A name in one word is longer than this: shorter ones are too often words."""


class Persons:
    """The persons whom a document names, from the names found in it.

    A shorter name ("Schneider", "M. Schneider") belongs to the one full name that it fits. Where it fits two, it
    stands for itself: a guess would give one person's data to another. For the same reason a name that stays short is
    one of `subject` (a document): the Schneider of another document may be somebody else. Without a subject it is
    nobody's in particular, as in a question.
    """

    def __init__(self, names: Iterable[str], *, subject: str | None = None) -> None:
        self._subject = subject
        self.names: frozenset[str] = frozenset(canonical("PERSON", name) for name in names)
        self._by_part: dict[str, set[str]] = {}
        self._by_surname: dict[str, set[str]] = {}
        self._one_order: dict[tuple[str, ...], str] = {}
        for name in sorted(self.names):
            words = name.split()
            if is_full(words):
                # "Le Khoa" and "Khoa Le" are one: the first of the two stands for both.
                one = self._one_order.setdefault(tuple(sorted(words)), name)
                for part in words:
                    self._by_part.setdefault(part, set()).add(one)
            elif len(words) > 1:
                self._by_surname.setdefault(words[-1], set()).add(name)
        self._resolved: dict[str, str] = {}
        self.joined: dict[str, str] = {}
        """Names written in one word, as user names and file names are: `mariaschneider`, `mschneider`."""
        for name in sorted(self.names):
            words = name.split()
            if len(words) > 1 and len(words[0]) > 1:
                given, surname = words[0], words[-1]
                for joined in (given + surname, surname + given, given[0] + surname):
                    if len(joined) > MIN_JOINED and not is_everyday(joined):
                        self.joined.setdefault(joined, name)

    def canonical(self, name: str) -> str:
        """The canonical full name of the person whom a name stands for here; without one, the name and the subject."""
        own = canonical("PERSON", name)
        if own not in self._resolved:
            full = self.joined.get(own) or self._resolve(own)
            self._resolved[own] = full if is_full(full.split()) else self._within_subject(full)
        return self._resolved[own]

    def _within_subject(self, name: str) -> str:
        if self._subject is None:
            return name
        return f"{name}\x1f{hashlib.sha256(self._subject.encode('utf-8', 'surrogatepass')).hexdigest()}"

    def _resolve(self, own: str) -> str:
        parts = own.split()
        if not parts:
            return own
        if is_full(parts):
            own = self._one_order.get(tuple(sorted(parts)), own)
            parts = own.split()
        # "Schneider M" is "M Schneider".
        parts = sorted(parts, key=lambda part: len(part) > 1) if len(parts[-1]) == 1 else parts
        candidates = {name for name in self._by_part.get(parts[-1], ()) if name != own and fits(parts, name.split())}
        if len(parts) == 1:
            # A surname says more than a given name: "Thomas" is Mr Thomas before it is Thomas Miller.
            candidates = {name for name in candidates if name.split()[-1] == own} or candidates
            candidates = candidates or self._by_surname.get(own, set())
        return min(candidates) if len(candidates) == 1 else own


def is_full(parts: Sequence[str]) -> bool:
    """Whether a canonical name tells given name and surname, which is evidence enough beyond one document."""
    return len(parts) > 1 and len(parts[0]) > 1


def fits(parts: Sequence[str], full: Sequence[str]) -> bool:
    """Whether a short name may stand for a full one: each part is one of its words, or the initial of one."""
    if sorted(parts) == sorted(full):
        return True
    rest = iter(full)
    return all(any(word == part or (len(part) == 1 and word.startswith(part)) for word in rest) for part in parts)
