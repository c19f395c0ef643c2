"""Wiring: the one package that names adapters. Nothing is opened before it is asked for; `close` closes all of it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, cast

from assistant.settings import Settings, handed_in_keys
from assistant.wiring.engines import Engines
from assistant.workspace import Workspace
from assistant.workspace_policy import fix_policy, fixed_policy, has_policy, refuse_another
from policies.errors import AccessError, AssistantError, ConfigError
from policies.policy import Policy, load_policy
from policies.text import EMPTY

if TYPE_CHECKING:
    from assistant.engines.openai_compatible import OpenAICompatible
    from assistant.erasures.erasing import Eraser
    from assistant.erasures.records import Records
    from assistant.models import ModelShelf
    from assistant.onnx_reader import OnnxReader
    from assistant.routing import Router
    from ingest.embedder import Embedder
    from ingest.index import Index
    from policies.access import ApiKeys
    from policies.audit import AuditTrail
    from policies.keys import Keyring
    from policies.members import Members
    from policies.oidc import OidcTokens
    from policies.recognizers.tagger import Tagger
    from policies.redactor import Redactor
    from policies.restore_limit import RestoreLimit
    from policies.vault import Vault


class Wiring:
    """The parts of one installation, shared by whoever runs in this process. Safe between threads."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._closing = ExitStack()
        self._lock = threading.RLock()
        self._workspaces: dict[str, Workspace] = {}
        self._vaults: dict[str, Vault] = {}
        self._redactors: dict[tuple[str, str], Redactor] = {}
        self._engines = Engines(settings, reading_model=lambda: self.reading_model)
        self._warm: set[str] = set()
        self._warming: list[threading.Thread] = []
        self._completing = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of every file."""
        for thread in self._warming:
            thread.join()  # a process that ends while a library is being loaded is aborted
        with self._lock:
            for workspace in self._workspaces.values():
                workspace.close()
            self._workspaces.clear()
            self._engines.close()
            self._closing.close()

    @cached_property
    def keyring(self) -> Keyring:
        """The keys, made when there are neither keys nor data.

        Raises:
            KeyFileError: data is there and its key is not, or the keys can't be used.
        """
        from policies.keys import Source, create_keyring

        settings = self.settings
        source = cast("Source", settings.key_source)
        return create_keyring(settings.keys, data=settings.home, overrides=handed_in_keys(), source=source)

    @cached_property
    def audit(self) -> AuditTrail:
        """The audit trail, anchored beside the keys where that folder is ours to write."""
        from policies.audit import AuditTrail

        anchored = self.settings.key_source == "file" and not handed_in_keys()
        anchor = self.settings.keys / "audit.anchor" if anchored else None
        trail = AuditTrail.open(self._home() / "audit.db", keyring=self.keyring, anchor=anchor)
        self._closing.callback(trail.close)
        return trail

    @cached_property
    def records(self) -> Records:
        """The erasure log and the receipts, apart from the data."""
        from assistant.erasures.records import LOG_FILE, Records
        from assistant.workspace_erasure import destroy_erased
        from policies.erasure_log import ErasureLog
        from policies.receipts import ReceiptSigner

        folder, home = self.settings.records_folder, self.settings.home
        destroy_erased(home / "workspaces")
        return Records(
            folder=folder,
            log=ErasureLog(folder / LOG_FILE, self.keyring.key("erasures")),
            signer=ReceiptSigner(self.keyring.key("receipts")),
            apart=not folder.resolve().is_relative_to(home.resolve()),
        )

    @cached_property
    def api_keys(self) -> ApiKeys:
        """Who may come in over REST."""
        from policies.access import ApiKeys

        keys = ApiKeys.open(self._home() / "access.db", keyring=self.keyring)
        self._closing.callback(keys.close)
        return keys

    @cached_property
    def members(self) -> Members:
        """Who belongs to which workspace."""
        from policies.members import Members

        members = Members.open(self._home() / "access.db", keyring=self.keyring)
        self._closing.callback(members.close)
        return members

    @cached_property
    def oidc(self) -> OidcTokens | None:
        """Who verifies tokens of the organisation's issuer; None: there are API keys alone.

        Raises:
            ConfigError: the settings of the issuer are not whole, or its keys are not fit.
        """
        from assistant.wiring.oidc import oidc_tokens

        return oidc_tokens(self.settings) if self.settings.oidc_issuer else None

    @cached_property
    def restore_limit(self) -> RestoreLimit:
        """How many values behind pseudonyms each person was shown within the hour."""
        from policies.restore_limit import RestoreLimit

        per_hour = self.settings.restored_values_per_hour
        limit = RestoreLimit.open(self._home() / "access.db", keyring=self.keyring, per_hour=per_hour)
        self._closing.callback(limit.close)
        return limit

    @cached_property
    def embedder(self) -> Embedder:
        """The embedder of the settings; its weights are loaded with the first text."""
        if self.settings.embedder:
            from ingest.sentence_transformer_embedder import SentenceTransformerEmbedder

            return SentenceTransformerEmbedder(Path(self.settings.embedder), threads=self.settings.cores)
        from ingest.onnx_embedder import OnnxEmbedder

        return OnnxEmbedder(threads=self.settings.cores)

    @cached_property
    def reading_model(self) -> OnnxReader:
        """The trained model that ranks passages, finds answers in them and judges claims; loaded with first use."""
        from assistant.onnx_reader import OnnxReader

        return OnnxReader(threads=self.settings.cores)

    @cached_property
    def tagger(self) -> Tagger:
        """The embedded tagger of personal data; its weights are loaded with the first text."""
        from policies.recognizers.onnx_tagger import OnnxTagger
        from policies.recognizers.remembering_tagger import RememberingTagger

        return RememberingTagger(OnnxTagger(threads=self.settings.cores))

    @property
    def models(self) -> ModelShelf:
        """The language models that were added."""
        return self._engines.models

    def workspaces(self) -> list[str]:
        """Names of the workspaces that something was ingested into."""
        folder = self.settings.home / "workspaces"
        if not folder.is_dir():
            return []
        return sorted(each.name for each in folder.iterdir() if not each.name.startswith(".") and fixed_policy(each))

    def counts(self) -> tuple[int, int]:
        """Documents and passages of all workspaces; no vectors are opened for it."""
        from ingest.store import stored_counts

        keys = {name: self.keyring.key("store", name) for name in self.workspaces()}
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
                    known.close()
                known = self._workspaces[name] = Workspace(name=name, folder=folder, policy=policy, parts=self)
            return known

    def known_workspace(self, name: str) -> Workspace:
        """The workspace of that name, if something was ingested into it.

        Raises:
            AccessError: there is none.
        """
        if name not in self.workspaces():
            raise AccessError("There is no such workspace.", remedy="See `assistant workspaces list`.")
        return self.workspace(name)

    def workspace_to_fill(self, name: str | None = None, *, policy: str | None = None) -> Workspace:
        """The workspace of that name, whose policy is fixed from now on.

        Raises:
            PolicyError: it has another policy, or there is no such policy.
        """
        folder = self._folder(name or self.settings.workspace)
        with self._lock:
            fixed = fixed_policy(folder)
            if fixed is None:
                fix_policy(folder, policy or self.settings.policy)
            elif policy is not None and not self.workspace(name).documents():
                fix_policy(folder, policy)  # a first ingestion that stored nothing binds nobody
            elif policy is not None:
                refuse_another(folder, fixed, policy)
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
        if self.records.drafts.begun() and self._completing.acquire(blocking=False):
            from assistant.erasures.together import complete

            try:
                complete(self.records, self.workspaces(), lambda name: self.workspace(name).catch_up())
            finally:
                self._completing.release()

    def redactor(self, policy: Policy, workspace: str) -> Redactor:
        """A policy's redactor; pseudonyms come from the workspace's vault, days of shifted dates from its keys."""
        from policies.presidio_redactor import PresidioRedactor

        with self._lock:
            place = (policy.fingerprint, workspace if policy.reversible or policy.shifts else "")
            if place not in self._redactors:
                vault = self.vault(workspace) if policy.reversible else None
                key = self.keyring.key("dates", workspace) if policy.shifts else None
                self._redactors[place] = PresidioRedactor(policy, vault, tagger=self.tagger, date_key=key)
            return self._redactors[place]

    def measuring_redactor(self, policy: Policy) -> Redactor:
        """A redactor that knows and remembers nobody: no vault, so the policy must be irreversible."""
        from policies.presidio_redactor import PresidioRedactor

        return PresidioRedactor(policy, tagger=self.tagger)

    def vault(self, workspace: str) -> Vault:
        """The pseudonym vault of a workspace."""
        from policies.vault import Vault

        with self._lock:
            if workspace not in self._vaults:
                self._home()
                folder = self._folder(workspace)
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
                vault = Vault.open(
                    folder / "vault.db",
                    workspace=workspace,
                    keyring=self.keyring,
                    audit=self.audit,
                    # Opened with the first restoring: questions need no count.
                    limit=lambda actor, count: self.restore_limit.take(actor, count),
                )
                self._closing.callback(vault.close)
                self._vaults[workspace] = vault
            return self._vaults[workspace]

    def index(self, workspace: Workspace, *, writable: bool, reindex: bool = False) -> Index:
        """Open the index of a workspace; whoever asks closes it. See `Index.open`.

        Raises:
            BusyError: `writable`, and another process writes.
        """
        from ingest.chunking import CHUNKER_VERSION
        from ingest.index import Index

        return Index.open(
            workspace.folder,
            key=self.keyring.key("store", workspace.name),
            embedder=self.embedder.identity,
            chunker_version=CHUNKER_VERSION,
            policy=workspace.policy.name,
            writable=writable,
            reindex=reindex,
        )

    def eraser(self, workspace: Workspace, index: Index, *, actor: str) -> Eraser:
        """What erases in a workspace, over an open index."""
        from assistant.erasures.erasing import Eraser
        from policies.keys import derive

        return Eraser(
            workspace=workspace.name,
            folder=workspace.folder,
            home=self.settings.home,
            index=index,
            vault=self.vault(workspace.name) if workspace.policy.reversible else None,
            embedder=self.embedder,
            records=self.records,
            audit=self.audit,
            job_key=derive(self.keyring.key("erasures", workspace.name), "job"),
            actor=actor,
        )

    def forget_prompts(self) -> None:
        """Have engines overwrite what they keep of prompts: it may hold what was erased."""
        self._engines.forget()

    def forget_workspace(self, name: str) -> None:
        """Let go of a workspace's files, which are about to be destroyed."""
        with self._lock:
            workspace = self._workspaces.pop(name, None)
            if workspace is not None:
                workspace.close()
            vault = self._vaults.pop(name, None)
            if vault is not None:
                vault.close()
            self._redactors = {place: each for place, each in self._redactors.items() if place[1] != name}

    def router(self, name: str | None, policy: Policy) -> Router:
        """What chooses the engine of each question: `auto`, or one engine by its name (None: as set).

        Raises:
            ModelError: there is no such model, or it was altered.
            PolicyError: the policy forbids it.
        """
        return self._engines.router(name, policy)

    @property
    def remote_engines(self) -> Mapping[str, OpenAICompatible]:
        """The engines on the organisation's own network, by name; none is connected to by this."""
        return self._engines.remotes

    def engines(self) -> list[str]:
        """The engines by name."""
        return self._engines.names()

    def warm_up(self, workspace: Workspace, *, to_answer: bool) -> None:
        """Load beside each other, once, what a question (or a search alone) needs: half of the wait is the disk.

        What fails here fails again, and is told, where it is needed.
        """
        steps: dict[str, Callable[[], object]] = {
            "embedder": lambda: self.embedder.embed([EMPTY]),
            "index": lambda: workspace.index,
            "tagger": self.tagger.load,
        }
        if to_answer:
            steps["reader"] = self.reading_model.load
        with self._lock:
            cold = steps.keys() - self._warm
            self._warm |= cold
        for name in cold:
            thread = threading.Thread(target=_quietly, args=(steps[name],), daemon=True)
            thread.start()
            self._warming.append(thread)

    def _folder(self, workspace: str) -> Path:
        return self.settings.home / "workspaces" / workspace

    def _home(self) -> Path:
        home = self.settings.home
        try:
            home.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise ConfigError(
                f"The data folder {home} can't be made ({error.strerror}).", remedy="Name another in ASSISTANT_HOME."
            ) from error
        return home


def _quietly(step: Callable[[], object]) -> None:
    with suppress(AssistantError):
        step()
