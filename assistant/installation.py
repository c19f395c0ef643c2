"""What is done to an installation as a whole, and said of it: each act is audited under `INSTALLATION`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from assistant.wiring import Wiring
from ingest.document import Notice
from ingest.redacting import foreign
from policies.audit_events import AuditEntry, AuditEvent
from policies.errors import ConfigError, PolicyError
from policies.loading import load_policy
from policies.text import Redaction

if TYPE_CHECKING:
    from assistant.models import Model

INSTALLATION = "-"
"""Where the audit names a workspace for what concerns none."""


def initialize(wiring: Wiring, *, actor: str) -> bool:
    """Make keys, folders and audit trail where there are none; tells whether it did."""
    fresh = not (wiring.settings.home / "audit.db").exists()
    trail = wiring.storage.audit
    if fresh:
        trail.record(AuditEvent("initialized", actor, INSTALLATION))
    return fresh


def redact(
    wiring: Wiring, text: str, *, policy: str | None, workspace: str | None, actor: str
) -> tuple[Redaction, list[Notice]]:
    """Redact a text under a policy (None: the workspace's), audited by its counts; and what to know of its language.

    A reversible policy remembers names in the workspace's vault: only the workspace's own may.

    Raises:
        PolicyError: it is reversible, and the workspace was begun with another one; or there is no such policy.
        RedactionError: redaction failed; nothing passes on.
    """
    opened = wiring.workspace(workspace)
    chosen = opened.policy if policy is None else load_policy(policy)
    if chosen.reversible and chosen.fingerprint != opened.policy.fingerprint and wiring.has_workspace(opened.name):
        raise PolicyError(
            f"The policy '{chosen.name}' keeps names, and workspace '{opened.name}' is under '{opened.policy.name}'.",
            remedy="Use a workspace with that policy, or one that nothing was ingested into.",
        )
    redactor = opened.redactor_for_asker(chosen)
    redaction = redactor.redact(text)
    wiring.storage.audit.record(AuditEvent.redacted(actor, opened.name, policy=chosen.name, **redaction.counts()))
    return redaction, foreign(text, redactor)


def record_evaluation(wiring: Wiring, *, actor: str, policy: str, texts: int) -> None:
    """Audit that texts were redacted to measure a policy."""
    wiring.storage.audit.record(
        AuditEvent.redacted(actor, INSTALLATION, policy=policy, texts=texts, purpose="evaluation")
    )


def record_export(wiring: Wiring, *, actor: str, what: str, **counts: int | str) -> None:
    """Audit that a report or a part of the trail is about to be handed out."""
    wiring.storage.audit.record(AuditEvent("exported", actor, INSTALLATION, (), {"what": what, **counts}))


def acknowledge_restored_trail(wiring: Wiring, reason: str, *, actor: str) -> AuditEntry:
    """Let the trail go on after an older copy of it was restored; the entry says who restored it, and why.

    Raises:
        ConfigError: there is no reason.
        AuditError: there is no restored copy, an entry was altered, or the trail can't be written.
    """
    if not reason.strip():
        raise ConfigError("It needs a reason.", remedy="Say who restored the older copy, and why.")
    return wiring.storage.audit.acknowledge(actor, INSTALLATION, reason)


def create_api_key(wiring: Wiring, name: str, role: str, *, actor: str) -> str:
    """Make a key, told once.

    Raises:
        ConfigError: the name is taken or unfit, or there is no such role.
    """
    secret = wiring.access.api_keys.create(name, role)
    wiring.storage.audit.record(AuditEvent.key_created(actor, INSTALLATION, name, role))
    return secret


def revoke_api_key(wiring: Wiring, name: str, *, actor: str) -> None:
    """Make a key useless, at once and everywhere.

    Raises:
        AccessError: there is none of that name.
    """
    wiring.access.api_keys.revoke(name)
    wiring.storage.audit.record(AuditEvent.key_revoked(actor, INSTALLATION, name))


def record_refused_access(wiring: Wiring, *, actor: str, permission: str, workspace: str = INSTALLATION) -> None:
    """Audit that someone asked for what their role may not do."""
    wiring.storage.audit.record(AuditEvent.access_refused(actor, workspace, permission=permission))


def record_fetch(wiring: Wiring, *, actor: str, host: str, step: str, sha256: str = "") -> None:
    """Audit that a model's file is about to be fetched from a host, or what became of it; `step` says which."""
    counts = {"host": host[:100], "step": step} | ({"sha256": sha256} if sha256 else {})
    wiring.storage.audit.record(AuditEvent("model_fetched", actor, INSTALLATION, (), counts))


def record_model(wiring: Wiring, action: Literal["model_added", "model_removed"], model: Model, *, actor: str) -> None:
    """Audit that a model or an adapter is about to be listed, or deleted."""
    counts = {"model": model.name, "kind": model.kind, "sha256": model.sha256}
    wiring.storage.audit.record(AuditEvent(action, actor, INSTALLATION, (), counts))
