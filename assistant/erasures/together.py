"""Erases in one workspace or in several as one: promised in all of them or in none, told in one signed receipt.

A kill after the promise leaves a draft of the receipt, and each workspace that was not reached has its entry in the
erasure log. Nothing is read in such a workspace before it is carried out there; and the next command that opens any
workspace completes the others too (`complete`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from types import MappingProxyType
from typing import Any

from assistant.erasures.erasing import Eraser
from assistant.erasures.erasure import Demand, Outcome, Tally, scan_to_json
from assistant.erasures.records import Records
from policies.byte_scan import Scan
from policies.errors import BusyError


def erase_together(demands: Sequence[tuple[Eraser, Demand]], more: Mapping[str, Any] = MappingProxyType({})) -> Outcome:
    """Carry out demands of one kind, each in a workspace of its own, open for writing and caught up with the log.

    `more` is what else the receipt is to tell.

    Raises:
        HoldError: what is to go is under legal hold in one of them, and `except_held` is not given; nothing is erased.
        AuditError: it could not be audited; nothing is erased.
        StorageError: from the log's entries on, the next command finishes it.
    """
    first, demand = demands[0]
    records, id = first.records, first.records.new_id()
    prepared = [(eraser, *eraser.prepare(each, id)) for eraser, each in demands]
    for eraser, removal, event in prepared:
        eraser.announce(removal, event)
    records.drafts.begin(id, {**first.about(demand.kind), **more}, [eraser.workspace for eraser, _ in demands])
    entries = records.log.append_together(
        id,
        demand.kind,
        {eraser.workspace: removal.hashes for eraser, removal, _ in prepared},
        after=max(eraser.noted for eraser, _ in demands),
    )
    for eraser, removal, _ in prepared:
        eraser.remove(removal)
    # Only now: what one workspace looks for may stand in another until it is erased there as well.
    for (eraser, removal, _), entry in zip(prepared, entries, strict=True):
        eraser.prove(removal, entry, [id])
    return Outcome.of(*records.finish(id))


def complete(records: Records, workspaces: Iterable[str], open_for_writing: Callable[[str], None]) -> None:
    """Complete what a kill left of erasures in several workspaces; opening one carries out what is missing in it.

    What another command is doing at this moment is left to it.
    """
    drafts, known = records.drafts, set(workspaces)
    for id in drafts.begun():
        entries = {each.workspace: each for each in records.log.entries() if each.id == id}
        with suppress(BusyError):
            for name in drafts.missing(id) or list(entries)[:1]:
                if name in known:
                    open_for_writing(name)
            if id not in drafts.begun():
                continue
            if not any(each.id == id for each in records.log.entries()):
                drafts.remove(id)  # a kill before the promise
                continue
            for name in set(drafts.missing(id)) - known:
                drafts.add(id, _gone(name, entries[name].time, entries[name].number))
            if not drafts.missing(id):
                records.finish(id)


def _gone(workspace: str, logged_at: str, number: int) -> dict[str, Any]:
    """The part of a workspace that was destroyed as a whole meanwhile."""
    about = {"workspace": workspace, "cause": "workspace deleted", "logged_at": logged_at, "log_entry": number}
    return about | Tally().to_json() | scan_to_json(Scan(0, 0, 0, ()), ())
