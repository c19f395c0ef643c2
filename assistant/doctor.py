"""What `assistant doctor` examines: each check says what it found, and what to do where something is wrong."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from assistant.wiring import Wiring
from assistant.workspaces import changing
from policies.errors import AssistantError, ModelError
from policies.text import EMPTY

LEAST_FREE_BYTES = 2**30


@dataclass(frozen=True, slots=True)
class Check:
    """One finding. `remedy` is empty when it is healthy."""

    name: str
    healthy: bool
    finding: str
    remedy: str = ""


def examine(wiring: Wiring) -> list[Check]:
    """Run every check; one that fails does not stop the others."""
    checks: list[Check] = []
    for name, step in (
        ("keys", _keys),
        ("audit", _audit),
        ("erasures", _erasures),
        ("embedder", _embedder),
        ("reader", _reader),
        ("models", _models),
        ("workspaces", _workspaces),
        ("disk", _disk),
    ):
        checks += _tried(name, step, wiring)
    return checks


def repair(wiring: Wiring) -> None:
    """Make each workspace's index agree with itself.

    Raises:
        BusyError: another process writes.
    """
    for name in wiring.workspaces():
        changing.repair(wiring.workspace(name))


def _tried(name: str, step: Callable[[Wiring], Iterator[Check]], wiring: Wiring) -> list[Check]:
    try:
        return list(step(wiring))
    except AssistantError as error:
        return [Check(name, False, error.problem, error.remedy)]


def _keys(wiring: Wiring) -> Iterator[Check]:
    from policies.wrapped_keys import read_wrapped_keys

    yield Check("keys", True, f"keyring {wiring.storage.keyring.fingerprint()} belongs to this data")
    wrapped = read_wrapped_keys(wiring.settings.home)
    if wrapped is not None and wrapped.pending:
        remedy = "Put the new keys in place, if you hold them, and run `assistant keys rotate encryption`."
        yield Check("keys", False, "a rotation of the master keys is not completed: old and new ones open it", remedy)


def _audit(wiring: Wiring) -> Iterator[Check]:
    verification = wiring.storage.audit.verify()
    if verification.intact:
        yield Check("audit", True, f"{verification.entries} entries, chain intact")
        return
    yield Check(
        "audit",
        False,
        f"broken at entry {verification.broken}: {verification.problem}",
        verification.remedy,
    )


def _erasures(wiring: Wiring) -> Iterator[Check]:
    records = wiring.storage.records
    count = len(records.log.entries())
    if records.apart:
        yield Check("erasures", True, f"{count} entries in the log, apart from the data")
        return
    yield Check(
        "erasures",
        False,
        "the log lies in the data folder: a restored backup would bring back what was erased",
        "Set ASSISTANT_RECORDS to a folder elsewhere, and move erasures.log and receipts there.",
    )


def _reader(wiring: Wiring) -> Iterator[Check]:
    wiring.models.reading_model.load()
    yield Check("reader", True, "its model is the one that its card names")


def _embedder(wiring: Wiring) -> Iterator[Check]:
    identity = wiring.models.embedder.identity
    wiring.models.embedder.embed([EMPTY])
    yield Check("embedder", True, f"{identity.name}, {identity.dimension} dimensions, sha256 {identity.sha256[:16]}…")


def _models(wiring: Wiring) -> Iterator[Check]:
    models = [*wiring.engines.models.list(), *wiring.engines.models.adapters()]
    if not models:
        yield Check("models", True, "none added; answers come from the reader")
    for model in models:
        try:
            wiring.engines.models.check(model.name)
            yield Check(f"model {model.name}", True, f"sha256 {model.sha256[:16]}… as it was added")
        except ModelError as error:
            yield Check(f"model {model.name}", False, error.problem, error.remedy)


def _workspaces(wiring: Wiring) -> Iterator[Check]:
    names = wiring.workspaces()
    if not names:
        yield Check("workspaces", True, "none yet; `assistant ingest FOLDER` begins one")
    for name in names:
        yield from _tried(f"workspace {name}", partial(_workspace, name), wiring)


def _workspace(name: str, wiring: Wiring) -> Iterator[Check]:
    workspace = wiring.workspace(name)
    findings = changing.check(workspace)
    for finding in findings:
        yield Check(f"workspace {name}", False, finding.problem, finding.remedy)
    if not findings:
        count = len(workspace.documents())
        yield Check(f"workspace {name}", True, f"{count} documents; chunks, words and vectors agree")


def _disk(wiring: Wiring) -> Iterator[Check]:
    home = wiring.settings.home
    try:
        free = shutil.disk_usage(home).free
    except OSError as error:
        yield Check("disk", False, f"{home} can't be read ({error.strerror})", "Check the data folder's rights.")
        return
    healthy = free >= LEAST_FREE_BYTES
    remedy = "" if healthy else "Make room: erasing a document needs as much again as the vectors take."
    yield Check("disk", healthy, f"{free / 2**30:.1f} GiB free", remedy)
