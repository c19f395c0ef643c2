"""What a workspace takes from an installation: see `assistant.workspaces.parts`."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from assistant.settings import Settings
from assistant.wiring.engines import Engines
from assistant.wiring.models import Models
from assistant.wiring.privacy import Privacy
from assistant.wiring.storage import Storage
from assistant.workspaces.parts import Place
from policies.errors import AssistantError
from policies.text import EMPTY

if TYPE_CHECKING:
    from assistant.erasures.erasing import Eraser
    from ingest.index import Index
    from policies.audit import AuditTrail
    from policies.vault import Vault


class WorkspaceParts:
    """The parts that all workspaces of an installation share. Safe between threads."""

    def __init__(
        self,
        settings: Settings,
        storage: Storage,
        models: Models,
        privacy: Privacy,
        engines: Engines,
        complete_erasures: Callable[[], None],
    ) -> None:
        self.settings = settings
        self.models = models
        self.privacy = privacy
        self.engines = engines
        self._storage = storage
        self._complete_erasures = complete_erasures
        self._lock = threading.Lock()
        self._warm: set[str] = set()
        self._warming: list[threading.Thread] = []

    @property
    def audit(self) -> AuditTrail:
        """Where events go."""
        return self._storage.audit

    def index(self, place: Place, *, writable: bool, reindex: bool = False) -> Index:
        """Open the index of a workspace; whoever asks closes it. See `Index.open`.

        Raises:
            BusyError: `writable`, and another process writes.
        """
        from ingest.chunking import CHUNKER_VERSION
        from ingest.index import Index

        return Index.open(
            place.folder,
            key=self._storage.keyring.key("store", place.name),
            embedder=self.models.embedder.identity,
            chunker_version=CHUNKER_VERSION,
            policy=place.policy.name,
            writable=writable,
            reindex=reindex,
        )

    def eraser(self, place: Place, index: Index, *, actor: str) -> Eraser:
        """What erases in a workspace, over an open index."""
        from assistant.erasures.erasing import Eraser
        from policies.keys import derive

        return Eraser(
            workspace=place.name,
            folder=place.folder,
            home=self.settings.home,
            index=index,
            vault=self._vault(place),
            embedder=self.models.embedder,
            records=self._storage.records,
            audit=self.audit,
            job_key=derive(self._storage.keyring.key("erasures", place.name), "job"),
            actor=actor,
        )

    def _vault(self, place: Place) -> Vault | None:
        """What erasure empties: also a vault that was left in a workspace whose policy makes no pseudonyms."""
        return self.privacy.vault(place.name) if place.policy.reversible else self.privacy.existing_vault(place.name)

    def erasures_stamp(self) -> tuple[int, int]:
        """What another entry of the erasure log changes."""
        return self._storage.records.log.stamp()

    def complete_erasures(self) -> None:
        """Complete what a kill left of erasures in several workspaces."""
        self._complete_erasures()

    def warm_up(self, index: Callable[[], Index], *, to_answer: bool) -> None:
        """Load beside each other, once, what a question (or a search alone) needs: half of the wait is the disk.

        What fails here fails again, and is told, where it is needed.
        """
        steps: dict[str, Callable[[], object]] = {
            "embedder": lambda: self.models.embedder.embed([EMPTY]),
            "index": index,
            "tagger": self.models.tagger.load,
        }
        if to_answer:
            steps["reader"] = self.models.reading_model.load
        with self._lock:
            cold = steps.keys() - self._warm
            self._warm |= cold
        for name in cold:
            thread = threading.Thread(target=_quietly, args=(steps[name],), daemon=True)
            thread.start()
            self._warming.append(thread)

    def close(self) -> None:
        """Wait for what is still being loaded: a process that ends while a library is loaded is aborted."""
        for thread in self._warming:
            thread.join()


def _quietly(step: Callable[[], object]) -> None:
    with suppress(AssistantError):
        step()
