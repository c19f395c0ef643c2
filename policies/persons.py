"""Which names of one document belong to one person."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from policies.canonical import canonical
from policies.individuals import Individual, loose, loose_words, tell_apart
from policies.nicknames import other_forms
from policies.person_names import NO_ADDRESS, Address, PersonName, address_of, parsed
from policies.recognizers.lexicon import is_everyday, is_folded_given_name, is_folded_surname
from policies.words import fold

_GOES_BY = re.compile(
    r"\b(?:goes by|known as|likes to be called|prefers(?: to be called)?|nick-?named?:?"
    r"|(?P<called>called))[ ](?:the name[ ])?(?P<quote>[\"'“„‘«])?"
    r"(?P<name>[^\W\d_a-z][^\W\d_]{1,19})(?![\w-]|[ ][^\W\d_a-z])"
)
_AN_ASIDE = re.compile(r"[ ]?[,(][ ]?(?:(?:who|she|he|they|also|usually|always|is|was|better)[ ]){0,4}")
"""Between a name and what says that its bearer goes by another one."""

_IS_CALLED = re.compile(r"\b(?:is|was)[ ]|[(]")
"""Before "called": without one, somebody telephoned: "Saw Edda Stoll, also called Bram"."""

MIN_JOINED = 5
"""A name in one word is longer than this: shorter ones are too often words."""

MOST_COMPARED = 60
"""Individuals with a word in common who are compared with a name: a table may hold thousands of one surname."""

Mention = tuple[int, str]
"""Where a name stands and how it is written."""


class Persons:
    """The persons whom a document names, from the names found in it.

    A shorter name ("Schneider", "M. Schneider", "Bob") belongs to the one individual that it fits. Where it fits
    several, forms of address tell whom it means, or else that only one of them was named before; where nothing tells,
    it stands for itself: a guess would give one person's data to another. For the same reason a name that stays short
    is one of `subject` (a document): the Schneider of another document may be somebody else. Without a subject it is
    nobody's in particular, as in a question.

    `whole` gives names in full for places that hold a part of one: a row's cells "Maria" and "Schneider".
    """

    def __init__(
        self,
        text: str,
        mentions: Sequence[Mention],
        *,
        whole: Mapping[int, str] | None = None,
        subject: str | None = None,
    ) -> None:
        self._text = text
        self._subject = subject
        self._names: dict[str, PersonName] = {}
        self._individuals: list[Individual] = []
        self._by_word: dict[str, list[Individual]] = defaultdict(list)
        self._by_initial: dict[str, list[Individual]] = defaultdict(list)
        self._of_name: dict[PersonName, Individual] = {}
        self._whole = {start: self._parsed(name) for start, name in (whole or {}).items()}
        alone = [each for each in mentions if each[0] not in self._whole]
        self._gather([*alone, *(whole or {}).items()])
        tell_apart(self._individuals)
        self._first = {self._parsed(value): start for start, value in reversed(alone)}
        self._genders: dict[PersonName, set[str]] = defaultdict(set)
        for start, value in alone:
            if gender := address_of(text, start, start + len(value)).gender:
                self._genders[self._parsed(value)].add(gender)
        self._lone = self._unclaimed(alone)
        self.names: frozenset[str] = frozenset(
            [name.canonical for name in self._names.values()]
            + [name.nickname for name in self._names.values() if name.nickname and not is_everyday(name.nickname)]
        )
        self.joined: dict[str, str] = {}
        """Names written in one word, as user names and file names are: `mariaschneider`, `mschneider`."""
        for name in sorted(set(self._names.values()), key=lambda name: name.canonical):
            given, *others = name.canonical.split() or [""]
            if not others or len(given) < 2:
                continue
            # Of a double name either half may be the one: Edda Brandt-Stoll is "ebrandt".
            for surname in (others[-1], *(name.units[-1] if len(name.units[-1]) > 1 else ())):
                for joined in (given + surname, surname + given, given[0] + surname):
                    if len(joined) > MIN_JOINED and not is_everyday(joined):
                        self.joined.setdefault(joined, name.canonical)
        self._hear_nicknames(alone)

    def canonical(self, value: str, start: int) -> str:
        """The canonical full name of the person whom a name stands for; without one, the name and the subject.

        Args:
            value: the name as it is written.
            start: where it stands in the text.
        """
        name = self._whole.get(start) or self._parsed(value)
        found = self._individual(name, start, start + len(value))
        if found is not None:
            return found.key if found.full else self._within_subject(found.key)
        key = canonical("PERSON", value)
        if name.is_full:
            return key
        # "Mr Stoll" and "Mrs Stoll" are two, also where nobody is named in full.
        gender = address_of(self._text, start, start + len(value)).gender if len(self._genders[name]) > 1 else None
        return self._within_subject(f"{key} {gender}" if gender else key)

    def spelling(self, written: str, value: str, start: int) -> str:
        """The fullest way in which the person is named whom a name at a place stands for; else as it is `written`."""
        name = self._whole.get(start) or self._parsed(value)
        found = None if name.is_full and start not in self._whole else self._individual(name, start, start + len(value))
        return found.spelling if found and found.full else written

    def _parsed(self, value: str) -> PersonName:
        if value not in self._names:
            self._names[value] = parsed(value)
        return self._names[value]

    def _within_subject(self, name: str) -> str:
        if self._subject is None:
            return name
        return f"{name}\x1f{hashlib.sha256(self._subject.encode('utf-8', 'surrogatepass')).hexdigest()}"

    # ---- who there is

    def _gather(self, mentions: Iterable[Mention]) -> None:
        """The individuals: full names first, the longest before the shorter ones, then those with an initial."""
        places: dict[PersonName, list[Mention]] = defaultdict(list)
        for start, value in mentions:
            name = self._parsed(value)
            if name.is_full or name.is_abbreviated:
                places[name].append((start, value))
        for name in sorted(places, key=_fullest_first):
            found = self._bearer(name, places[name][0][1])
            if found is None:
                continue
            self._of_name[name] = found
            found.members.append(name)
            for start, value in places[name]:
                found.starts.append(start)
                found.addresses.add(address_of(self._text, start, start + len(value)))
        for each in self._individuals:
            each.starts.sort()

    def _bearer(self, name: PersonName, spelling: str) -> Individual | None:
        """The one individual whose name it is, a new one where it is nobody's, None where it may be several's."""
        candidates = self._bearers(name)
        if len(candidates) == 1:
            return candidates[0]
        if candidates and not name.is_full:
            return None
        new = Individual(name, spelling)
        self._individuals.append(new)
        for word in dict.fromkeys([*new.words, *([loose(name.nickname)] if name.nickname else [])]):
            self._by_word[word].append(new)
        if not new.full:
            self._by_initial[name.initials[0]].append(new)
        return new

    def _bearers(self, name: PersonName) -> list[Individual]:
        found: dict[Individual, None] = {}
        for word in loose_words(name.words):
            found |= dict.fromkeys(self._with_word(word))
        fitting = [each for each in found if each.bears(name)]
        same = [each for each in fitting if sorted(loose_words(name.words)) == sorted(each.words)]
        return same if len(same) == 1 else fitting

    def _hear_nicknames(self, mentions: Sequence[Mention]) -> None:
        """Short forms that the text itself gives: `Zephyrine Moss (she goes by "Zeph")`."""
        ends = sorted((start + len(value), start, value) for start, value in mentions)
        for match in _GOES_BY.finditer(self._text):
            place = bisect_right(ends, match.start(), key=lambda each: each[0]) - 1
            aside = _AN_ASIDE.fullmatch(self._text, ends[place][0], match.start()) if place >= 0 else None
            if aside is None or (match["called"] and not _says_a_name(self._text, aside.group(), match)):
                continue
            _, start, value = ends[place]
            bearer = self._individual(self._parsed(value), start, start + len(value))
            nickname = fold(match["name"])
            if bearer is not None and not self._with_word(loose(nickname)):
                bearer.members.append(PersonName(bearer.name.units, nickname))
                self._by_word[loose(nickname)].append(bearer)

    # ---- whom a name means

    def _individual(self, name: PersonName, start: int, end: int) -> Individual | None:
        if name in self._of_name:
            return self._of_name[name]
        joined = self.joined.get(name.canonical)
        if joined is not None:
            return self._individual(parsed(joined), start, end)
        address = address_of(self._text, start, end)
        if name.is_full or name.is_abbreviated:
            return self._meant(self._bearers(name), address, start)
        ways = [_of_gender(address, way) for way in self._short_for(name, address)]
        before = [[each for each in way if each.starts[0] < start] for way in ways]
        known = self._lone.get(name)
        if known is not None and not address.titled:
            before.append([known])
        # Who was named already is meant before who is named later only.
        found = next((way for way in (*before, *ways) if way), [])
        meant = self._meant(found, address, start)
        first = self._first.get(name, start)
        if meant is None and len(found) > 1 and first < start and not address.titled:
            # Who was meant while no namesake had been named is meant throughout.
            return self._individual(name, first, first + end - start)
        return meant

    def _short_for(self, name: PersonName, address: Address) -> Iterator[list[Individual]]:
        """Whom a surname or a given name alone may mean, the likeliest way to read it first."""
        words = loose_words(name.words)
        if not words:
            return
        near = self._with_word(words[-1])
        # A surname says more than a given name: "Thomas" is Mr Thomas before it is Thomas Miller.
        yield [each for each in near if each.has_surname(words)]
        given = [each for each in near if each.has_given_name(words)]
        inner = [each for each in near if each.holds(words)]
        yield from (inner, given) if address.titled else (given, inner)
        if len(words) == 1:
            forms = sorted(other_forms(words[0]))
            yield [each for form in forms for each in self._with_word(form) if each.full and each.words[0] == form]

    def _with_word(self, word: str) -> Sequence[Individual]:
        """The individuals with a word in their names; none where they are too many for it to tell anybody."""
        found = self._by_word.get(word, ())
        return found if len(found) <= MOST_COMPARED else ()

    def _unclaimed(self, mentions: Iterable[Mention]) -> dict[PersonName, Individual]:
        """Given names that stand alone everywhere, with the one who is known by this initial and a surname.

        "Hanna" is H. Brandt, where no other given name with an H waits for its owner, and no other H. for a name.
        """
        waiting: dict[str, dict[PersonName, int]] = defaultdict(dict)
        surnames: set[PersonName] = set()
        for start, value in mentions:
            name = self._parsed(value)
            if len(name.words) != 1 or name.initials:
                continue
            if address_of(self._text, start, start + len(value)).titled:
                surnames.add(name)
            elif not any(each.starts[0] < start for way in self._short_for(name, NO_ADDRESS) for each in way):
                waiting[name.words[0][0][0]][name] = start
        found: dict[PersonName, Individual] = {}
        for letter, last_starts in waiting.items():
            names = last_starts.keys() - surnames
            given = {name for name in names if is_folded_given_name(name.words[0][0])}
            names = given or {name for name in names if not is_folded_surname(name.words[0][0])}
            known = self._by_initial.get(letter, [])
            if len(names) == len(known) == 1:
                name, person = names.pop(), known[0]
                if person.starts[0] < last_starts[name]:
                    found[name] = person
        return found

    def _meant(self, candidates: Sequence[Individual], address: Address, start: int) -> Individual | None:
        """The one of several who fits the form of address, or who alone was named before; None where nothing tells."""
        candidates = _of_gender(address, candidates)
        if len(candidates) > 1 and address.profession:
            candidates = [each for each in candidates if any(a.profession for a in each.addresses)] or candidates
        if len(candidates) > 1:
            candidates = [each for each in candidates if each.starts[0] < start]
        return candidates[0] if len(candidates) == 1 else None


def _says_a_name(text: str, aside: str, called: re.Match[str]) -> bool:
    """Whether "called" says how somebody is called: "(called Bo)", "who is called Bo", `called "Bo"`."""
    said = _IS_CALLED.search(aside)
    if called["quote"] or said is None:
        return called["quote"] is not None
    return said.group() != "(" or text.startswith(")", called.end())


def _fullest_first(name: PersonName) -> tuple[bool, int, int, str]:
    units = len(name.units)
    return (not name.is_full, -len(name.words), -units - bool(name.suffix), name.unabridged)


def _of_gender(address: Address, candidates: Sequence[Individual]) -> Sequence[Individual]:
    """Those whom a form of address fits: of whom it is known, else of whom nothing else is."""
    if address.gender is None:
        return candidates
    fitting = [each for each in candidates if each.gender in (None, address.gender)]
    return [each for each in fitting if each.gender] or fitting


def fits(parts: Sequence[str], full: Sequence[str]) -> bool:
    """Whether a short name may stand for a full one: each part is one of its words, or the initial of one."""
    if sorted(parts) == sorted(full):
        return True
    rest = iter(full)
    return all(any(word == part or (len(part) == 1 and word.startswith(part)) for word in rest) for part in parts)
