"""Keyed hashes: what identifies a document without telling where it came from or what it says.

A plain hash of a path or of a short text can be guessed by trying; without the key these can't.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import BinaryIO

_ID_BYTES = 16
_BLOCK_BYTES = 1 << 20


class Identities:
    """Ids and fingerprints of one workspace."""

    def __init__(self, key: bytes) -> None:
        """Derive a key of its own from the index's."""
        self._key = hmac.digest(key, b"ingest identities", "sha256")

    def document_id(self, source: str) -> str:
        """Identify a source (an absolute path, or `upload:<name>`): 32 hex digits."""
        return self._hash(b"source", source.encode("utf-8", "surrogateescape")).hexdigest()

    def content(self, file: BinaryIO) -> str:
        """Hash a file's bytes: 32 hex digits."""
        digest = self._hash(b"content")
        while block := file.read(_BLOCK_BYTES):
            digest.update(block)
        return digest.hexdigest()

    def fingerprint(self, content: str, *decided_by: str) -> str:
        """Hash what `content` gave and all that decides what becomes of a file: 32 hex digits."""
        parts = (content, *decided_by)
        return self._hash(b"fingerprint", *(part.encode("utf-8", "surrogateescape") for part in parts)).hexdigest()

    def chunk_id(self, document_id: str, version: int, ordinal: int) -> str:
        """Identify a chunk of one version of a document: 32 hex digits, the same on each machine with the key."""
        return self._hash(b"chunk", f"{document_id}/{version}/{ordinal}".encode()).hexdigest()

    def _hash(self, *parts: bytes) -> hashlib.blake2b:
        digest = hashlib.blake2b(key=self._key, digest_size=_ID_BYTES)
        for part in parts:
            digest.update(len(part).to_bytes(8, "big") + part)
        return digest
