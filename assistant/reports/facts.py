"""What the software knows about a deployment: read from settings, workspaces, trail and measurements, never guessed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import assistant
from assistant.evaluation.kept import last_evaluations
from assistant.rights.retaining import Ground, workspace_period
from assistant.settings import Settings, handed_in_keys
from policies.policy import Policy
from policies.retention import Period

if TYPE_CHECKING:
    from assistant.wiring import Wiring
    from policies.audit_events import Verification

PUBLISHED = Path(__file__).parent / "measured.json"
"""Figures of the product's own benchmarks; a test keeps them in step with `benchmarks/results`."""


@dataclass(frozen=True, slots=True)
class WorkspaceFacts:
    """One workspace. `entities`: findings by type over its documents; `pseudonyms`: values in its vault.

    `asked`: those among them that only questions named; `members`: how many it is there for alone, None where it is
    open to every key. `period` holds for documents without one of their own (`own_periods` have one), by what
    `ground`; `holds`: how many documents are under legal hold.
    """

    name: str
    policy: Policy
    documents: int
    passages: int
    entities: Mapping[str, int]
    pseudonyms: int
    asked: int
    members: int | None
    period: Period
    ground: Ground
    own_periods: int
    holds: int


@dataclass(frozen=True, slots=True)
class Facts:
    """A deployment at one moment. `keys_in`: what kind of place the keys are in; `api_keys`: how many a role."""

    version: str
    made: str
    settings: Settings
    keys_in: str
    workspaces: tuple[WorkspaceFacts, ...]
    models: tuple[str, ...]
    embedder: str
    api_keys: Mapping[str, int]
    audit: Verification
    audited: Mapping[str, int]
    audited_since: str | None
    published: Mapping[str, Any]
    evaluations: tuple[Mapping[str, Any], ...]


def gather(wiring: Wiring) -> Facts:
    """The facts of an installation.

    Raises:
        AssistantError: a part of it can't be read.
    """
    settings = wiring.settings
    entries = wiring.storage.audit.entries()
    return Facts(
        version=assistant.version(),
        made=datetime.now(UTC).isoformat(timespec="seconds"),
        settings=settings,
        keys_in=_keys_in(settings),
        workspaces=tuple(_workspace(wiring, name) for name in wiring.workspaces()),
        models=tuple(model.name for model in wiring.engines.models.list()),
        embedder=wiring.models.embedder.identity.name,
        api_keys=Counter(key.role.value for key in wiring.access.api_keys.list()),
        audit=wiring.storage.audit.verify(),
        audited=Counter(entry.event.action for entry in entries),
        audited_since=entries[0].time if entries else None,
        published=json.loads(PUBLISHED.read_text("utf-8")),
        evaluations=tuple(last_evaluations(settings.home)),
    )


def _workspace(wiring: Wiring, name: str) -> WorkspaceFacts:
    workspace = wiring.workspace(name)
    documents = workspace.documents()
    found: Counter[str] = Counter()
    for document in documents:
        found.update(document.entities)
    vault = wiring.privacy.existing_vault(name)  # one that nobody needed yet is not made for a report
    period, ground = workspace_period(workspace)
    members = wiring.access.members
    return WorkspaceFacts(
        name=name,
        policy=workspace.policy,
        documents=len(documents),
        passages=sum(document.chunks for document in documents),
        entities=dict(sorted(found.items())),
        pseudonyms=vault.count() if vault else 0,
        asked=len(vault.asked()) if vault else 0,
        members=len(members.of(name)) if name in members.closed() else None,
        period=period,
        ground=ground,
        own_periods=len(workspace.index.duties.periods()),
        holds=len(workspace.index.duties.holds()),
    )


def _keys_in(settings: Settings) -> str:
    if handed_in_keys():
        return "the environment of the process"
    places = {
        "file": "a folder apart from the data, mode 0700",
        "mounted": "secrets that the orchestrator mounts",
        "os": "the operating system's key store",
    }
    return places[settings.key_source]
