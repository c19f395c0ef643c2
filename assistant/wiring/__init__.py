"""Wiring: the one package that names adapters. Nothing is opened before it is asked for; `close` closes all of it.

Storage   keys, audit trail, records of erasures
Access    API keys, members, tokens of an issuer     on Storage
Models    embedder, reader, tagger
Privacy   redactors and vaults                       on all three
Engines   what answers, by name                      on Models
Wiring    workspaces by name                         on all of it
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from assistant.settings import Settings
from assistant.wiring.access import Access
from assistant.wiring.engines import Engines
from assistant.wiring.models import Models
from assistant.wiring.parts import WorkspaceParts
from assistant.wiring.privacy import Privacy
from assistant.wiring.storage import Storage
from assistant.workspaces.parts import Place
from assistant.workspaces.policy import fixed_policy, has_policy, settle_policy
from assistant.workspaces.workspace import Workspace
from policies.errors import AccessError, BusyError
from policies.loading import load_policy

if TYPE_CHECKING:
    from assistant.erasures.erasing import Eraser


class Wiring:
    """The workspaces of one installation and their parts, shared by whoever runs in this process.

    Safe between threads.
    """

    def __init__(self, settings: Settings, *, engines: Callable[..., Engines] = Engines) -> None:
        """Nothing is opened. `engines` makes the engines by name, as the class does."""
        self.settings = settings
        self.storage = Storage(settings)
        self.access = Access(settings, self.storage)
        self.models = Models(settings)
        self.privacy = Privacy(self.storage, self.access, self.models)
        self.engines = engines(settings, reading_model=lambda: self.models.reading_model)
        self._parts = WorkspaceParts(
            settings, self.storage, self.models, self.privacy, self.engines, self.complete_erasures
        )
        self._lock = threading.RLock()
        self._workspaces: dict[str, Workspace] = {}
        self._completing = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of every file."""
        self._parts.close()
        with self._lock:
            for workspace in self._workspaces.values():
                workspace.opening.close()
            self._workspaces.clear()
            self.engines.close()
            self.storage.close()

    def workspaces(self) -> list[str]:
        """Names of the workspaces that something was ingested into."""
        folder = self.storage.workspaces()
        if not folder.is_dir():
            return []
        return sorted(each.name for each in folder.iterdir() if not each.name.startswith(".") and fixed_policy(each))

    def workspaces_and_vaults(self) -> list[str]:
        """As `workspaces`, with those that hold names though nothing was ingested: a text was redacted there."""
        folder = self.storage.workspaces()
        vaults = {each.name for each in folder.iterdir()} if folder.is_dir() else set()
        begun = self.workspaces()
        return sorted({*begun, *(name for name in vaults if not name.startswith(".") and self.storage.has_vault(name))})

    def counts(self) -> tuple[int, int]:
        """Documents and passages of all workspaces; no vectors are opened for it."""
        from ingest.store import stored_counts

        keys = {name: self.storage.keyring.key("store", name) for name in self.workspaces()}
        found = [stored_counts(self._folder(name) / "store.db", key) for name, key in keys.items()]
        return sum(documents for documents, _ in found), sum(chunks for _, chunks in found)

    def has_workspace(self, name: str) -> bool:
        """Whether something was ingested into a workspace of that name."""
        return has_policy(self._folder(name))

    def workspace(self, name: str | None = None) -> Workspace:
        """The workspace of that name (None: the default one), with its policy, or the default before it has one."""
        name = name or self.settings.workspace
        folder = self._folder(name)
        with self._lock:
            policy = fixed_policy(folder) or load_policy(self.settings.policy)
            known = self._workspaces.get(name)
            if known is None or known.policy.fingerprint != policy.fingerprint:
                if known is not None:
                    known.opening.close()
                known = self._workspaces[name] = Workspace(Place(name, folder, policy), self._parts)
            return known

    def known_workspace(self, name: str) -> Workspace:
        """The workspace of that name, if something was ingested into it or it holds names.

        Raises:
            AccessError: there is none.
        """
        if name not in self.workspaces_and_vaults():
            raise AccessError("There is no such workspace.", remedy="See `assistant workspaces list`.")
        return self.workspace(name)

    def workspace_to_fill(self, name: str | None = None, *, policy: str | None = None) -> Workspace:
        """The workspace of that name, whose policy is fixed from now on.

        Raises:
            PolicyError: it has another policy, or there is no such policy.
            BusyError: its policy is to be fixed, and another command or request writes.
        """
        name = name or self.settings.workspace
        folder = self._folder(name)

        def holds_documents() -> bool:
            from ingest.store import stored_counts  # opens nothing that a writer's lock guards

            return stored_counts(folder / "store.db", self.storage.keyring.key("store", name))[0] > 0

        with self._lock:
            settle_policy(folder, policy, default=self.settings.policy, holds_documents=holds_documents)
        return self.workspace(name)

    @contextmanager
    def erasing_together(self, names: Sequence[str], *, actor: str) -> Iterator[list[Eraser]]:
        """What erases in several workspaces, each open for writing, in the order of their names.

        Raises:
            BusyError: another command or request writes in one of them.
        """
        with self._completing, ExitStack() as stack:
            yield [stack.enter_context(self.workspace(name).erasing(actor=actor)) for name in sorted(names)]

    def complete_erasures(self) -> None:
        """Complete what a kill left of erasures in several workspaces, unless this process is about one."""
        if self.storage.records.drafts.begun() and self._completing.acquire(blocking=False):
            from assistant.erasures.together import complete

            try:
                complete(
                    self.storage.records,
                    self.workspaces_and_vaults(),
                    lambda name: self.workspace(name).opening.catch_up(),
                )
            finally:
                self._completing.release()

    def carry_out_erasures(self) -> None:
        """Carry out, in each workspace, what the erasure log has for it; what another process is about is left to it.

        Raises:
            StorageError: the log was altered, or the disk is full.
        """
        self.complete_erasures()
        promised = {each.workspace for each in self.storage.records.log.entries()}
        for name in sorted(promised.intersection(self.workspaces_and_vaults())):
            with suppress(BusyError):
                self.workspace(name).opening.reading()

    def forget_workspace(self, name: str) -> None:
        """Let go of a workspace's files, which are about to be destroyed."""
        with self._lock:
            workspace = self._workspaces.pop(name, None)
            if workspace is not None:
                workspace.opening.close()
            self.privacy.forget(name)

    def _folder(self, workspace: str) -> Path:
        return self.storage.workspaces() / workspace
