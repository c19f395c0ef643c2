"""The seam to what was erased: what of a source must not come back when it is read again."""

from __future__ import annotations

from typing import Protocol

from ingest.store_sources import NotedSource
from ingest.striking import Strike


class ErasedSources(Protocol):
    """Tells sources that held what was erased, by their content (`Identities.content`).

    `stored` is what is noted of the document's source, None where no such document is stored.
    """

    def refuse(self, document_id: str, content: str, stored: NotedSource | None) -> None:
        """Pass, unless a document with that very source was erased as a whole.

        Raises:
            ErasedError: it was; it is not read again.
        """
        ...

    def strike(self, content: str, stored: NotedSource | None) -> Strike | None:
        """What strikes out again who was struck out of a document with that source; None: nobody was."""
        ...
