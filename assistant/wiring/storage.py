"""What an installation keeps under keys: the keys themselves, the audit trail, and the records of what was erased."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, cast

from assistant.settings import Settings, handed_in_keys
from policies.errors import ConfigError

if TYPE_CHECKING:
    from assistant.erasures.records import Records
    from policies.audit import AuditTrail
    from policies.keys import Keyring


class Storage:
    """The data folder and the key folder. Nothing is opened before it is asked for; `close` closes all of it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._closing = ExitStack()

    def closing(self, close: Callable[[], None]) -> None:
        """Have something closed with the rest, in the reverse order of opening."""
        self._closing.callback(close)

    def close(self) -> None:
        """Let go of every file."""
        self._closing.close()

    @cached_property
    def keyring(self) -> Keyring:
        """The keys, made when there are neither keys nor data.

        Raises:
            KeyFileError: data is there and its key is not, or the keys can't be used.
        """
        from policies.keys import Source, create_keyring

        settings = self._settings
        source = cast("Source", settings.key_source)
        return create_keyring(settings.keys, data=settings.home, overrides=handed_in_keys(), source=source)

    @cached_property
    def audit(self) -> AuditTrail:
        """The audit trail, anchored beside the keys where that folder is ours to write."""
        from policies.audit import AuditTrail

        anchored = self._settings.key_source == "file" and not handed_in_keys()
        anchor = self._settings.keys / "audit.anchor" if anchored else None
        trail = AuditTrail.open(self.home() / "audit.db", keyring=self.keyring, anchor=anchor)
        self.closing(trail.close)
        return trail

    @cached_property
    def records(self) -> Records:
        """The erasure log and the receipts, apart from the data."""
        from assistant.erasures.destroyed import destroy_erased
        from assistant.erasures.records import LOG_FILE, Records
        from policies.erasure_log import ErasureLog
        from policies.receipts import ReceiptSigner

        folder, home = self._settings.records_folder, self._settings.home
        destroy_erased(home / "workspaces")
        return Records(
            folder=folder,
            log=ErasureLog(folder / LOG_FILE, self.keyring.key("erasures")),
            signer=ReceiptSigner(self.keyring.key("receipts")),
            apart=not folder.resolve().is_relative_to(home.resolve()),
        )

    def home(self) -> Path:
        """The data folder, made on first use.

        Raises:
            ConfigError: it can't be made.
        """
        home = self._settings.home
        try:
            home.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise ConfigError(
                f"The data folder {home} can't be made ({error.strerror}).", remedy="Name another in ASSISTANT_HOME."
            ) from error
        return home

    def workspaces(self) -> Path:
        """The folder of the workspaces' folders; it need not be there."""
        return self._settings.home / "workspaces"

    def vault_file(self, workspace: str) -> Path:
        """Where the pseudonym vault of a workspace lies; it need not be there."""
        return self.workspaces() / workspace / "vault.db"

    def has_vault(self, workspace: str) -> bool:
        """Whether a workspace has a pseudonym vault."""
        return self.vault_file(workspace).is_file()
