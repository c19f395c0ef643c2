"""The index of a workspace, opened: kept open for reading, or for one writer at a time.

Whichever it is for, what a kill left is completed first, and what the erasure log has for it is carried out.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from policies.errors import BusyError

if TYPE_CHECKING:
    from assistant.workspaces.exchanging import Exchange
    from assistant.workspaces.parts import Parts, Place
    from ingest.index import Index

_log = logging.getLogger(__name__)

SYSTEM = "system"
"""Who acts, for the audit, where nobody asked for it."""

WAIT_SECONDS = 600.0
"""How long a request waits for another one that writes: an upload of many files takes minutes."""


class Opening:
    """Many read, one writes: threads of this process wait for one another, another process is refused."""

    def __init__(self, place: Place, parts: Parts) -> None:
        self._place = place
        self._parts = parts
        self._reading = threading.Lock()
        self._writing = threading.Lock()
        self._reader: Index | None = None
        self._caught_up = (-1, -1)

    def reading(self) -> Index:
        """The index, opened for reading with the first call.

        Nothing is read before what the erasure log has is carried out: after a kill, or when a backup was restored.
        While another process is about it, whoever reads already goes on, and who comes is refused.

        Raises:
            BusyError: there is something to be erased, and another process writes.
        """
        with self._reading:
            reader, caught_up = self._reader, self._caught_up
        log = self._parts.erasures_stamp()
        if reader is not None and log == caught_up:
            return reader
        self._parts.complete_erasures()
        opened = reader or self._parts.index(self._place, writable=False)
        if self._parts.eraser(self._place, opened, actor=SYSTEM).behind():
            if reader is None:
                opened.close()
            # Without the lock of reading, which whoever writes now may want.
            try:
                with self.writing():
                    pass
            except BusyError:
                if reader is None:
                    raise
                return reader
            opened = self._parts.index(self._place, writable=False)
        with self._reading:
            if self._reader is None:
                self._reader = opened
            elif self._reader is not opened:
                opened.close()
            self._caught_up = log
            return self._reader

    def close(self) -> None:
        """Let go of the reader."""
        with self._reading:
            if self._reader is not None:
                self._reader.close()
                self._reader = None

    @contextmanager
    def writing(
        self,
        *,
        reindex: bool = False,
        first: Callable[[Index], object] | None = None,
        wait_seconds: float = WAIT_SECONDS,
    ) -> Iterator[Index]:
        """The index, opened for writing and caught up with the erasure log.

        `first` is what is done before anything else; None: complete an exchange of pseudonyms that was interrupted.

        Raises:
            BusyError: another process writes, or a request that did not end within `wait_seconds`.
        """
        self._parts.complete_erasures()
        if not self._writing.acquire(timeout=wait_seconds):
            raise BusyError("The workspace is being written by another request.", remedy="Try again when it is done.")
        try:
            with self._parts.index(self._place, writable=True, reindex=reindex) as index:
                (first or self._resume_exchange)(index)
                eraser = self._parts.eraser(self._place, index, actor=SYSTEM)
                if eraser.behind():
                    self.close()  # our own reader would keep the last step from clearing the file
                caught_up = eraser.catch_up()
                if caught_up is not None:
                    _log.warning("Workspace %s: %s", self._place.name, caught_up.told())
                yield index
        finally:
            self._writing.release()

    def catch_up(self) -> None:
        """Carry out now what the erasure log has for it.

        Raises:
            BusyError: it is being written, by whomever; that one carries it out.
        """
        with self.writing(wait_seconds=0.0):
            pass

    def exchange(self, index: Index) -> Exchange:
        """The exchange of pseudonyms over the index, which is open for writing."""
        from assistant.workspaces.exchanging import Exchange

        self.close()  # as in `writing`
        return Exchange(
            workspace=self._place.name,
            vault=self._parts.privacy.vault(self._place.name),
            index=index,
            embedder=self._parts.models.embedder,
            audit=self._parts.audit,
        )

    def _resume_exchange(self, index: Index) -> None:
        """Complete a rotation or a merge that was killed, before anyone erases or adds under one token or the other."""
        vault = self._parts.privacy.existing_vault(self._place.name)
        if vault is None:
            return
        if vault.exchange_pending():
            self.exchange(index).run(actor=SYSTEM)
        if vault.merging():
            from assistant.workspaces.exchanging import complete_merging

            self.close()
            complete_merging(vault, index, self._parts.models.embedder)
