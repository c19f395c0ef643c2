"""A data subject who also uses the assistant: API keys, memberships and audit entries under their name.

They are told and not erased with the subject. A key and a membership are access that an administrator gave, and end
when one takes it away. Who did what stays in the trail: it is kept to show that the law was followed (GDPR Art. 5(2),
17(3)(b) and (e); 45 CFR 164.316(b)(2)(i) asks for six years), and a changed entry would break its chain.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.shapes import Json
from assistant.wiring import Wiring
from policies.audit_events import AuditEntry
from policies.subject_mentions import mentions
from policies.subjects import Subject

REMEDY = "`assistant keys revoke` and `assistant workspaces remove-member` take them out, without a byte left"
KEPT = "kept to show that the law was followed: GDPR Art. 5(2), 17(3)(b) and (e), 45 CFR 164.316(b)(2)(i)"


@dataclass(frozen=True, slots=True)
class AsUser:
    """How much bears the subject's name. `audit_entries`: those of which they are the actor, or whose key they tell."""

    api_keys: int = 0
    memberships: int = 0
    audit_entries: int = 0

    def __bool__(self) -> bool:
        return bool(self.api_keys or self.memberships or self.audit_entries)

    def to_json(self) -> Json:
        """The part of a search and of a receipt that is about access."""
        return {
            "api_keys": self.api_keys,
            "memberships": self.memberships,
            "audit_entries": self.audit_entries,
            "remedy": REMEDY if self.api_keys or self.memberships else None,
            "kept": KEPT if self.audit_entries else None,
        }


def as_user(subject: Subject, wiring: Wiring) -> AsUser:
    """What of the installation's access and trail bears a subject's name."""
    known: dict[str, bool] = {}

    def bears(name: str) -> bool:
        """Whether a name that access or trail has is the subject's: "Edda Quill", "oidc:edda.quill@example.org"."""
        if name not in known:
            known[name] = bool(mentions([name], subject)[0])
        return known[name]

    members = [each.who for name in wiring.workspaces() for each in wiring.access.members.of(name)]
    return AsUser(
        sum(bears(key.name) for key in wiring.access.api_keys.list()),
        sum(map(bears, members)),
        sum(any(map(bears, _people(entry))) for entry in wiring.storage.audit.entries()),
    )


def _people(entry: AuditEntry) -> list[str]:
    """Whom an entry names: who acted, and whose key or membership it tells of."""
    told = (entry.event.counts.get(each) for each in ("name", "member"))
    return [entry.event.actor, *(each for each in told if isinstance(each, str))]
