"""The seam of the audit trail and what is written to it: who, what, which ids, how many. Never content."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal, Protocol

Action = Literal[
    "answered",
    "refused",
    "searched",
    "summarized",
    "ingested",
    "deleted",
    "redacted",
    "restored",
    "restore_refused",
    "break_glass",
    "break_glass_reviewed",
    "subject_found",
    "persons_merged",
    "persons_kept_apart",
    "persons_parted",
    "exported",
    "erased",
    "erased_again",
    "purged",
    "retained",
    "held",
    "released",
    "key_created",
    "key_revoked",
    "keys_rotated",
    "access_refused",
    "member_added",
    "member_removed",
    "workspace_opened",
    "restricted",
    "trail_acknowledged",
    "initialized",
    "model_fetched",
    "model_added",
    "model_removed",
    "adapter_chosen",
    "failed",
]
Count = int | float | str

# An id or a name of ours has no white space; a sentence of a document has.
_ID: Final = re.compile(r"\S{1,200}")
_LABEL: Final = re.compile(r"[^\n\r]{0,100}")


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """One thing that was done.

    `ids` are those of documents, chunks or tokens; `counts` holds numbers and short labels (engine, policy).
    `reason` is what a person gave for reading behind a pseudonym: a case number or a purpose, recorded as
    given.

    Raises:
        ValueError: an id or a label is shaped like content (a programming error, found before anything is
        written).
    """

    action: Action
    actor: str
    workspace: str
    ids: tuple[str, ...] = ()
    counts: Mapping[str, Count] = field(default_factory=dict)
    reason: str = ""

    def __post_init__(self) -> None:
        if not all(_ID.fullmatch(each) for each in self.ids):
            raise ValueError("an audit id has no white space and at most 200 characters")
        labels = [
            self.actor,
            self.workspace,
            *self.counts,
            *(v for v in self.counts.values() if isinstance(v, str)),
        ]
        if not all(_LABEL.fullmatch(each) for each in labels):
            raise ValueError("an audit label is one line of at most 100 characters")
        object.__setattr__(self, "counts", MappingProxyType(dict(self.counts)))

    @classmethod
    def answered(cls, actor: str, workspace: str, chunk_ids: Iterable[str], **counts: Count) -> AuditEvent:
        """A question was answered from these passages."""
        return cls("answered", actor, workspace, tuple(chunk_ids), counts)

    @classmethod
    def refused(cls, actor: str, workspace: str, chunk_ids: Iterable[str] = (), **counts: Count) -> AuditEvent:
        """A question was not answered; these passages were the closest."""
        return cls("refused", actor, workspace, tuple(chunk_ids), counts)

    @classmethod
    def searched(cls, actor: str, workspace: str, chunk_ids: Iterable[str], **counts: Count) -> AuditEvent:
        """A search showed these passages."""
        return cls("searched", actor, workspace, tuple(chunk_ids), counts)

    @classmethod
    def summarized(cls, actor: str, workspace: str, document_ids: Iterable[str], **counts: Count) -> AuditEvent:
        """These documents were summarised."""
        return cls("summarized", actor, workspace, tuple(document_ids), counts)

    @classmethod
    def ingested(cls, actor: str, workspace: str, document_ids: Iterable[str], **counts: Count) -> AuditEvent:
        """These documents were added or replaced."""
        return cls("ingested", actor, workspace, tuple(document_ids), counts)

    @classmethod
    def redacted(cls, actor: str, workspace: str, **counts: Count) -> AuditEvent:
        """A text was redacted on request; counts a type."""
        return cls("redacted", actor, workspace, (), counts)

    @classmethod
    def restored(cls, actor: str, workspace: str, tokens: Iterable[str], reason: str, **counts: Count) -> AuditEvent:
        """The values behind these tokens are about to be shown."""
        return cls("restored", actor, workspace, tuple(tokens), counts, one_line(reason))

    @classmethod
    def restore_refused(
        cls, actor: str, workspace: str, tokens: Iterable[str], reason: str, **counts: Count
    ) -> AuditEvent:
        """Someone asked for the values behind these tokens and did not get them."""
        return cls("restore_refused", actor, workspace, tuple(tokens), counts, one_line(reason))

    @classmethod
    def break_glass(cls, actor: str, workspace: str, tokens: Iterable[str], reason: str, **counts: Count) -> AuditEvent:
        """The values behind these tokens are about to be shown in an emergency: someone is to review it."""
        return cls("break_glass", actor, workspace, tuple(tokens), counts, one_line(reason))

    @classmethod
    def break_glass_reviewed(cls, actor: str, workspace: str, seq: int, reason: str) -> AuditEvent:
        """An emergency, entry `seq` of the trail, was reviewed; `reason` is what was found."""
        return cls("break_glass_reviewed", actor, workspace, (), {"entry": seq}, one_line(reason))

    @classmethod
    def keys_rotated(cls, actor: str, workspace: str, **counts: Count) -> AuditEvent:
        """Keys are exchanged: which, and which step of it."""
        return cls("keys_rotated", actor, workspace, (), counts)

    @classmethod
    def key_created(cls, actor: str, workspace: str, name: str, role: str) -> AuditEvent:
        """An API key was handed out."""
        return cls("key_created", actor, workspace, (), {"name": name, "role": role})

    @classmethod
    def key_revoked(cls, actor: str, workspace: str, name: str) -> AuditEvent:
        """An API key was made invalid."""
        return cls("key_revoked", actor, workspace, (), {"name": name})

    @classmethod
    def trail_acknowledged(cls, actor: str, workspace: str, reason: str, **counts: Count) -> AuditEvent:
        """Someone who may has seen that the trail is not the one that the anchor remembers; it goes on from here."""
        return cls("trail_acknowledged", actor, workspace, (), counts, one_line(reason))

    @classmethod
    def access_refused(cls, actor: str, workspace: str, **counts: Count) -> AuditEvent:
        """Someone asked for what their role may not do."""
        return cls("access_refused", actor, workspace, (), counts)


def one_line(reason: str) -> str:
    """A reason as an entry keeps it: in one line, its first 300 characters."""
    return " ".join(reason.split())[:300]


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """An event as it stands in the trail. `time` is UTC, ISO 8601; `seq` counts from 1; hashes are hex."""

    seq: int
    time: str
    event: AuditEvent
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What `verify` found. `broken` is the `seq` of the first entry that is wrong or missing, or None.

    `anchored` tells whether a cut-off end would have been seen too (see `policies.audit_chain`); `chain_holds`, whether
    all that is there follows one another, so that the anchor alone knows of something else.
    """

    entries: int
    broken: int | None
    problem: str = ""
    anchored: bool = False
    chain_holds: bool = False

    @property
    def intact(self) -> bool:
        """Whether the chain holds, and the anchor agrees."""
        return self.broken is None

    @property
    def remedy(self) -> str:
        """What to do about a trail that is not intact."""
        if self.chain_holds:
            return "Find out who restored it, look for the newer copy, then run `assistant audit acknowledge`."
        return "Keep the file as evidence, find out who could write to it, and restore it from a backup."


class AuditSink(Protocol):
    """Where events go. Call `record` before anything leaves: once it returned, a power cut loses nothing."""

    def record(self, event: AuditEvent) -> None:
        """Write one event.

        Raises:
            AuditError: it could not be written; what was to be audited must not happen.
        """
        ...
