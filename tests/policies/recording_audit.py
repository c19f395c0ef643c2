"""Fakes of the audit seam."""

from __future__ import annotations

from policies.audit import AuditEvent
from policies.errors import AuditError


class RecordingAudit:
    """Keeps events in a list."""

    def __init__(self) -> None:
        self.events: list[AuditEvent] = []

    def record(self, event: AuditEvent) -> None:
        self.events.append(event)

    def actions(self) -> list[str]:
        return [event.action for event in self.events]


class FullAudit:
    """Can't write."""

    def record(self, event: AuditEvent) -> None:
        raise AuditError("The audit trail can't be written.", remedy="Free some space.")
