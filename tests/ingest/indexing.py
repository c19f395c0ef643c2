"""Documents and indexes for the tests of store, index and pipeline."""

from __future__ import annotations

from pathlib import Path

from ingest.chunking import CHUNKER_VERSION, chunk, embedding_text
from ingest.document import Block, RedactedDocument
from ingest.embedder import Embedder
from ingest.index import Index
from ingest.stored import NewDocument
from policies.text import RedactedText
from tests.ingest.hashing_embedder import HashingEmbedder

KEY = bytes(range(32))
EMBEDDER = HashingEmbedder()


def new_document(document_id: str, text: str, *, name: str = "rules.txt", embedder: Embedder = EMBEDDER) -> NewDocument:
    """A document of one block, chunked and embedded as the pipeline does."""
    document = RedactedDocument(
        name=RedactedText(name),
        media_type="text/plain",
        title=RedactedText("House rules"),
        text=RedactedText(text),
        blocks=(Block("paragraph", 0, len(text)),),
        pages=None,
        entities={"PERSON": 1},
        policy="test",
    )
    chunks = tuple(chunk(document, embedder))
    vectors = embedder.embed([embedding_text(document.title, each) for each in chunks])
    return NewDocument(document_id, f"fingerprint of {text}", document, chunks, vectors)


def open_index(folder: Path, *, writable: bool = True, embedder: Embedder = EMBEDDER, **changed: object) -> Index:
    """The index in a folder, with the defaults of these tests."""
    options: dict[str, object] = {"key": KEY, "chunker_version": CHUNKER_VERSION, "policy": "test"} | changed
    return Index.open(folder, embedder=embedder.identity, writable=writable, **options)  # type: ignore[arg-type]


def question(text: str) -> RedactedText:
    return RedactedText(text)
