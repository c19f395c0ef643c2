"""Stored documents under new pseudonyms: the pass over a store while a vault's tokens are exchanged."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ingest.embedder import Embedder
from ingest.index import Index
from ingest.stored import NewDocument
from ingest.striking import struck_document
from policies.renaming import renamed
from policies.text import RedactedText, Redaction

Progress = Callable[[int, int], None]

BATCH_CHUNKS = 256


def exchange_tokens(
    index: Index, successors: Mapping[str, str], embedder: Embedder, progress: Progress | None = None
) -> int:
    """Put successors in the place of former tokens in every document, embedded anew; gives how many were changed.

    Each document is exchanged whole or not at all and found throughout; after a kill the same call does the rest. It
    keeps its fingerprint, its time of ingestion and its legal hold: nothing but the marks of persons changes.
    """

    def rename(texts: Sequence[RedactedText]) -> list[Redaction]:
        return [renamed(text, successors) for text in texts]

    waiting: list[NewDocument] = []
    changed = 0
    documents = list(index.fingerprints())
    for done, document_id in enumerate(documents, start=1):
        new = struck_document(index, document_id, rename, embedder)
        if new is not None:
            waiting.append(new)
            changed += 1
        if sum(len(each.chunks) for each in waiting) >= BATCH_CHUNKS or done == len(documents):
            index.put(waiting, exchanged=True)
            waiting = []
        if progress is not None:
            progress(done, len(documents))
    index.duties.rename_abandoned(successors)
    index.forget()
    return changed
