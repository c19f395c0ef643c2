"""A document and its chunks as rows of `store.db`."""

from __future__ import annotations

import json
from collections.abc import Sequence

import apsw

from ingest.stored import NewDocument


def insert_document(
    connection: apsw.Connection, new: NewDocument, version: int, chunk_ids: Sequence[str], now: str
) -> None:
    """Write a document and its chunks; within the caller's transaction. `now` is ISO 8601 in UTC."""
    document = new.document
    connection.execute(
        "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            new.document_id,
            version,
            new.fingerprint,
            document.name.value,
            document.title.value,
            document.media_type,
            document.pages,
            document.text.value,
            len(document.text),
            json.dumps(dict(document.entities)),
            document.policy,
            json.dumps([str(notice) for notice in document.warnings]),
            new.ingested_at or now,
        ),
    )
    connection.executemany(
        """INSERT INTO chunks (chunk_id, document_id, ordinal, start, "end", page, title, section, header, text)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        [
            (
                chunk_id,
                new.document_id,
                chunk.ordinal,
                chunk.start,
                chunk.end,
                chunk.page,
                document.title.value,
                chunk.section.value,
                chunk.header.value,
                chunk.text.value,
            )
            for chunk_id, chunk in zip(chunk_ids, new.chunks, strict=True)
        ],
    )
