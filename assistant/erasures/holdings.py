"""What a workspace holds about a data subject: which documents, which passages, and who else stands in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Protocol

from ingest.index import Index
from ingest.stored import StoredChunk, StoredDocument
from ingest.striking import Strike
from policies.erased_subjects import ErasedSubjects
from policies.pseudonyms import TOKEN
from policies.striking import strike
from policies.subject_mentions import Form, Recognizer, Span, mentions
from policies.subjects import Match, Subject, entity_type_of
from policies.text import RedactedText, Redaction

Known = Callable[[str, str], str | None]


class Matcher(Recognizer, Protocol):
    """Tells what of stored texts is the subject's."""

    def has(self, token: str) -> bool:
        """Whether a pseudonym is the subject's."""
        ...


@dataclass(frozen=True, slots=True, repr=False)
class Identified:
    """A subject within one workspace. `values`: behind the tokens that are theirs; `possible`: tokens that may be."""

    subject: Subject
    matches: Mapping[str, Match] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)

    def has(self, token: str) -> bool:
        """See `Matcher`."""
        return token in self.values

    def recognize(self, joined: str) -> Form | None:
        """See `Matcher`."""
        return self.subject.recognize(joined)

    def begins(self, letters: str) -> bool:
        """See `policies.subject_mentions.Recognizer`."""
        return self.subject.begins(letters)

    def recognize_any(self, text: str) -> bool:
        """Whether the subject stands in a short text, such as a file's name."""
        return any(spans for spans in mentions([text], self))

    def with_possible(self, tokens: Iterable[str]) -> Identified:
        """The same, with tokens that may be theirs, if they are not."""
        more: dict[str, Match] = dict.fromkeys(tokens, "possible")
        return replace(self, matches={**more, **self.matches}) if more else self

    @property
    def possible(self) -> list[str]:
        """Tokens that may be the subject's or another one's."""
        return [token for token, match in self.matches.items() if match == "possible"]


@dataclass(frozen=True, slots=True, repr=False)
class Erased:
    """Subjects whom the erasure log knows, within one workspace."""

    known: ErasedSubjects
    tokens: frozenset[str]

    def has(self, token: str) -> bool:
        """See `Matcher`."""
        return token in self.tokens or self.known.token_is_erased(token)

    def recognize(self, joined: str) -> Form | None:
        """See `Matcher`."""
        return self.known.recognize(joined)

    def begins(self, letters: str) -> bool:
        """See `policies.subject_mentions.Recognizer`."""
        return self.known.begins(letters)


@dataclass(frozen=True, slots=True, repr=False)
class Holding:
    """One document in which the subject stands. Spans are characters of its text.

    `people`: how many others it names; `beside`: pseudonyms of no name in passages where the subject stands, whose
    owner nobody determined.
    """

    document: StoredDocument
    tokens: frozenset[str]
    clear: tuple[Span, ...]
    mentions: int
    passages: tuple[StoredChunk, ...]
    people: int
    beside: frozenset[str]

    @property
    def alone(self) -> bool:
        """Whether the subject is the only person whom the document names by a pseudonym."""
        return self.people == 0


def identify(
    subject: Subject, rows: Sequence[tuple[str, str]], known: Known, merged: Mapping[str, str] = MappingProxyType({})
) -> Identified:
    """The subject among a vault's rows (token, value); longer names that are theirs become part of the subject.

    So do names that somebody said to be theirs: `merged` are tokens, each with the one that its person has now.
    """
    matches = _with_merged(subject.match(rows, known), merged)
    values = {token: value for token, value in rows if matches.get(token) in ("same", "variant")}
    names = [value for token, value in values.items() if entity_type_of(token) == "PERSON" and " " in value.strip()]
    whole = subject.and_also([*(value for token, value in values.items() if token in subject.tokens), *names])
    if whole.identifiers != subject.identifiers:
        matches = _with_merged(whole.match(rows, known), merged)
        values = {token: value for token, value in rows if matches.get(token) in ("same", "variant")}
    return Identified(whole, matches, values)


def _with_merged(matches: Mapping[str, Match], merged: Mapping[str, str]) -> dict[str, Match]:
    """Where one token of a person is the subject's, all of them are."""
    own = {merged.get(token, token) for token, match in matches.items() if match in ("same", "variant")}
    theirs: dict[str, Match] = {token: "same" for token, kept in merged.items() if kept in own}
    theirs |= {kept: "same" for kept in merged.values() if kept in own}
    return {**matches, **theirs}


def holdings(index: Index, matcher: Matcher) -> Iterator[Holding]:
    """The documents in which the subject stands, by name; each is looked at when it is asked for."""
    for document in index.documents():
        found = holding(index, document, matcher)
        if found is not None:
            yield found


def holding(index: Index, document: StoredDocument, matcher: Matcher) -> Holding | None:
    """What one document holds of the subject; None: nothing."""
    text = index.text(document.document_id)
    if text is None:
        return None
    texts = [document.name.value, document.title.value, text.value]
    own = [[match for match in TOKEN.finditer(each) if matcher.has(match.group())] for each in texts]
    clear = mentions(texts, matcher)
    count = sum(map(len, own)) + sum(map(len, clear))
    if not count:
        return None
    everywhere = bool(own[0] or own[1] or clear[0] or clear[1])
    places = [match.span() for match in own[2]] + [(span.start, span.end) for span in clear[2]]
    passages = tuple(
        chunk
        for chunk in index.chunks_of(document.document_id)
        if any(chunk.start < end and start < chunk.end for start, end in places) or (everywhere and not places)
    )
    tokens = frozenset(match.group() for each in own for match in each)
    others = {match.group() for each in texts for match in TOKEN.finditer(each)} - tokens
    near = {match.group() for chunk in passages for match in TOKEN.finditer(chunk.text.value)} - tokens
    return Holding(
        document=document,
        tokens=tokens,
        clear=tuple(clear[2]),
        mentions=count,
        passages=passages,
        people=sum(entity_type_of(token) == "PERSON" for token in others),
        beside=frozenset(token for token in near if entity_type_of(token) != "PERSON"),
    )


def striking_again(matcher: Matcher) -> Strike:
    """As `striking`, for a document that is read again; whether the subject is alone in it is found out here."""

    def struck(texts: Sequence[RedactedText]) -> list[Redaction]:
        tokens = {match.group() for text in texts for match in TOKEN.finditer(text.value)}
        own = {token for token in tokens if matcher.has(token)}
        there = bool(own) or any(mentions([text.value for text in texts], matcher))
        alone = there and not any(entity_type_of(token) == "PERSON" for token in tokens - own)
        return striking(matcher, alone=alone)(texts)

    return struck


def striking(matcher: Matcher, *, alone: bool) -> Strike:
    """Strikes the subject out of a document's texts; where they are `alone` in it, every pseudonym.

    A document that names nobody else is about the subject: its numbers, addresses and dates identify them on.
    """

    def struck(texts: Sequence[RedactedText]) -> list[Redaction]:
        clear = mentions([text.value for text in texts], matcher)
        is_erased = (lambda _: True) if alone else matcher.has
        return [strike(text, is_erased, spans) for text, spans in zip(texts, clear, strict=True)]

    return struck
