"""Whether documents, chunks, words and vectors of an index agree, and how they are brought to."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.document import Chunk
from ingest.embedder import Embedder
from ingest.store import Store
from ingest.stored import StoredChunk
from ingest.vectors import VectorStore

REPAIR = "Run `assistant doctor --repair`."
_EMBEDDED_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be, and what to do."""

    problem: str
    remedy: str


def examine(store: Store, vectors: VectorStore) -> list[Finding]:
    """Find what does not agree; nothing is changed. Safe beside a writer, who may show up as unfinished work."""
    broken = store.care.broken()
    if broken == "pages":
        return [Finding("store.db has damaged pages.", "Restore it from a backup, or delete it and ingest again.")]
    findings = []
    if broken:
        findings.append(Finding("The full-text index does not match the passages.", REPAIR))
    if store.intended("add"):
        findings.append(Finding("An ingestion was interrupted.", f"Run it again. {REPAIR}"))
    if store.intended("erase"):
        findings.append(Finding("Vectors of replaced or deleted passages wait to be erased.", REPAIR))
    pending = {*store.intended("add"), *store.intended("erase")}
    chunks, stored = set(store.chunk_ids()), vectors.ids()
    if missing := len(chunks - stored):
        findings.append(Finding(f"{missing} passages have no vector.", REPAIR))
    if orphans := len(stored - chunks - pending):
        findings.append(Finding(f"{orphans} vectors belong to no passage.", REPAIR))
    if astray := store.care.misplaced():
        findings.append(
            Finding(
                f"{astray} passages do not stand in their document where they say.",
                "Delete those documents and ingest them again.",
            )
        )
    return findings


def mend(store: Store, vectors: VectorStore, embedder: Embedder | None) -> None:
    """Make words and vectors follow from the chunks. Vectors of no chunk are put down to be erased.

    Passages without a vector are embedded anew; without an `embedder` they stay findable by their words alone.
    """
    if store.care.broken() == "words":
        store.care.rebuild_words()
    chunks, stored = set(store.chunk_ids()), vectors.ids()
    orphans = sorted(stored - chunks)
    if orphans:
        store.intend(orphans, "erase")
    missing = sorted(chunks - stored)
    if embedder is not None:
        for start in range(0, len(missing), _EMBEDDED_AT_ONCE):
            _embed(store.chunks(missing[start : start + _EMBEDDED_AT_ONCE]), vectors, embedder)


def _embed(chunks: list[StoredChunk], vectors: VectorStore, embedder: Embedder) -> None:
    from ingest.chunking import embedding_text

    texts = [
        embedding_text(
            stored.title,
            Chunk(
                ordinal=stored.ordinal,
                start=stored.start,
                end=stored.end,
                text=stored.text,
                page=stored.page,
                section=stored.section,
                header=stored.header,
            ),
        )
        for stored in chunks
    ]
    vectors.add([stored.chunk_id for stored in chunks], embedder.embed(texts))
