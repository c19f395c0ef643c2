"""Subjects as the erasure log knows them: by keyed hashes of their tokens, values and forms of writing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from policies.canonical import canonical
from policies.erasure_log import Hasher
from policies.subject_mentions import BEGINNING, Form, compact
from policies.subjects import Subject, entity_type_of


def hashes_of_subject(subject: Subject, values: Mapping[str, str], hashed: Hasher) -> set[str]:
    """What to remember of an erased subject; `values` are those behind their tokens.

    A value that others may share (the surname that a vault happened to see first) is remembered by its token alone.
    """
    hashes = {hashed("full", form) for form in subject.full} | {hashed("lone", form) for form in subject.lone}
    hashes |= {hashed("begins", form[:BEGINNING]) for form in subject.full | subject.lone}
    hashes |= {hashed("value", f"{kind}\0{value}") for kind, value in subject.values()}
    for token, value in values.items():
        hashes.add(hashed("token", token))
        kind = entity_type_of(token)
        if kind != "PERSON" or compact(value) in subject.full:
            hashes.add(hashed("value", f"{kind}\0{canonical(kind, value)}"))
    return hashes


@dataclass(frozen=True, slots=True, repr=False)
class ErasedSubjects:
    """Tells what of a restored backup was erased since it was made."""

    hashes: frozenset[str]
    hashed: Hasher

    def recognize(self, joined: str) -> Form | None:
        """See `policies.subject_mentions.Recognizer`."""
        if self.hashed("full", joined) in self.hashes:
            return "full"
        return "lone" if self.hashed("lone", joined) in self.hashes else None

    def begins(self, letters: str) -> bool:
        """See `policies.subject_mentions.Recognizer`."""
        return self.hashed("begins", letters) in self.hashes

    def tokens(self, rows: Sequence[tuple[str, str]]) -> set[str]:
        """The tokens among a vault's rows (token, value) that were erased."""
        return {
            token
            for token, value in rows
            if self.hashed("token", token) in self.hashes or self.hashed("value", _typed(token, value)) in self.hashes
        }

    def token_is_erased(self, token: str) -> bool:
        """Whether a token that stands in a text was erased; the vault may no longer have it."""
        return self.hashed("token", token) in self.hashes

    def forgotten(self, tokens: Iterable[str]) -> set[str]:
        """The tokens that went with the texts that named them, and go again where no text does."""
        return {token for token in tokens if self.hashed("forgotten", token) in self.hashes}

    def documents(self, document_ids: Iterable[str]) -> list[str]:
        """The documents that were erased whole."""
        return [each for each in document_ids if self.hashed("document", each) in self.hashes]


def _typed(token: str, value: str) -> str:
    kind = entity_type_of(token)
    return f"{kind}\0{canonical(kind, value)}"
