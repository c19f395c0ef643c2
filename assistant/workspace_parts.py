"""What a workspace takes from the wiring."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from assistant.erasures.erasing import Eraser
    from assistant.routing import Router
    from assistant.seams import ReadingModel
    from assistant.settings import Settings
    from assistant.workspace import Workspace
    from ingest.embedder import Embedder
    from ingest.index import Index
    from policies.audit_events import AuditSink
    from policies.policy import Policy
    from policies.redactor import Redactor
    from policies.vault import Vault


class Parts(Protocol):
    """What a workspace takes from the wiring."""

    @property
    def settings(self) -> Settings:
        """The settings."""
        ...

    @property
    def audit(self) -> AuditSink:
        """Where events go."""
        ...

    @property
    def embedder(self) -> Embedder:
        """Makes the vectors of documents and questions."""
        ...

    @property
    def reading_model(self) -> ReadingModel:
        """Reads passages for a question, and judges claims."""
        ...

    def redactor(self, policy: Policy, workspace: str) -> Redactor:
        """The redactor of a policy."""
        ...

    def vault(self, workspace: str) -> Vault:
        """The pseudonym vault of a workspace."""
        ...

    def index(self, workspace: Workspace, *, writable: bool, reindex: bool = False) -> Index:
        """A fresh handle on the index."""
        ...

    def eraser(self, workspace: Workspace, index: Index, *, actor: str) -> Eraser:
        """What erases in a workspace, over an open index."""
        ...

    def forget_prompts(self) -> None:
        """Have engines overwrite what they keep of prompts: it may hold what was erased."""
        ...

    def complete_erasures(self) -> None:
        """Complete what a kill left of erasures in several workspaces."""
        ...

    def router(self, name: str | None, policy: Policy) -> Router:
        """Chooses the engine of each question: the named one, or `auto` (None: as set).

        Raises:
            PolicyError: the policy forbids the named one.
        """
        ...

    def warm_up(self, workspace: Workspace, *, to_answer: bool) -> None:
        """Load beside each other what a question, or a search, needs."""
        ...
