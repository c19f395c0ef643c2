"""A data subject, and which pseudonyms of a workspace are theirs (GDPR Art. 4(1)).

Who asks for a person's data names them as they know them; documents write the name in other ways. A pseudonym is the
subject's when its value is the same ("Smith, John"), or a variant that fits nobody else of the workspace ("J. Smith"
where there is no Jane). What fits others too is only possible: it is shown to the officer, and not touched or told
before the officer names it by its token, because a guess would give one person's data to another.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from policies.canonical import canonical
from policies.entities import ENTITIES
from policies.errors import ConfigError
from policies.persons import fits
from policies.pseudonyms import TOKEN
from policies.subject_mentions import LONGEST_FORM, Form, compact

Match = Literal["same", "variant", "possible"]

_POSSESSIVE: Final = re.compile(r"(?<=\w)['’]s?(?!\w)")
_NAME: Final = re.compile(r"[^\W\d_]+(?:[ .,'’-]+[^\W\d_]+)*\.?")
_LEAST_CHARACTERS: Final = 3
_SAYS_A_NAME: Final = frozenset({"EMAIL_ADDRESS", "USERNAME", "URL"})


@dataclass(frozen=True, slots=True, repr=False)
class Subject:
    """One data subject by what identifies them: names, numbers, addresses, tokens. Never in a repr.

    `full` and `lone` are the forms that `policies.subject_mentions` compares.
    """

    identifiers: tuple[str, ...]
    names: tuple[tuple[str, ...], ...] = field(init=False)
    tokens: frozenset[str] = field(init=False)
    full: frozenset[str] = field(init=False)
    lone: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        plain = [each for each in self.identifiers if not TOKEN.fullmatch(each)]
        names = tuple(tuple(canonical("PERSON", each).split()) for each in plain if _NAME.fullmatch(each))
        full, lone = set[str](), set[str]()
        for name in names:
            full_here, lone_here = _forms(name)
            full |= full_here
            lone |= lone_here
        full |= {compact(each) for each in plain if not _NAME.fullmatch(each)}
        object.__setattr__(self, "names", names)
        object.__setattr__(self, "tokens", frozenset(each for each in self.identifiers if TOKEN.fullmatch(each)))
        object.__setattr__(self, "full", frozenset(form for form in full if _is_long_enough(form)))
        object.__setattr__(self, "lone", frozenset(form for form in lone - full if _is_long_enough(form)))

    @classmethod
    def named(cls, *identifiers: str) -> Subject:
        """The subject whom these identify.

        Raises:
            ConfigError: none of them says anything, or one has too few characters to tell anybody apart.
        """
        cleaned = [_POSSESSIVE.sub("", " ".join(each.split())) for each in identifiers if each.strip()]
        if not cleaned or any(len(compact(each)) < _LEAST_CHARACTERS for each in cleaned):
            raise ConfigError(
                "That identifies nobody.", remedy="Give a name, a number, an e-mail address or a pseudonym's token."
            )
        return cls(tuple(dict.fromkeys(cleaned)))

    def __repr__(self) -> str:
        return f"<subject, {len(self.identifiers)} identifiers>"

    def and_also(self, values: Iterable[str]) -> Subject:
        """The subject, identified by these values as well."""
        return Subject(tuple(dict.fromkeys((*self.identifiers, *values))))

    def recognize(self, joined: str) -> Form | None:
        """See `policies.subject_mentions.Recognizer`."""
        return "full" if joined in self.full else "lone" if joined in self.lone else None

    def begins(self, letters: str) -> bool:
        """See `policies.subject_mentions.Recognizer`."""
        return any(form.startswith(letters) for form in (*self.full, *self.lone))

    def values(self, entity_types: Iterable[str] = ()) -> set[tuple[str, str]]:
        """Entity type and canonical value under which a vault may know the subject."""
        plain = [each for each in self.identifiers if not TOKEN.fullmatch(each)]
        return {(kind, canonical(kind, each)) for kind in {*ENTITIES, *entity_types} for each in plain}

    def match(self, rows: Sequence[tuple[str, str]], known: Callable[[str, str], str | None]) -> dict[str, Match]:
        """The subject's tokens among a vault's `rows` (token, value); `known` looks up a type and canonical value."""
        typed = [(token, entity_type_of(token), value) for token, value in rows]
        found: dict[str, Match] = {token: "same" for token, _ in rows if token in self.tokens}
        for kind, value in self.values(kind for _, kind, _ in typed):
            token = known(kind, value)
            if token is not None:
                found[token] = "same"
        everybody = {tuple(canonical(kind, value).split()) for _, kind, value in typed if kind == "PERSON"}
        for token, kind, value in typed:
            strength = self._strength(kind, value, everybody)
            if strength is not None:
                found.setdefault(token, strength)
        return found

    def _strength(self, kind: str, value: str, everybody: set[tuple[str, ...]]) -> Match | None:
        if kind == "PERSON":
            return _name_strength(tuple(canonical(kind, value).split()), self.names, everybody)
        if kind in _SAYS_A_NAME:
            return _address_strength(value, self.names)
        return "same" if compact(value) in self.full else None


def entity_type_of(token: str) -> str:
    """The entity type that a token tells."""
    shape = TOKEN.fullmatch(token)
    return shape.group(1) if shape else ""


def _name_strength(
    name: tuple[str, ...], names: Sequence[tuple[str, ...]], everybody: set[tuple[str, ...]]
) -> Match | None:
    """How a name found fits the subject's; `everybody` holds every name of the workspace."""
    best: Match | None = None
    for own in names:
        if sorted(name) == sorted(own):
            return "same"
        shorter, longer = (name, own) if fits(name, own) else (own, name)
        if not fits(shorter, longer):
            continue
        # Others whom the shorter of the two would fit as well, and who are not this subject under a longer name.
        others = {
            each
            for each in everybody
            if each not in (name, own) and _is_full(each) and fits(shorter, each) and not _same_person(each, longer)
        }
        best = "variant" if not others or best == "variant" else "possible"
    return best


def _address_strength(value: str, names: Sequence[tuple[str, ...]]) -> Match | None:
    """How an e-mail address, user name or web address says the subject's name."""
    pieces = re.split(r"[^\w.+-]|[@/]", value)
    joined = {compact(piece) for piece in pieces} | {compact(value)}
    best: Match | None = None
    for own in names:
        if not _is_full(own):
            continue
        given, surname = own[0], own[-1]
        if {given + surname, surname + given, "".join(own)} & joined:
            return "variant"
        if {given[0] + surname, surname + given[0]} & joined:
            best = "possible"
    return best


def _forms(name: tuple[str, ...]) -> tuple[set[str], set[str]]:
    """The ways to write a name, compacted: those that are enough, and those that only go with one of them."""
    if not name:
        return set(), set()
    if not _is_full(name):
        return {"".join(name)}, set()
    given, *middle, surname = name
    full = {"".join(name), surname + "".join(name[:-1]), given + surname, surname + given}
    if middle:
        initials = "".join(word[0] for word in middle)
        full |= {given + initials + surname, surname + given + initials, "".join(name[1:]) + given}
    lone = {given[0] + surname, surname + given[0], given, surname}
    if middle:
        lone |= {given[0] + initials + surname, surname + given[0] + initials}
    return full, lone


def _is_full(name: Sequence[str]) -> bool:
    return len(name) > 1 and len(name[0]) > 1


def _same_person(name: Sequence[str], other: Sequence[str]) -> bool:
    return fits(name, other) or fits(other, name)


def _is_long_enough(form: str) -> bool:
    return 1 < len(form) <= LONGEST_FORM
