"""Who saw what in a window of time: for an authority (GDPR Art. 33) and for the people who investigate.

It is made of the audit trail, which holds ids and counts and no content, and of the pseudonyms in the passages that
were shown, as far as those passages are still stored. So it names no data subject: a subject is a pseudonym.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from assistant.json import entry_to_json
from assistant.reports.layout import TO_FILL_IN, Block, Bullets, Report, Section, Table
from policies.audit_events import AuditEntry, Verification
from policies.errors import ConfigError
from policies.pseudonyms import TOKEN
from policies.restoring import tokens_in

if TYPE_CHECKING:
    from assistant.wiring import Wiring

SHOWN = ("answered", "refused", "searched", "summarized", "subject_found", "exported")
"""Actions that showed passages or documents; a refusal shows the closest passages, an export those of one subject."""

READ_BEHIND = ("restored", "break_glass")
"""Actions that showed what stands behind pseudonyms."""

_PERSON = "⟦PERSON_"


@dataclass(frozen=True, slots=True)
class Window:
    """From `start` (included) to `end` (not included), both in UTC."""

    start: datetime
    end: datetime

    def __contains__(self, entry: AuditEntry) -> bool:
        return self.start <= datetime.fromisoformat(entry.time) < self.end


@dataclass(frozen=True, slots=True)
class WorkspaceIncident:
    """What of a workspace was seen. `subjects`: pseudonyms of persons in the passages and documents that were shown."""

    workspace: str
    documents: tuple[str, ...]
    subjects: tuple[str, ...]
    restored: tuple[str, ...]
    gone: int
    """Passages and documents that were shown and are no longer stored: whom they named is not known any more."""


@dataclass(frozen=True, slots=True)
class Incident:
    """The entries of a window, oldest first, and what they say together."""

    window: Window
    made: str
    entries: tuple[AuditEntry, ...]
    verification: Verification
    workspaces: tuple[WorkspaceIncident, ...]

    def actors(self) -> dict[str, Counter[str]]:
        """How often each actor did what."""
        found: dict[str, Counter[str]] = {}
        for entry in self.entries:
            found.setdefault(entry.event.actor, Counter())[entry.event.action] += 1
        return dict(sorted(found.items()))


def moment(raw: str, *, end: bool = False) -> datetime:
    """A moment as a person writes it: ISO 8601, UTC where no offset is given; a date is its start, or its `end`.

    Raises:
        ValueError: it is neither a date nor a time.
    """
    try:
        day = date.fromisoformat(raw)
    except ValueError:
        when = datetime.fromisoformat(raw)
        return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    return datetime.combine(day + timedelta(days=1) if end else day, time(), UTC)


def window(start: datetime, end: datetime) -> Window:
    """The time between two moments. ConfigError: it is empty."""
    if start >= end:
        raise ConfigError("The window of time ends before it starts.", remedy="Give --from a time before --to.")
    return Window(start, end)


def investigate(wiring: Wiring, chosen: Window) -> Incident:
    """What the trail holds of a window, checked.

    Raises:
        AuditError: the trail can't be read.
        StorageError: a workspace's index can't be read.
    """
    verification = wiring.storage.audit.verify()
    entries = tuple(entry for entry in wiring.storage.audit.entries() if entry in chosen)
    known = wiring.workspaces()
    names = sorted({entry.event.workspace for entry in entries} & set(known))
    made = datetime.now(UTC).isoformat(timespec="seconds")
    workspaces = tuple(_seen(wiring, name, entries) for name in names)
    return Incident(chosen, made, entries, verification, workspaces)


def _seen(wiring: Wiring, name: str, entries: Iterable[AuditEntry]) -> WorkspaceIncident:
    index = wiring.workspace(name).index
    shown: dict[str, None] = {}
    restored: dict[str, None] = {}
    for entry in entries:
        if entry.event.workspace != name:
            continue
        if entry.event.action in SHOWN:
            shown.update(dict.fromkeys(entry.event.ids))
        elif entry.event.action in READ_BEHIND:
            restored.update(dict.fromkeys(each for each in entry.event.ids if TOKEN.fullmatch(each)))
    documents: dict[str, None] = {}
    subjects: set[str] = set()
    gone = 0
    passages = {passage.chunk_id: passage for passage in index.passages(list(shown))}
    for identifier in shown:
        passage = passages.get(identifier)
        text = passage.text if passage else index.text(identifier)
        if text is None:
            gone += 1
            continue
        documents[passage.document_id if passage else identifier] = None
        subjects.update(token for token in tokens_in(text.value) if token.startswith(_PERSON))
    return WorkspaceIncident(name, tuple(documents), tuple(sorted(subjects)), tuple(restored), gone)


def incident_to_json(incident: Incident, *, reasons: bool) -> dict[str, Any]:
    """The export for machines. `reasons`: with what people gave as reason, which may name somebody."""
    return {
        "from": incident.window.start.isoformat(),
        "to": incident.window.end.isoformat(),
        "made": incident.made,
        "chain": _chain(incident.verification),
        "counts": dict(Counter(entry.event.action for entry in incident.entries)),
        "actors": {actor: dict(counts) for actor, counts in incident.actors().items()},
        "workspaces": [
            {
                "workspace": each.workspace,
                "document_ids": list(each.documents),
                "subjects_in_what_was_shown": list(each.subjects),
                "restored": list(each.restored),
                "no_longer_stored": each.gone,
            }
            for each in incident.workspaces
        ],
        "entries": [_entry(entry, reasons=reasons) for entry in incident.entries],
    }


def form(incident: Incident) -> Report:
    """The export for people, under the points of GDPR Art. 33(3)."""
    return Report(
        "Personal data breach: what the audit trail shows (GDPR Art. 33)",
        (
            f"From {incident.window.start.isoformat()} to {incident.window.end.isoformat()}; made on {incident.made}.",
            "Made of ids and counts: it holds no content, and a data subject is a pseudonym.",
            f"Without undue delay, within 72 hours of becoming aware (Art. 33(1)). Became aware on: {TO_FILL_IN}",
        ),
        (
            Section("(a) Nature of the breach, data subjects and records concerned", _nature(incident)),
            Section("(b) Data protection officer or other contact", (f"Name and contact details: {TO_FILL_IN}",)),
            Section("(c) Likely consequences", (TO_FILL_IN,)),
            Section("(d) Measures taken or proposed", (TO_FILL_IN,)),
            Section("Who saw what", (_actors(incident), _entries(incident.entries))),
            Section("State of the audit trail", (_trail(incident.verification),)),
        ),
    )


def _nature(incident: Incident) -> tuple[Block, ...]:
    table = Table.of(
        (
            "Workspace",
            "Documents shown in full or in part",
            "Persons in what was shown (approximate)",
            "Pseudonyms read behind",
            "Shown, no longer stored",
        ),
        (
            (each.workspace, len(each.documents), len(each.subjects), len(each.restored), each.gone)
            for each in incident.workspaces
        ),
    )
    restored = [f"{each.workspace}: {' '.join(each.restored)}" for each in incident.workspaces if each.restored]
    return (
        f"What happened: {TO_FILL_IN}",
        f"Categories of data subjects: {TO_FILL_IN}",
        table if incident.workspaces else "No workspace appears in the trail in this window.",
        Bullets(tuple(restored)) if restored else "Nobody read behind a pseudonym.",
        "Irreversible workspaces hold no pseudonyms, so their persons can't be counted.",
    )


def _actors(incident: Incident) -> Table | str:
    if not incident.entries:
        return "The trail has no entry in this window."
    return Table.of(
        ("Who", "What, how often"),
        (
            (actor, ", ".join(f"{action} {count}" for action, count in sorted(counts.items())))
            for actor, counts in incident.actors().items()
        ),
    )


def _entries(entries: Sequence[AuditEntry]) -> Table | str:
    if not entries:
        return ""
    return Table.of(
        ("Entry", "Time (UTC)", "Who", "Workspace", "Action", "Ids", "Counts"),
        (
            (
                entry.seq,
                entry.time,
                entry.event.actor,
                entry.event.workspace,
                entry.event.action,
                " ".join(entry.event.ids),
                ", ".join(f"{name} {count}" for name, count in entry.event.counts.items()),
            )
            for entry in entries
        ),
    )


def _trail(verification: Verification) -> str:
    if not verification.intact:
        return (
            f"BROKEN at entry {verification.broken}: {verification.problem}. What stands from there on is not proved; "
            "keep audit.db as evidence."
        )
    anchored = " and agrees with its anchor" if verification.anchored else ""
    return f"The chain of {verification.entries} entries is intact{anchored}: none was changed, inserted or left out."


def _chain(verification: Verification) -> Mapping[str, object]:
    return {
        "intact": verification.intact,
        "entries": verification.entries,
        "broken": verification.broken,
        "problem": verification.problem,
        "anchored": verification.anchored,
    }


def _entry(entry: AuditEntry, *, reasons: bool) -> dict[str, Any]:
    shape = entry_to_json(entry)
    if not reasons:
        shape["reason"] = "(given)" if shape["reason"] else ""
    return shape
