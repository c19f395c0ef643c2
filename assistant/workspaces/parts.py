"""What a workspace is, before it is opened, and what it takes from the wiring."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from policies.policy import Policy

if TYPE_CHECKING:
    from assistant.erasures.erasing import Eraser
    from assistant.routing import Router
    from assistant.seams import ReadingModel
    from assistant.settings import Settings
    from ingest.embedder import Embedder
    from ingest.index import Index
    from policies.audit_events import AuditSink
    from policies.redactor import Redactor
    from policies.text import RedactedText
    from policies.vault import Vault


@dataclass(frozen=True, slots=True)
class Place:
    """A workspace's name, its folder, and the policy under which everything in it is redacted."""

    name: str
    folder: Path
    policy: Policy


class Models(Protocol):
    """The small models that every question needs."""

    @property
    def embedder(self) -> Embedder:
        """Makes the vectors of documents and questions."""
        ...

    @property
    def reading_model(self) -> ReadingModel:
        """Reads passages for a question, and judges claims."""
        ...


class Privacy(Protocol):
    """What redacts, and what remembers pseudonyms."""

    def redactor(
        self,
        policy: Policy,
        workspace: str,
        seen: Callable[[RedactedText], bool] | None = None,
        shown: Callable[[RedactedText], bool] | None = None,
    ) -> Redactor:
        """The redactor of a policy; with `seen` it knows the names alone whose tokens are `seen`.

        A word that is `shown`, as the documents have it, is no name in a question.
        """
        ...

    def vault(self, workspace: str) -> Vault:
        """The pseudonym vault of a workspace."""
        ...

    def existing_vault(self, workspace: str) -> Vault | None:
        """The pseudonym vault of a workspace if it has one, whatever its policy is."""
        ...

    def forget_findings(self) -> None:
        """Let go of what is remembered of analysed texts: it stands for what was erased, too."""
        ...


class Engines(Protocol):
    """What drafts answers."""

    def router(self, name: str | None, policy: Policy) -> Router:
        """Chooses the engine of each question: the named one, or `auto` (None: as set).

        Raises:
            PolicyError: the policy forbids the named one.
        """
        ...

    def forget(self) -> None:
        """Have engines overwrite what they keep of prompts: it may hold what was erased."""
        ...


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
    def models(self) -> Models:
        """The small models."""
        ...

    @property
    def privacy(self) -> Privacy:
        """Redactors and vaults."""
        ...

    @property
    def engines(self) -> Engines:
        """The engines by name."""
        ...

    def index(self, place: Place, *, writable: bool, reindex: bool = False) -> Index:
        """A fresh handle on the index."""
        ...

    def eraser(self, place: Place, index: Index, *, actor: str) -> Eraser:
        """What erases in a workspace, over an open index."""
        ...

    def erasures_stamp(self) -> tuple[int, int]:
        """What another entry of the erasure log changes."""
        ...

    def complete_erasures(self) -> None:
        """Complete what a kill left of erasures in several workspaces."""
        ...

    def warm_up(self, index: Callable[[], Index], *, to_answer: bool) -> None:
        """Load beside each other what a question, or a search, needs; `index` opens the workspace's."""
        ...
